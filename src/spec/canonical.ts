import type { Json, JsonObject } from '../shared/json.js';
import { remembered } from '../shared/remembered.js';

/**
 * A text that is the same for two JSON values exactly when they are equal by JSON Schema: the order of members does not
 * count, nor the way a number is written (1 and 1.0, 0 and -0).
 */
export function canonical(value: Json): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return quoted(value);
  if (value === null || typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonical).join(',')}]`;
  const object = value as JsonObject;
  // Items are compared by the thousand: remembering their texts costs more than writing them again.
  let text = '';
  for (const name of Object.keys(object).sort())
    text += `${text === '' ? '{' : ','}${quoted(name)}:${canonical(object[name] ?? null)}`;
  return text === '' ? '{}' : `${text}}`;
}

const quoted = remembered((name) => JSON.stringify(name));
