import type { Json, JsonObject } from '../json.js';

/**
 * A text that two JSON values share exactly when they are equal as JSON Schema compares them: the order of members
 * does not count, nor does the way in which a number was written (1 and 1.0, 0 and -0).
 */
export function canonical(value: Json): string {
  if (typeof value === 'number') return String(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonical).join(',')}]`;
  const object = value as JsonObject;
  const members = Object.keys(object)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical(object[name] ?? null)}`);
  return `{${members.join(',')}}`;
}
