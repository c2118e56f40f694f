/** Any JSON value, as `JSON.parse` returns it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. Read its members with `Object.hasOwn`, since `__proto__` may be one of them. */
export interface JsonObject {
  readonly [member: string]: Json;
}

/** Precedes the text of a lexeme while it is serialized as a string; no generator makes this text. */
const MARK = '\uF8FFlexeme:';

/**
 * A piece of JSON text that `JSON.stringify` cannot write, such as `1e400`, `-0`, `80.0` or 2^53+1. It may stand for
 * any value in a {@link Draft} and is written verbatim.
 */
export class Lexeme {
  constructor(readonly text: string) {}

  /** Returns the text; fast-check prints it. */
  toString(): string {
    return this.text;
  }

  /** Returns what `JSON.stringify` writes, for {@link stringify} to replace. */
  toJSON(): string {
    return MARK + this.text;
  }
}

/** A JSON value that may contain {@link Lexeme}s, as the generators make it. */
export type Draft = Json | Lexeme | readonly Draft[] | { readonly [member: string]: Draft };

const markedText = new RegExp(`"${MARK}((?:[^"\\\\]|\\\\.)*)"`, 'g');

/**
 * Returns the JSON text of a draft. Lone surrogates are escaped, as by `JSON.stringify`; lexemes are written verbatim.
 */
export function stringify(draft: Draft): string {
  const text = JSON.stringify(draft);
  return text.includes(MARK)
    ? text.replace(markedText, (_, lexeme: string) => JSON.parse(`"${lexeme}"`) as string)
    : text;
}

const utf8 = new TextEncoder();

/** Returns the JSON text of a draft in UTF-8, as it is sent. */
export function serialize(draft: Draft): Uint8Array {
  return utf8.encode(stringify(draft));
}

/** Whether a value is a JSON object (not null, not an array). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Lexeme);
}

/** Returns an object's own member, or undefined; `__proto__` and `constructor` are members like any other. */
export function member(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Returns a copy of an object with one member set, even `__proto__`. */
export function withMember<T extends object>(object: T, name: string, value: Draft): T {
  const copy = { ...object };
  Object.defineProperty(copy, name, { value, enumerable: true, configurable: true, writable: true });
  return copy;
}

/** Whether two JSON values are equal: objects regardless of member order, arrays in order. */
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
