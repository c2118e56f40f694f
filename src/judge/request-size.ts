import type { WireRequest } from '../shared/model.js';

/** Size, in bytes, up to which every connection carries a request in time. */
export const SMALL = 2_048;

/** The bytes of a request: path, headers and body. */
export function sizeOf({ raw, path, headers, body }: WireRequest): number {
  if (raw !== undefined) return raw.length;
  return headers.reduce(
    (sum, [name, value]) => sum + name.length + value.length + 4,
    path.length + (body?.length ?? 0),
  );
}

/** Whether a slow connection may take long for a request. */
export const isLarge = (request: WireRequest): boolean => sizeOf(request) > SMALL;

/** The same JSON, padded with spaces to at least the given number of bytes. */
export function padded(body: Uint8Array, bytes: number): Uint8Array {
  return body.length >= bytes ? body : new Uint8Array(Buffer.concat([body, Buffer.alloc(bytes - body.length, ' ')]));
}
