import { setMaxListeners } from 'node:events';
import type { Attempt } from '../shared/model.js';
import { backoff, pause, retryAfter, spread, type RetryPolicy } from './retry-policy.js';
import type { Traffic } from './traffic.js';

/** How a run waits and counts its waits. */
export interface WaitingOptions {
  readonly retryPolicy: RetryPolicy;
  readonly traffic: Pick<Traffic, 'waited'>;
  readonly signal: AbortSignal;
  /** Default: by the clock. */
  readonly pause?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined;
}

/** Milliseconds without an accepted update after which waiting requests are resent one by one. */
const SILENT_MS = 3_000;

/** Delays requests that were throttled or put off. In a silence, resends one at a time until one is taken. */
export class Waiting {
  #silent = false;
  #next = -Infinity;
  #release = released();

  constructor(private readonly options: WaitingOptions) {}

  /** Notes that an update was put off and that none was taken for the given number of milliseconds. */
  silent(ms: number): void {
    this.#silent = ms > SILENT_MS;
  }

  /** Notes that an update was taken. */
  heard(): void {
    if (!this.#silent) return;
    this.#silent = false;
    this.#next = -Infinity;
    this.#release.abort();
    this.#release = released();
  }

  /** Waits. Rejects with the signal's reason when the run is being stopped. */
  pause(ms: number, signal = this.options.signal): Promise<void> {
    return (this.options.pause ?? pause)(ms, signal);
  }

  /** Waits as long as a throttled or put-off reply asks, else with backoff, which grows until the `most`th time. */
  async out(attempt: Attempt, times: number, most = 5): Promise<void> {
    const { retryPolicy, traffic } = this.options;
    const asks = attempt.kind === 'response' ? retryAfter(attempt) : null;
    const since = performance.now();
    try {
      if (asks !== null) await this.pause(spread(Math.min(asks, retryPolicy.retryAfter)));
      else await this.#inTurn(backoff(Math.min(times, most), retryPolicy));
    } finally {
      traffic.waited(performance.now() - since, asks !== null);
    }
  }

  async #inTurn(ms: number): Promise<void> {
    if (!this.#silent) return this.pause(ms);
    const { signal } = this.options;
    const now = performance.now();
    this.#next = Math.max(now, this.#next) + ms;
    const release = this.#release.signal;
    try {
      await this.pause(this.#next - now, AbortSignal.any([signal, release]));
    } catch (error) {
      if (signal.aborted || !release.aborted) throw error;
    }
  }
}

function released(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}
