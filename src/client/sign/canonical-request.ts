import { createHash, createHmac } from 'node:crypto';
import { byCodeUnits } from '../../shared/in-order.js';
import { percentDecoded } from '../../shared/percent-decoded.js';

/** The algorithm's name, which precedes a signature. */
export const ALGORITHM = 'SDK-HMAC-SHA256';

/** What a signature covers. */
export interface Signable {
  readonly method: string;
  /** Request target in origin form, including any query. */
  readonly path: string;
  /** The signed headers, each once, in any order. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Null and an empty body are signed alike. */
  readonly body: Uint8Array | null;
}

/** Returns the canonical request: six parts; the headers are sorted, and their block ends in a line end of its own. */
export function canonicalRequest({ method, path, headers, body }: Signable): string {
  const [pathname = '', ...query] = path.split('?');
  const lines = headers
    .map(([name, value]) => [name.toLowerCase(), value.trim()] as const)
    .sort(([a], [b]) => byCodeUnits(a, b));
  return [
    method,
    canonicalPath(pathname),
    canonicalQuery(query.join('?')),
    ...lines.map(([name, value]) => `${name}:${value}`),
    '',
    lines.map(([name]) => name).join(';'),
    sha256(body ?? ''),
  ].join('\n');
}

/** Returns the names of signed headers as the Authorization header lists them. */
export function signedNames(headers: Signable['headers']): string {
  return headers
    .map(([name]) => name.toLowerCase())
    .sort(byCodeUnits)
    .join(';');
}

/** Returns the signature over a canonical request, in hexadecimal. */
export function computeSignature(canonical: string, date: string, secretKey: string): string {
  return createHmac('sha256', secretKey)
    .update([ALGORITHM, date, sha256(canonical)].join('\n'))
    .digest('hex');
}

/** Returns the SHA-256 in hexadecimal. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Formats a time for X-Sdk-Date: `YYYYMMDDTHHMMSSZ`. */
export function sdkDate(time: Date): string {
  return `${time.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

/** Decodes and re-encodes each segment, and ends the path with a slash. */
function canonicalPath(path: string): string {
  const encoded = path
    .split('/')
    .map((segment) => encoded3986(percentDecoded(segment)))
    .join('/');
  return encoded.endsWith('/') ? encoded : `${encoded}/`;
}

/** Sorts by name, then by value, before both are encoded. */
function canonicalQuery(query: string): string {
  return query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', ...value] = part.split('=');
      return [percentDecoded(name), percentDecoded(value.join('='))] as const;
    })
    .sort(([a, x], [b, y]) => byCodeUnits(a, b) || byCodeUnits(x, y))
    .map(([name, value]) => `${encoded3986(name)}=${encoded3986(value)}`)
    .join('&');
}

/** Percent-encodes all but the unreserved characters of RFC 3986. */
function encoded3986(text: string): string {
  // `encodeURIComponent` throws on a lone surrogate.
  return encodeURIComponent(Buffer.from(text).toString()).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
