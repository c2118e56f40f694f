import { isAscii } from 'node:buffer';
import { isObject, type Json, type JsonObject } from '../shared/json.js';
import type { AttemptResponse } from '../shared/model.js';
import { parseJson } from '../shared/parse-json.js';
import { remembered } from '../shared/remembered.js';

/** The outcome of decoding the body of a reply. */
export type Decoded =
  | { readonly kind: 'object'; readonly value: JsonObject }
  | { readonly kind: 'json'; readonly value: Json }
  | { readonly kind: 'broken'; readonly breach: 'bom' | 'utf-8' | 'json'; readonly detail: string };

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The last result: several checks read one body in a row. */
let latest: { readonly body: Uint8Array; readonly text: string; readonly decoded: Decoded } | null = null;

/** Decodes a body strictly: UTF-8 without a byte order mark, one JSON value (R22). */
export function decode(body: Uint8Array): Decoded {
  return read(body).decoded;
}

/** The text of a body, with replacement characters for what is not UTF-8. */
export function looseText(body: Uint8Array): string {
  return read(body).text;
}

function read(body: Uint8Array): NonNullable<typeof latest> {
  if (latest?.body !== body) latest = { body, ...readAnew(body) };
  return latest;
}

function readAnew(body: Uint8Array): { readonly text: string; readonly decoded: Decoded } {
  // ASCII, as in most replies, needs no strict decoder.
  const ascii = isAscii(body) ? latin1(body) : null;
  if (ascii !== null) return { text: ascii, decoded: parse(ascii) };
  try {
    const text = utf8.decode(body);
    return { text, decoded: parse(text) };
  } catch {
    const decoded: Decoded = { kind: 'broken', breach: 'utf-8', detail: 'bytes that are not UTF-8' };
    return { text: new TextDecoder().decode(body), decoded };
  }
}

const parse = remembered((text): Decoded => {
  if (text.startsWith('\uFEFF')) return { kind: 'broken', breach: 'bom', detail: 'a byte order mark' };
  let value: Json;
  try {
    value = parseJson(text);
  } catch {
    return { kind: 'broken', breach: 'json', detail: text.trim() === '' ? 'an empty body' : excerpt(text) };
  }
  return isObject(value) ? { kind: 'object', value } : { kind: 'json', value };
});

function latin1({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('latin1');
}

/** The values of a header, in order; its name is compared ignoring case. */
export function headerValues(response: AttemptResponse, name: string): string[] {
  const values: string[] = [];
  for (const [other, value] of response.headers) {
    if (other.length === name.length && other.toLowerCase() === name) values.push(value);
  }
  return values;
}

/** Whether Content-Type is application/json, with any parameters. */
export function isJsonType(contentType: string | undefined): boolean {
  return (
    contentType === 'application/json' ||
    (contentType !== undefined && /^\s*application\/json\s*(;|$)/i.test(contentType))
  );
}

/** The start of a text, for a finding. */
export function excerpt(text: string, length = 120): string {
  return text.length <= length ? text : `${text.slice(0, length)}…`;
}
