import { isObject, member, type Json } from '../../shared/json.js';
import { jsonIn } from '../../shared/parse-json.js';
import { shorten, visible } from '../safe-text.js';

const LONGEST = 160;
const NAMES = ['message', 'error_msg', 'error_message', 'msg', 'detail', 'details', 'title', 'reason', 'description'];
const AROUND = ['error', 'errors', 'detail', 'details', 'fault', 'body'];

/**
 * What a server says in the body of a reply, in one line, cut, with nothing that could steer a terminal; null if
 * nothing.
 */
export function serverMessage(body: string | null): string | null {
  if (body === null || body.trim() === '') return null;
  const text = said(jsonIn(body), 4) ?? withoutTags(body);
  const line = visible(text.replace(/\s+/g, ' ').trim());
  return line === '' ? null : shorten(line, LONGEST);
}

/** Removes from a message what differs from case to case: quoted values, numbers, ids and times. */
export function blur(text: string): string {
  return text
    .replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '"…"')
    .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '…')
    .replace(/\d+(?:[.:T-]\d+)*Z?/g, '…');
}

function said(value: Json | undefined, depth: number): string | null {
  if (value === undefined || depth === 0) return null;
  if (typeof value === 'string') return value === '' ? null : value;
  if (Array.isArray(value)) return said(value[0] as Json | undefined, depth - 1);
  if (!isObject(value)) return null;
  for (const name of NAMES) {
    const text = member(value, name);
    if (typeof text === 'string' && text !== '') return text;
  }
  for (const name of AROUND) {
    const inner = said(member(value, name), depth - 1);
    if (inner !== null) return inner;
  }
  return null;
}

function withoutTags(body: string): string {
  return body
    .slice(0, 4_096)
    .replace(/<(style|script|head)\b[^]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ');
}
