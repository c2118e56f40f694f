import type { Json, JsonObject } from '../shared/json.js';

/**
 * A text that two JSON values share exactly when they are equal as JSON Schema compares them: the order of members
 * does not count, nor does the way in which a number was written (1 and 1.0, 0 and -0).
 */
export function canonical(value: Json): string {
  if (typeof value === 'number') return String(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonical).join(',')}]`;
  let text = texts.get(value);
  if (text === undefined) texts.set(value, (text = textOf(value as JsonObject)));
  return text;
}

/** Several keywords and rules ask for the same items. */
const texts = new WeakMap<object, string>();

function textOf(object: JsonObject): string {
  let text = '';
  for (const name of Object.keys(object).sort())
    text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${canonical(object[name] ?? null)}`;
  return `{${text}}`;
}
