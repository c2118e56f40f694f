import { pause } from './retry-policy.js';

/** The clock of a rate limiter, in milliseconds. */
export interface Clock {
  readonly now: () => number;
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Spaces requests evenly, up to a maximum number per second. */
export class RateLimiter {
  readonly #spacingMs: number;
  #next = 0;

  /** @param perSecond maximum number of requests, fractions allowed; null for no limit */
  constructor(
    perSecond: number | null,
    private readonly clock: Clock = { now: () => performance.now(), pause },
  ) {
    this.#spacingMs = perSecond === null ? 0 : 1_000 / perSecond;
  }

  /** Whether there is a limit. */
  get limits(): boolean {
    return this.#spacingMs > 0;
  }

  /** Waits for the next slot. Rejects with the signal's reason when the run is being stopped. */
  async turn(signal: AbortSignal): Promise<void> {
    if (this.#spacingMs === 0) return;
    const now = this.clock.now();
    const at = Math.max(now, this.#next);
    this.#next = at + this.#spacingMs;
    if (at > now) await this.clock.pause(at - now, signal);
  }
}
