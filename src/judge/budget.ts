import { BudgetSpent } from '../shared/errors.js';

/** What a run may spend; null is without a limit. Putting services back is outside of it. */
export interface Limits {
  /** Requests that go onto the wire, repeated ones too. */
  readonly maxRequests: number | null;
  /** Milliseconds from the first request on. */
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
  /** Told at the first request after how many milliseconds nothing may be sent any more; not told without a limit of time. */
  readonly begun: (withinMs: number) => void;
  /** Milliseconds of a clock; default `performance.now`. */
  readonly now?: () => number;
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
  /** When the first request was sent, by the clock. */
  #startedAt: number | null = null;
  #minimising = false;

  constructor(
    private readonly limits: Limits,
    private readonly reckoning: Reckoning,
  ) {}

  /**
   * A case is about to begin.
   *
   * @throws BudgetSpent where none may begin any more
   */
  begin(): void {
    const { maxRequests, maxTimeMs, maxFailures } = this.limits;
    const { lanes, failures } = this.reckoning;
    if (maxRequests !== null && this.#sent >= maxRequests - KEPT_BACK * lanes) throw this.#requests();
    if (maxTimeMs !== null && this.#elapsed() >= maxTimeMs) throw this.timeIsUp();
    if (maxFailures !== null && !this.#minimising && failures() >= maxFailures)
      throw new BudgetSpent('failures', `--max-failures ${maxFailures}`);
  }

  /**
   * A request is about to be sent.
   *
   * @throws BudgetSpent where none may be sent any more
   */
  take(): void {
    const { maxRequests, maxTimeMs } = this.limits;
    if (maxRequests !== null && this.#sent >= maxRequests) throw this.#requests();
    if (maxTimeMs !== null) this.#takeTime(maxTimeMs + this.reckoning.graceMs);
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

  #takeTime(withinMs: number): void {
    if (this.#startedAt === null) this.reckoning.begun(withinMs);
    this.#startedAt ??= this.#now();
    if (this.#elapsed() >= withinMs) throw this.timeIsUp();
  }

  #now(): number {
    return (this.reckoning.now ?? performance.now.bind(performance))();
  }

  /** Milliseconds since the first request; 0 before it. */
  #elapsed(): number {
    return this.#startedAt === null ? 0 : this.#now() - this.#startedAt;
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
