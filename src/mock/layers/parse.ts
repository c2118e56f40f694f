import { isUtf8 } from 'node:buffer';
import type { Refusal } from '../model.js';
import type { MockExchange } from '../behaviour.js';

/** Largest body in bytes. */
export const BODY_LIMIT = 1_048_576;

/** The body must be UTF-8 without a byte order mark, up to 1 MiB; otherwise 400. */
export function decode(x: MockExchange): Refusal | undefined {
  if (x.tooLarge) return malformed('is larger than 1 MiB');
  if (x.bytes.length === 0) return malformed('is empty', 'EndPoint.2002');
  if (!isUtf8(x.bytes)) return malformed('is not UTF-8');
  x.text = x.bytes.toString('utf8');
  return x.text.charCodeAt(0) === 0xfeff ? malformed('begins with a byte order mark') : undefined;
}

/** The text must be JSON (RFC 8259); otherwise 400. Of two members with the same name, the last one counts. */
export function parse(x: MockExchange): Refusal | undefined {
  try {
    x.value = JSON.parse(x.text);
    return undefined;
  } catch {
    return malformed('is not JSON');
  }
}

/** Returns a 400 about the body as a whole. */
export function malformed(what: string, code = 'EndPoint.0002'): Refusal {
  return { status: 400, code, message: `The request body ${what}.` };
}
