import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Refusal, SignedRequest } from '../model.js';
import type { MockExchange } from '../behaviour.js';

/** The Authorization of a signed request. */
export interface Signature {
  readonly accessKey: string;
  /** The names of the signed headers, as the client lists them. */
  readonly headers: readonly string[];
  readonly hex: string;
}

const SCHEME = /^SDK-HMAC-SHA256 Access=([^,\s]+), ?SignedHeaders=([a-z0-9_;-]+), ?Signature=([0-9a-f]{64})$/;
const UNSIGNED = 'UNSIGNED-PAYLOAD';
/** 15 minutes, in milliseconds. */
const SKEW = 900_000;

/** Returns the signature of a request; undefined if it has none in the known form. */
export function signatureOf(x: MockExchange): Signature | undefined {
  const found = SCHEME.exec(x.headers.authorization ?? '');
  if (found === null) return undefined;
  const [, accessKey = '', names = '', hex = ''] = found;
  return { accessKey, headers: names.split(';'), hex };
}

/** 401 if the key is unknown, the time is too far off, or the signature does not match the request and key. */
export function verify(x: MockExchange): Refusal | undefined {
  const signature = signatureOf(x);
  if (signature === undefined) return refused('Authorization is not understood.');
  const { accessKey, headers, hex } = signature;
  const key = x.world.secretKeys.get(accessKey);
  if (key === undefined) return refused('The AK does not exist.');
  if (!headers.includes('x-sdk-date')) return refused('X-Sdk-Date is not signed.');
  const said = x.behaviour.signed(x);
  const at = timeOf(said.date);
  if (at === null || !x.behaviour.timely(at, Date.now())) return refused('X-Sdk-Date is too far from now.');
  const wanted = createHmac('sha256', key.secretKey).update(toBeSigned(said)).digest();
  return timingSafeEqual(wanted, Buffer.from(hex, 'hex')) ? undefined : refused('The signature does not fit.');
}

/** Returns the request as its own SignedHeaders list says that it is signed. */
export function signed(x: MockExchange): SignedRequest {
  const value = (name: string) => {
    const values: string[] = [];
    for (let n = 0; n + 1 < x.rawHeaders.length; n += 2)
      if (x.rawHeaders[n]?.toLowerCase() === name) values.push((x.rawHeaders[n + 1] ?? '').trim());
    return values.join(',');
  };
  const names = [...(signatureOf(x)?.headers ?? [])].sort();
  return {
    method: x.method,
    url: x.url,
    headers: names.map((name) => [name, value(name)]),
    bodyHash:
      names.includes('x-sdk-content-sha256') && value('x-sdk-content-sha256') === UNSIGNED ? UNSIGNED : hashOf(x.bytes),
    date: value('x-sdk-date'),
  };
}

/** Whether a signature is at most 15 minutes old or ahead. */
export function timely(signedAt: number, now: number): boolean {
  return Math.abs(signedAt - now) <= SKEW;
}

/** Returns the SHA-256 in hexadecimal. */
export function hashOf(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Returns the text that is signed: the scheme, the time, and the hash of the canonical request. */
function toBeSigned({ method, url, headers, bodyHash, date }: SignedRequest): string {
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const query = mark < 0 ? '' : url.slice(mark + 1);
  let canonical = `${method}\n${path
    .split('/')
    .map((part) => spelt(read(part)))
    .join('/')}${path.endsWith('/') ? '' : '/'}\n${sortedQuery(query)}\n`;
  for (const [name, value] of headers) canonical += `${name}:${value}\n`;
  canonical += `\n${headers.map(([name]) => name).join(';')}\n${bodyHash}`;
  return `SDK-HMAC-SHA256\n${date}\n${hashOf(canonical)}`;
}

/** Sorts the parameters by their decoded names and values. */
function sortedQuery(query: string): string {
  const pairs = query.split('&').filter((pair) => pair !== '');
  const parts = pairs.map((pair) => {
    const equals = pair.indexOf('=');
    const [name, value] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
    return { name: read(name), value: read(value) };
  });
  parts.sort((a, b) =>
    a.name === b.name ? Number(a.value > b.value) - Number(a.value < b.value) : a.name > b.name ? 1 : -1,
  );
  return parts.map(({ name, value }) => `${spelt(name)}=${spelt(value)}`).join('&');
}

/** Decodes percent encoding; an invalid one is kept as it is. */
function read(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Writes every byte except letters, digits and `-._~` as `%XX`. */
function spelt(text: string): string {
  let out = '';
  for (const byte of Buffer.from(text)) {
    const character = String.fromCharCode(byte);
    const kept = byte < 0x80 && /[\w.~-]/.test(character);
    out += kept ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return out;
}

/** Parses `YYYYMMDDTHHMMSSZ` as milliseconds since 1970; null for any other text. */
function timeOf(date: string): number | null {
  const found = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date);
  if (found === null) return null;
  const [year = 0, month = 0, ...rest] = found.slice(1).map(Number);
  const [day = 0, hour = 0, minute = 0, second = 0] = rest;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function refused(message: string): Refusal {
  return { status: 401, code: 'EndPoint.0003', message: `Authentication failed: ${message}` };
}
