import { pause } from './retry-policy.js';

/** What time a pace goes by, in milliseconds. */
export interface Clock {
  readonly now: () => number;
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Spaces sendings evenly, so that no more than so many go out in a second. */
export class RateLimiter {
  readonly #spacingMs: number;
  #next = 0;

  /** @param perSecond sendings at most, fractions allowed; null lets every one go at once */
  constructor(
    perSecond: number | null,
    private readonly clock: Clock = { now: () => performance.now(), pause },
  ) {
    this.#spacingMs = perSecond === null ? 0 : 1_000 / perSecond;
  }

  /** Whether any sending has to wait. */
  get limits(): boolean {
    return this.#spacingMs > 0;
  }

  /** Waits for the turn of a sending. Rejects where the run is being stopped meanwhile. */
  async turn(signal: AbortSignal): Promise<void> {
    if (this.#spacingMs === 0) return;
    const now = this.clock.now();
    const at = Math.max(now, this.#next);
    this.#next = at + this.#spacingMs;
    if (at > now) await this.clock.pause(at - now, signal);
  }
}
