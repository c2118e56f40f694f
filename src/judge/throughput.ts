import type { Attempt, WireRequest } from '../shared/model.js';
import type { Control, Settled } from './settling.js';

/** Up to so many bytes every connection carries in time. */
const SMALL = 2_048;
/** Bytes that JSON may have in any case (R8), and so the largest control. */
const LARGEST = 64 * 1_024;
/** A failure after fewer milliseconds than this is not about the size of the request. */
const LONG = 500;

/** The bytes of a request, head and body; of the head no more than path and headers. */
export function sizeOf({ raw, path, headers, body }: WireRequest): number {
  if (raw !== undefined) return raw.length;
  return headers.reduce(
    (sum, [name, value]) => sum + name.length + value.length + 4,
    path.length + (body?.length ?? 0),
  );
}

/** Whether a slow connection may take long for a request. */
export const isLarge = (request: WireRequest): boolean => sizeOf(request) > SMALL;

/** JSON of at least so many bytes with the same value: blanks follow it. */
export function padded(body: Uint8Array, bytes: number): Uint8Array {
  return body.length >= bytes ? body : new Uint8Array(Buffer.concat([body, Buffer.alloc(bytes - body.length, ' ')]));
}

/** Tells a connection that is too slow for a large request from a target that does not answer it. */
export class Throughput {
  /** What the connection carries, once it was too slow for a request. */
  #bytesPerMs = Infinity;

  /** Why a request that failed is not looked into: it is known that the connection is too slow for it; null otherwise. */
  known(request: WireRequest, attempt: Attempt): string | null {
    const size = sizeOf(request);
    return isLong(attempt) && isLarge(request) && size / this.#bytesPerMs > lengthOf(attempt) / 2 ? this.#slow() : null;
  }

  /**
   * Whether a request that fails while the control succeeds does so for the time that its bytes take. Controls of the
   * same size, or, where these fail too, of half of it and so on, show how long that is.
   */
  async trial(request: WireRequest, attempts: readonly Attempt[], control: (size: number) => ReturnType<Control>) {
    const last = attempts.at(-1);
    const size = sizeOf(request);
    if (last === undefined || !isLong(last) || !isLarge(request)) return null;
    for (let tried = Math.min(size, LARGEST); tried > SMALL / 4; tried /= 2) {
      const result = await control(Math.ceil(tried));
      if (result === 'failed' || result.status !== 200) continue;
      const bytesPerMs = result.bytes / result.ms;
      if (size / bytesPerMs < lengthOf(last) / 2) return null;
      this.#bytesPerMs = bytesPerMs;
      const unjudged: Settled = { kind: 'unjudged', reason: this.#slow(), attempts };
      return unjudged;
    }
    return null;
  }

  #slow(): string {
    return `the connection carries ${Math.ceil(this.#bytesPerMs)} KB/s, too little for a request of this size: see --timeout`;
  }
}

const lengthOf = ({ sentAt, endedAt }: Attempt): number => endedAt - sentAt;

function isLong(attempt: Attempt): boolean {
  return lengthOf(attempt) >= LONG;
}
