import { gzipSync } from 'node:zlib';
import type { CaseMaker } from './requirement.js';
import { but, packed } from './sent.js';

/** The same cases with gzipped bodies, announced as such (RFC 9110, 8.4). */
export function gzipped(given: CaseMaker): CaseMaker {
  return but(given, (sent) => ({
    ...sent,
    headers: [...sent.headers, ['Content-Encoding', 'gzip']],
    body: packed(inGzip(Buffer.from(sent.body ?? '', 'base64'))),
  }));
}

/** Bytes in the format of gzip, uncompressed, so that every platform writes the same. */
function inGzip(bytes: Uint8Array): Uint8Array {
  const written = gzipSync(bytes, { level: 0 });
  // Compression level and system (RFC 1952, 2.3.1): unspecified.
  written.set([0, 255], 8);
  return written;
}
