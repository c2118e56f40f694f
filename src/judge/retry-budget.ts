import { NoAnswer, RunStopped } from '../shared/errors.js';
import type { Unanswered } from '../shared/failure.js';
import type { Attempt } from '../shared/model.js';
import type { RetryPolicy } from './retry-policy.js';

/**
 * The time that a run may spend on failures: one account for all resends, control trials, time-outs and waits, as in
 * the retry budgets of gRPC and of the cloud vendors' SDKs. It counts milliseconds without an answer to a case. Answers
 * to cases refill it, so that a flaky target is judged to the end and a dead one is not waited for at every case. It
 * depends only on the times of the attempts, so that the replay of a record spends as the run did.
 */
export class RetryBudget {
  #left: number;
  /** The time up to which all is accounted for, in milliseconds of `performance.now()`. */
  #at = -Infinity;
  /** Failures since the last answer, with their counts, and what came instead of an answer. */
  #failures = new Map<string, { readonly times: number; readonly instead: Unanswered | null }>();
  /** Number of inputs proven to break the service, by failure. */
  readonly #proven = new Map<string, number>();
  /** Time of the last update that was neither throttled nor put off; before there is one, of the first that was. */
  #heard: number | null = null;
  #taken = -Infinity;

  constructor(private readonly policy: RetryPolicy) {
    this.#left = policy.budget;
  }

  /** Whether failing requests are no longer resent. */
  get spent(): boolean {
    return this.#left <= 0;
  }

  /** Notes an answered update; `earns` if it was a case. */
  answered({ endedAt }: Attempt, earns: boolean): void {
    this.#heardAt(endedAt);
    if (!earns) return;
    this.#at = Math.max(this.#at, endedAt);
    this.#left = Math.min(this.#left + this.policy.earned, this.policy.budget);
    this.#failures.clear();
  }

  /**
   * Charges a failed request; `instead` is what came in place of an answer, null if that was a reply of the target.
   *
   * @throws NoAnswer if the budget is overdrawn: the target no longer answers
   */
  failed({ sentAt, endedAt }: Attempt, what: string, instead: Unanswered | null, isUpdate: boolean): void {
    if (isUpdate) this.#heardAt(endedAt);
    // Within a series of failures the waits in between count too.
    const since = this.#failures.size === 0 ? Math.max(this.#at, sentAt) : this.#at;
    this.#left -= Math.max(endedAt - since, 0);
    this.#at = Math.max(this.#at, endedAt);
    this.#failures.set(what, { times: (this.#failures.get(what)?.times ?? 0) + 1, instead });
    if (this.#left > -this.policy.overdraft) return;
    const seconds = Math.round((this.policy.budget + this.policy.overdraft) / 1_000);
    const counts = new Map([...this.#failures].map(([name, { times }]) => [name, times]));
    const [commonest] = [...this.#failures.values()].sort((a, b) => b.times - a.times);
    throw new NoAnswer(
      `requests keep failing (${tallied(counts)}): the run's retry budget, ${seconds} s of failures, is spent`,
      commonest?.instead ?? null,
    );
  }

  /** Notes an input proven to break the service: the target works, so the time since then is given back. */
  proven(what: string, since: number): void {
    const before = this.#proven.get(what) ?? 0;
    this.#proven.set(what, before + 1);
    // If every input breaks it, the next hundred prove no more.
    if (before < this.policy.proofs)
      this.#left = Math.min(this.#left + Math.max(this.#at - since, 0), this.policy.budget);
  }

  /** Whether other inputs were proven to break the service in the same way, so that this one needs no full trial. */
  isKnown(what: string): boolean {
    return this.#proven.has(what);
  }

  /**
   * Notes an update that was throttled or put off. Returns the milliseconds since an update was last taken.
   *
   * @throws RunStopped if that is too long
   */
  putOff({ sentAt, endedAt }: Attempt, by: string | null): number {
    this.#heard ??= sentAt;
    const silent = endedAt - this.#heard;
    if (silent <= this.policy.putOffFor) return silent;
    const what = by === null ? 'has throttled every request' : `has put off every update (${by})`;
    throw new RunStopped(
      `the target ${what} for ${Math.round(silent / 1_000)} s: run again when it takes requests, or more slowly (--rate, --concurrency)`,
    );
  }

  /** Whether an update was neither throttled nor put off since the given time. */
  heardSince(at: number): boolean {
    return this.#taken > at;
  }

  #heardAt(at: number): void {
    this.#heard = Math.max(this.#heard ?? -Infinity, at);
    this.#taken = Math.max(this.#taken, at);
  }
}

/** Failures and their counts in words, the commonest first. */
export function tallied(counts: ReadonlyMap<string, number>): string {
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  const shown = sorted.slice(0, 3).map(([what, times]) => (times === 1 ? what : `${what}, ${times} times`));
  return [...shown, ...(sorted.length > 3 ? [`and others`] : [])].join('; ');
}
