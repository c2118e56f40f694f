import { RunStopped } from '../shared/errors.js';
import type { Attempt, WireRequest } from '../shared/model.js';
import { isLarge, SMALL, sizeOf } from './request-size.js';
import type { Control } from './settling.js';

/** Probability below which failures in a row are not explained by chance. */
const NEVER = 1e-6;
/** Number of successes assumed at the start, so that one early failure does not count for much. */
const BEFOREHAND = 20;
/** Maximum number of failures in a row that are waited for. */
const MOST = 12;
/** Number of different statuses to requests accepted before that shows answers to be unrelated to requests. */
const TOO_MANY = 4;
/** Bytes that JSON may always have (R8), and so the largest control. */
const LARGEST = 64 * 1_024;
/** Milliseconds below which a failure is not due to the size of the request. */
const LONG = 500;

/**
 * What known good requests show about the network and the target: how often they fail, how many bytes a connection
 * carries, and whether the answers depend on the requests at all. Failures of other requests are weighed against it.
 */
export class Reliability {
  #sent = BEFOREHAND;
  #failed = 0;
  readonly #statuses = new Set<number>();
  /** Bytes that the connection carries per millisecond; infinite until it is too slow for a request. */
  #bytesPerMs = Infinity;

  /** Notes a request that was answered, and how many attempts at it failed before. */
  answered(failures: number): void {
    this.#sent += failures + 1;
    this.#failed += failures;
  }

  /** Notes a known good request that was not answered. */
  failed(): void {
    this.#sent += 1;
    this.#failed += 1;
  }

  /**
   * Notes the answer to a request that was accepted before. A refusal of the credentials or of the service, and a
   * failure of the platform, have reasons of their own.
   *
   * @throws RunStopped if the answers have nothing to do with the requests
   */
  answeredAgain(status: number): void {
    this.answered(0);
    if (status === 200 || status === 401 || status === 403 || status === 404 || status >= 500) return;
    this.#statuses.add(status);
    if (this.#statuses.size < TOO_MANY) return;
    const statuses = [...this.#statuses].sort((a, b) => a - b).join(', ');
    throw new RunStopped(
      `the target answers requests that it accepted before with ever-changing statuses (200, ${statuses}): its answers say nothing about the requests`,
    );
  }

  /**
   * Number of failures in a row that chance does not explain; null if more would be needed than a run waits for. On a
   * network that breaks one connection in ten, three failures in a row happen several times in a run of thousands.
   */
  get telling(): number | null {
    if (this.#failed === 0) return 1;
    const least = Math.ceil(Math.log(NEVER) / Math.log(this.#failed / this.#sent));
    return least > MOST ? null : least;
  }

  /** The reason not to investigate a failed request: the connection is known to be too slow for it; null otherwise. */
  tooSlow(request: WireRequest, attempt: Attempt): string | null {
    const size = sizeOf(request);
    return isLong(attempt) && isLarge(request) && size / this.#bytesPerMs > lengthOf(attempt) / 2 ? this.#slow() : null;
  }

  /**
   * The reason not to judge a request that fails while the control succeeds: its bytes alone take as long; null
   * otherwise. Controls of the same size or, if these fail too, of half the size and so on, show how long they take.
   */
  async weigh(
    request: WireRequest,
    last: Attempt | undefined,
    control: (size: number) => ReturnType<Control>,
  ): Promise<string | null> {
    const size = sizeOf(request);
    if (last === undefined || !isLong(last) || !isLarge(request)) return null;
    for (let tried = Math.min(size, LARGEST); tried > SMALL / 4; tried /= 2) {
      const result = await control(Math.ceil(tried));
      if (result === 'failed' || result.status !== 200) continue;
      const bytesPerMs = result.bytes / result.ms;
      if (size / bytesPerMs < lengthOf(last) / 2) return null;
      this.#bytesPerMs = bytesPerMs;
      return this.#slow();
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
