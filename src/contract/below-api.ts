import { oncePer } from '../shared/once-per.js';
import type { Case } from './case.js';
import { nearPath } from './near.js';

/** The longest head, path and headers together, that every HTTP server accepts, in bytes (RFC 9112, 3). */
const LONGEST_HEAD = 8_000;

/** The longest path segment that passes as an id rather than an attack on the server (R20). */
const LONGEST_SEGMENT = 255;

/** Headers whose values form one list, so that each may occur on several lines (RFC 9110, 5.3). */
const lists = new Set([
  'accept',
  'accept-charset',
  'accept-encoding',
  'accept-language',
  'cache-control',
  'connection',
  'cookie',
  'expect',
  'forwarded',
  'if-match',
  'if-none-match',
  'pragma',
  'prefer',
  'te',
  'trailer',
  'upgrade',
  'via',
  'warning',
  'x-forwarded-for',
]);

/**
 * Whether the HTTP server may answer a request by itself, before the API sees it: with any 4xx, with or without the
 * envelope, or by closing (R31). True for a path that an HTTP server may refuse to decode, or may route elsewhere, a
 * header that is repeated though it must not be, and a head that is too large.
 */
export function isBelowTheApi({ path, headers }: Pick<Case, 'path' | 'headers'>): boolean {
  const { repeats, size } = headOf(headers);
  return isOddPath(path) || repeats || path.length + size > LONGEST_HEAD;
}

/** Ids like those that are issued, for the templates of a path. */
const ids = { project_id: '0123456789abcdef'.repeat(2), service_id: '01234567-89ab-4def-8123-456789abcdef' };

/** Whether the last path was odd, cached: nearly all requests go to one path. */
let last = { path: '', isOdd: false };

function isOddPath(path: string): boolean {
  if (path !== last.path) last = { path, isOdd: looksOdd(nearPath(path, ids)) };
  return last.isOdd;
}

function looksOdd(path: string): boolean {
  const [plain = ''] = path.split('?');
  if (plain.startsWith('//')) return true;
  if (plain.split('/').some((segment) => segment.length > LONGEST_SEGMENT)) return true;
  if (/%(?:[01][\da-f]|7f|2f|5c)/i.test(plain)) return true;
  return decoded(plain) === null;
}

/** A path with percent encodings decoded; null if they are not UTF-8. */
function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

function areRepeated(headers: Case['headers']): boolean {
  const names = headers.map(([name]) => name.toLowerCase()).filter((name) => !lists.has(name));
  return new Set(names).size < names.length;
}

/** Whether headers repeat one that must not be, and their size in characters. */
const headOf = oncePer((headers: Case['headers']) => ({
  repeats: areRepeated(headers),
  size: headers.reduce((size, [name, value]) => size + name.length + value.length + 4, 0),
}));
