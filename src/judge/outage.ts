import { RunStopped } from '../shared/errors.js';
import type { Attempt } from '../shared/model.js';
import { backoff, type Patience } from './patience.js';

/** How a target is asked whether it is back. */
export interface Knocking {
  readonly patience: Patience;
  /** Sends a request that changes nothing, and counts it. */
  readonly knock: () => Promise<Attempt>;
  readonly pause: (ms: number) => Promise<void>;
}

/** Waits for a target that cannot be reached; everyone who needs it waits for the same knock. */
export class Outage {
  #over: Promise<void> | null = null;
  #reached = false;

  constructor(private readonly env: Knocking) {}

  /** The target answered: from now on it is waited for longer. */
  reached(): void {
    this.#reached = true;
  }

  /**
   * Waits until connections can be made again.
   *
   * @throws RunStopped where that takes too long
   */
  async over(what: string): Promise<void> {
    this.#over ??= this.#knock(what).finally(() => {
      this.#over = null;
    });
    await this.#over;
  }

  async #knock(what: string): Promise<void> {
    const { patience, knock, pause } = this.env;
    const until = performance.now() + (this.#reached ? patience.outage : patience.firstContact);
    for (let n = 1; performance.now() < until; n += 1) {
      await pause(Math.min(backoff(n, patience), 500));
      const attempt = await knock();
      if (attempt.kind === 'response' || !['refused', 'unresolved', 'tls'].includes(attempt.failure)) return;
    }
    throw new RunStopped(`the target cannot be reached: ${what}`);
  }
}
