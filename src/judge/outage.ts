import { NoAnswer } from '../shared/errors.js';
import type { Failure } from '../shared/failure.js';
import type { Attempt } from '../shared/model.js';
import { backoff, type RetryPolicy } from './retry-policy.js';

/** What waiting for a target needs. */
export interface OutageEnvironment {
  readonly retryPolicy: RetryPolicy;
  /** Sends a request that changes nothing, and counts it. */
  readonly ping: () => Promise<Attempt>;
  readonly pause: (ms: number) => Promise<void>;
}

/** Waits for a target that cannot be reached; all waiting requests share one ping. */
export class Outage {
  #over: Promise<void> | null = null;
  #reached = false;

  constructor(private readonly env: OutageEnvironment) {}

  /** Called when the target answers: later outages are waited out longer. */
  reached(): void {
    this.#reached = true;
  }

  /**
   * Waits until connections can be made again.
   *
   * @throws NoAnswer if that takes too long
   */
  async over(failure: Failure): Promise<void> {
    this.#over ??= this.#pingUntilBack(failure).finally(() => {
      this.#over = null;
    });
    await this.#over;
  }

  async #pingUntilBack(failure: Failure): Promise<void> {
    const { retryPolicy, ping, pause } = this.env;
    const until = performance.now() + (this.#reached ? retryPolicy.outage : retryPolicy.firstContact);
    for (let n = 1; performance.now() < until; n += 1) {
      await pause(Math.min(backoff(n, retryPolicy), 500));
      const attempt = await ping();
      if (attempt.kind === 'response' || !['refused', 'unresolved', 'tls'].includes(attempt.failure)) return;
    }
    throw new NoAnswer(`the target cannot be reached: ${failure.detail}`, failure);
  }
}
