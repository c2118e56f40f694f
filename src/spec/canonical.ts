import type { Json, JsonObject } from '../shared/json.js';

/**
 * A text that is the same for two JSON values exactly when they are equal by JSON Schema: the order of members does not
 * count, nor the way a number is written (1 and 1.0, 0 and -0).
 */
export function canonical(value: Json): string {
  if (typeof value === 'number') return String(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonical).join(',')}]`;
  let text = texts.get(value);
  if (text === undefined) texts.set(value, (text = textOf(value as JsonObject)));
  return text;
}

/** Cached, as several keywords and rules need the same items. */
const texts = new WeakMap<object, string>();

function textOf(object: JsonObject): string {
  let text = '';
  for (const name of Object.keys(object).sort())
    text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${canonical(object[name] ?? null)}`;
  return `{${text}}`;
}
