/** Any JSON value, as `JSON.parse` gives it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. Its members are read with `Object.hasOwn`, since `__proto__` may be one of them. */
export interface JsonObject {
  readonly [member: string]: Json;
}

/** Stands before the text of a lexeme while it is a string among others; no generator makes this text. */
const MARK = '\uF8FFlexeme:';

/**
 * A piece of JSON text that `JSON.stringify` cannot write, such as `1e400`, `-0`, `80.0` or 2^53+1.
 * It stands wherever a value may stand in a {@link Draft} and is written as it is.
 */
export class Lexeme {
  constructor(readonly text: string) {}

  /** The text; fast-check prints it. */
  toString(): string {
    return this.text;
  }

  /** What `JSON.stringify` writes, for {@link stringify} to put right. */
  toJSON(): string {
    return MARK + this.text;
  }
}

/** A JSON value in which {@link Lexeme}s may stand: what the generators make. */
export type Draft = Json | Lexeme | readonly Draft[] | { readonly [member: string]: Draft };

const markedText = new RegExp(`"${MARK}((?:[^"\\\\]|\\\\.)*)"`, 'g');

/** The JSON text of a draft. Lone surrogates are escaped, as `JSON.stringify` does; lexemes are written as they are. */
export function stringify(draft: Draft): string {
  const text = JSON.stringify(draft);
  return text.includes(MARK)
    ? text.replace(markedText, (_, lexeme: string) => JSON.parse(`"${lexeme}"`) as string)
    : text;
}

const utf8 = new TextEncoder();

/** The bytes of a draft's JSON text, in UTF-8: what is sent. */
export function serialize(draft: Draft): Uint8Array {
  return utf8.encode(stringify(draft));
}

/** Whether a value is a JSON object (not null, not an array). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Lexeme);
}

/** The own member of an object, or undefined; `__proto__` and `constructor` are members like any other. */
export function member(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** A copy of an object with one member set; also right for `__proto__`. */
export function withMember<T extends object>(object: T, name: string, value: Draft): T {
  const copy = { ...object };
  Object.defineProperty(copy, name, { value, enumerable: true, configurable: true, writable: true });
  return copy;
}

/** Whether two JSON values are equal: objects regardless of the order of members, arrays in order. */
export function equal(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item: Json, index) => equal(item, b[index] as Json));
  }
  if (isObject(a) && isObject(b)) {
    const names = Object.keys(a);
    return names.length === Object.keys(b).length && names.every((n) => Object.hasOwn(b, n) && equal(a[n], b[n]));
  }
  return false;
}
