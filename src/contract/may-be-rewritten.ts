import { isBelowTheApi } from './below-api.js';
import type { Case } from './case.js';
import { nearPath, nearToken } from './near.js';
import { isPlainPath } from './templates.js';

/** Headers for the next hop only, and those that a proxy replaces or answers itself (RFC 9110, 7.2, 7.6.1, 10.1.1). */
const OF_THE_HOP: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'max-forwards',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** The status by which proxies demand credentials: a proxy would take it for another proxy's demand. */
const PROXY_DEMANDS = 407;

/**
 * Whether a forwarding proxy may rewrite what a case is about, or answer it in place of the API: its framing, a path
 * that is not plain, hop-by-hop headers, repeated or non-ASCII ones, a head that is too large (RFC 9110, 7.7; RFC 9112,
 * 2.2 and 6). A query stays as it is.
 */
export function mayBeRewritten({
  raw,
  path,
  headers,
  expect,
}: Pick<Case, 'raw' | 'path' | 'headers'> & { readonly expect: Pick<Case['expect'], 'belowApi' | 'forces'> }): boolean {
  if (raw !== null || expect.belowApi || expect.forces === PROXY_DEMANDS) return true;
  const [plain = ''] = path.split('?');
  return (
    !isPlainPath(nearPath(plain, LIKE_ANY)) ||
    isBelowTheApi({ path, headers }) ||
    headers.some(
      ([name, value]) => OF_THE_HOP.has(name.toLowerCase()) || !IS_ASCII.test(filled(value)) || value === COVERS_ALL,
    ) ||
    repeats(headers)
  );
}

/** Ids like those that fill the derived templates of a path. */
const LIKE_ANY = {
  project_id: '6e9dfd51d1124e8d8498dce894923a0d',
  service_id: '4189d3c2-8882-4871-a3c2-d380272eed88',
};

/** A signature that covers headers that a proxy may change, such as User-Agent. */
const COVERS_ALL = '{{signature-every-header}}';

const IS_ASCII = /^[\t\x20-\x7e]*$/;

function filled(value: string): string {
  return value.replace(/\{\{([a-z0-9-]+)\}\}/g, (_, name: string) => nearToken(name, 'Mi1-kx_2.Zq') ?? '');
}

function repeats(headers: Case['headers']): boolean {
  return new Set(headers.map(([name]) => name.toLowerCase())).size < headers.length;
}
