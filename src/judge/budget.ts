import { BudgetSpent } from '../shared/errors.js';

/** What a run may spend; null for no limit. Restoring services is exempt. */
export interface Limits {
  /** Requests on the wire, resends included. */
  readonly maxRequests: number | null;
  /** Milliseconds since the first request. */
  readonly maxTimeMs: number | null;
  /** Failed requirements. */
  readonly maxFailures: number | null;
}

/** What a budget depends on. */
export interface Reckoning {
  /** Number of services judged at once. */
  readonly lanes: number;
  /** Milliseconds that a case in progress may still take when the time is up. */
  readonly graceMs: number;
  /** Called at the first request with the milliseconds until nothing may be sent; not called without a time limit. */
  readonly begun: (withinMs: number) => void;
  /** Current time in milliseconds; default `performance.now`. */
  readonly now?: () => number;
  /** Number of requirements that have failed so far. */
  readonly failures: () => number;
}

/**
 * Requests per lane reserved for cases in progress: the reads and updates after a case, without which its answers prove
 * nothing.
 */
const KEPT_BACK = 6;

/** Ends a run at a limit: first no case may begin, then nothing may be sent. */
export class Budget {
  #sent = 0;
  /** When the first request was sent, in milliseconds of the clock; null before it. */
  #startedAt: number | null = null;
  #minimising = false;

  constructor(
    private readonly limits: Limits,
    private readonly reckoning: Reckoning,
  ) {}

  /**
   * Called before a case begins.
   *
   * @throws BudgetSpent if no more may begin
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
   * Called before a request is sent.
   *
   * @throws BudgetSpent if no more may be sent
   */
  take(): void {
    const { maxRequests, maxTimeMs } = this.limits;
    if (maxRequests !== null && this.#sent >= maxRequests) throw this.#requests();
    if (maxTimeMs !== null) this.#takeTime(maxTimeMs + this.reckoning.graceMs);
    this.#sent += 1;
  }

  /** Starts the search for smaller bodies, which is exempt from the limit of failures. */
  minimise(): void {
    this.#minimising = true;
  }

  /** The reason to end a run when its time is up. */
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

/**
 * Aborts all other tasks when one fails, but not for a spent budget: the others run into it themselves, and finish what
 * they have begun.
 */
export function haltOn(halt: AbortController): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof BudgetSpent)) halt.abort(error);
  };
}

/** The result of a task, or the budget that ran out. */
export async function orSpent<T>(task: Promise<T>): Promise<T | BudgetSpent> {
  try {
    return await task;
  } catch (error) {
    if (error instanceof BudgetSpent) return error;
    throw error;
  }
}
