import type { Json } from '../shared/json.js';
import type { Option } from './option.js';

/** Returns a value from a file as the texts that a flag would be given. */
export function textsOf({ texts }: Pick<Option, 'texts'>, value: Json): readonly string[] {
  if (texts !== undefined) return texts(value);
  return Array.isArray(value) ? (value as Json[]).map(textOf) : [textOf(value)];
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
