import { BudgetSpent } from '../errors.js';

/** What a run may spend; null is without a limit. Putting services back is outside of it. */
export interface Limits {
  /** Requests that go onto the wire, repeated ones too. */
  readonly maxRequests: number | null;
  /** Milliseconds from the start of the run. */
  readonly maxTimeMs: number | null;
  /** Requirements that fail. */
  readonly maxFailures: number | null;
}

/** What a budget is reckoned by. */
export interface Reckoning {
  /** Services that are judged at once. */
  readonly lanes: number;
  /** Milliseconds that a case which has begun may still take when the time is up. */
  readonly graceMs: number;
  /** When the run began, in milliseconds of `performance.now()`. */
  readonly startedAt: number;
  /** Requirements that have failed so far. */
  readonly failures: () => number;
}

/**
 * Requests of each lane that are kept back for what has begun: the reads and updates after a case, without which the
 * answers that have been seen prove nothing.
 */
const KEPT_BACK = 6;

/** Ends a run when a limit is reached: first no case begins any more, then nothing is sent at all. */
export class Budget {
  #sent = 0;
  #minimising = false;

  constructor(
    private readonly limits: Limits,
    private readonly reckoning: Reckoning,
  ) {}

  /** Milliseconds of `performance.now()` after which nothing may be sent; null without a limit. */
  get until(): number | null {
    const { maxTimeMs } = this.limits;
    return maxTimeMs === null ? null : this.reckoning.startedAt + maxTimeMs + this.reckoning.graceMs;
  }

  /**
   * A case is about to begin.
   *
   * @throws BudgetSpent where none may begin any more
   */
  begin(): void {
    const { maxRequests, maxTimeMs, maxFailures } = this.limits;
    const { lanes, startedAt, failures } = this.reckoning;
    if (maxRequests !== null && this.#sent >= maxRequests - KEPT_BACK * lanes) throw this.#requests();
    if (maxTimeMs !== null && performance.now() >= startedAt + maxTimeMs) throw this.timeIsUp();
    if (maxFailures !== null && !this.#minimising && failures() >= maxFailures)
      throw new BudgetSpent('failures', `--max-failures ${maxFailures}`);
  }

  /**
   * A request is about to be sent.
   *
   * @throws BudgetSpent where none may be sent any more
   */
  take(): void {
    const { maxRequests } = this.limits;
    if (maxRequests !== null && this.#sent >= maxRequests) throw this.#requests();
    const { until } = this;
    if (until !== null && performance.now() >= until) throw this.timeIsUp();
    this.#sent += 1;
  }

  /** From now on smaller bodies are looked for: what failed enough may be sent again. */
  minimise(): void {
    this.#minimising = true;
  }

  /** What ends a run when its time is up. */
  timeIsUp(): BudgetSpent {
    return new BudgetSpent('time', `--max-time ${(this.limits.maxTimeMs ?? 0) / 1_000}s`);
  }

  #requests(): BudgetSpent {
    return new BudgetSpent('requests', `--max-requests ${this.limits.maxRequests}`);
  }
}

/** Stops what else is under way when a task fails; a spent budget the others meet by themselves, and finish what they have begun. */
export function haltOn(halt: AbortController): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof BudgetSpent)) halt.abort(error);
  };
}

/** What a task gives, or the budget that it met with its end. */
export async function orSpent<T>(task: Promise<T>): Promise<T | BudgetSpent> {
  try {
    return await task;
  } catch (error) {
    if (error instanceof BudgetSpent) return error;
    throw error;
  }
}
