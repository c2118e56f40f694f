import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, type ZlibOptions } from 'node:zlib';
import type { Attempt, AttemptResponse } from '../shared/model.js';

type Undo = (bytes: Uint8Array, options: ZlibOptions) => Uint8Array;

/** What decodes a coding (RFC 9110, 8.4.1). Some servers omit the zlib header of `deflate`. */
const undoing: Readonly<Record<string, readonly Undo[]>> = {
  gzip: [gunzipSync],
  'x-gzip': [gunzipSync],
  deflate: [inflateSync, inflateRawSync],
  br: [brotliDecompressSync],
};

/** Most codings that are applied on top of each other. */
const MOST = 4;

/**
 * Decodes the Content-Encoding of a reply, which no request of ours asks for, so that the body itself is judged. A body
 * that is not in the coding that is named stays as it is; one that exceeds the limit is a failure.
 */
export function undoCoding(attempt: Attempt, maxBytes: number): Attempt {
  if (attempt.kind !== 'response' || attempt.body.length === 0) return attempt;
  const codings = codingsOf(attempt);
  if (codings.length === 0 || codings.length > MOST) return attempt;
  let body: Uint8Array = attempt.body;
  for (const coding of codings.reverse()) {
    const undone = undo(body, undoing[coding] ?? [], maxBytes);
    if (undone === 'too-large') {
      const { sentAt, endedAt } = attempt;
      const detail = `the body of the reply, ${coding}, is larger than ${maxBytes} bytes when decoded`;
      return { kind: 'failure', failure: 'too-large', detail, sentAt, endedAt };
    }
    if (undone === null) return attempt;
    body = undone;
  }
  return { ...attempt, body };
}

/** Returns the codings of a reply except `identity`, in lower case, in the order in which they were applied. */
function codingsOf({ headers }: AttemptResponse): string[] {
  return headers
    .filter(([name]) => name.length === 16 && name.toLowerCase() === 'content-encoding')
    .flatMap(([, value]) => value.split(','))
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');
}

function undo(body: Uint8Array, ways: readonly Undo[], maxOutputLength: number): Uint8Array | 'too-large' | null {
  for (const way of ways) {
    try {
      return new Uint8Array(way(body, { maxOutputLength }));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') return 'too-large';
    }
  }
  return null;
}
