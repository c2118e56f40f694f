import type { WireRequest } from '../shared/model.js';

/**
 * Returns a request as a proxy that forwards takes it: in absolute form (RFC 9112, 3.2.2), with its credentials, and
 * with the wish that neither a cache answers it nor anything changes its content (RFC 9111, 5.2.1). Throws an Error for
 * raw bytes, which such a proxy would rewrite.
 *
 * @param authorization value of Proxy-Authorization; null for none
 */
export function toBeForwarded(request: WireRequest, { origin }: URL, authorization: string | null): WireRequest {
  if (request.raw !== undefined) throw new Error('raw bytes are not sent to a proxy that forwards requests');
  const { path, headers } = request;
  return {
    ...request,
    path: `${origin}${path}`,
    headers: [
      ...untouched(headers),
      ...(authorization === null ? [] : [['Proxy-Authorization', authorization] as const]),
    ],
  };
}

/** Adds the wish that no cache answers a request, and that nothing changes its content, unless it has one of its own. */
export function untouched(headers: WireRequest['headers']): WireRequest['headers'] {
  const own = headers.some(([name]) => name.toLowerCase() === 'cache-control');
  return own ? headers : [...headers, ['Cache-Control', 'no-cache, no-store, no-transform']];
}
