import { setMaxListeners } from 'node:events';
import type { Attempt } from '../shared/model.js';
import { backoff, pause, retryAfter, spread, type RetryPolicy } from './retry-policy.js';
import type { Traffic } from './traffic.js';

/** How the waits of a run are made, and counted. */
export interface WaitingOptions {
  readonly retryPolicy: RetryPolicy;
  readonly traffic: Pick<Traffic, 'waited'>;
  readonly signal: AbortSignal;
  /** Default: by the clock. */
  readonly pause?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined;
}

/** Milliseconds without an accepted request after which waiters send again one by one. */
const SILENT_MS = 3_000;

/** Makes requests wait that were throttled or put off. In a silence one asks at a time, and when it is heard all go on. */
export class Waiting {
  #silent = false;
  #next = -Infinity;
  #release = released();

  constructor(private readonly options: WaitingOptions) {}

  /** An update was put off; no other was accepted for the given number of milliseconds. */
  silent(ms: number): void {
    this.#silent = ms > SILENT_MS;
  }

  /** An update was taken. */
  heard(): void {
    if (!this.#silent) return;
    this.#silent = false;
    this.#next = -Infinity;
    this.#release.abort();
    this.#release = released();
  }

  /** Waits, unless the run is being stopped: then it rejects with the signal's reason. */
  pause(ms: number, signal = this.options.signal): Promise<void> {
    return (this.options.pause ?? pause)(ms, signal);
  }

  /** Waits for as long as a throttled or put off reply asks, else for longer each time, up to that of the `most`th. */
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
