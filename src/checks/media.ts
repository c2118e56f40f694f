import { isObject, type Json, type JsonObject } from '../json.js';
import type { AttemptResponse } from '../model.js';
import { parseJson } from '../parse-json.js';

/** What the body of a reply turned out to be. */
export type Decoded =
  | { readonly kind: 'object'; readonly value: JsonObject }
  | { readonly kind: 'json'; readonly value: Json }
  | { readonly kind: 'broken'; readonly breach: 'bom' | 'utf-8' | 'json'; readonly detail: string };

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Several checks look at one body; it is decoded once. */
const decoded = new WeakMap<Uint8Array, Decoded>();

/** Decodes a body strictly: UTF-8 without a byte order mark, one JSON value (R22). */
export function decode(body: Uint8Array): Decoded {
  const known = decoded.get(body) ?? decodeAnew(body);
  decoded.set(body, known);
  return known;
}

function decodeAnew(body: Uint8Array): Decoded {
  let text: string;
  try {
    text = utf8.decode(body);
  } catch {
    return { kind: 'broken', breach: 'utf-8', detail: 'bytes that are not UTF-8' };
  }
  if (text.startsWith('\uFEFF')) return { kind: 'broken', breach: 'bom', detail: 'a byte order mark' };
  let value: Json;
  try {
    value = parseJson(text);
  } catch {
    return { kind: 'broken', breach: 'json', detail: text.trim() === '' ? 'an empty body' : excerpt(text) };
  }
  return isObject(value) ? { kind: 'object', value } : { kind: 'json', value };
}

/** The values of a header, in order; names are compared without regard to case. */
export function headerValues(response: AttemptResponse, name: string): string[] {
  return response.headers.filter(([n]) => n.toLowerCase() === name).map(([, value]) => value);
}

/** Whether Content-Type is application/json, with any parameters. */
export function isJsonType(contentType: string | undefined): boolean {
  return contentType !== undefined && /^\s*application\/json\s*(;|$)/i.test(contentType);
}

/** The start of a text, for a finding. */
export function excerpt(text: string, length = 120): string {
  return text.length <= length ? text : `${text.slice(0, length)}…`;
}
