import { RunStopped } from '../shared/errors.js';
import type { Attempt } from '../shared/model.js';
import type { RetryPolicy } from './retry-policy.js';

/**
 * What a run may spend on what fails: one account for all re-sendings, control trials, time-outs and waits, as in the
 * retry budgets of gRPC and of the cloud vendors' SDKs. It is kept in milliseconds that went by without an answer to a
 * case. Answers to cases fill it again, so that a shaky target is judged to the end, and a dead one is not waited for at
 * every case. It goes by the times of the attempts alone: a record that is judged again spends as the run did.
 */
export class RetryBudget {
  #left: number;
  /** Up to where the time is accounted for; milliseconds of `performance.now()`. */
  #at = -Infinity;
  /** What failed since an answer was seen last, and how often. */
  #failures = new Map<string, number>();
  /** How many inputs were proven to break the service, by what they met. */
  readonly #proven = new Map<string, number>();
  /** When an update was last neither throttled nor put off; before the first, when one was first. */
  #heard: number | null = null;
  #taken = -Infinity;

  constructor(private readonly policy: RetryPolicy) {
    this.#left = policy.budget;
  }

  /** Whether what fails is not sent again any more. */
  get spent(): boolean {
    return this.#left <= 0;
  }

  /** An update was answered; `earns` where a case was. */
  answered({ endedAt }: Attempt, earns: boolean): void {
    this.#heardAt(endedAt);
    if (!earns) return;
    this.#at = Math.max(this.#at, endedAt);
    this.#left = Math.min(this.#left + this.policy.earned, this.policy.budget);
    this.#failures.clear();
  }

  /**
   * A request failed.
   *
   * @throws RunStopped where the budget is overdrawn: the target does not answer any more
   */
  failed({ sentAt, endedAt }: Attempt, what: string, isUpdate: boolean): void {
    if (isUpdate) this.#heardAt(endedAt);
    // Of a series of failures the waits in between count too.
    const since = this.#failures.size === 0 ? Math.max(this.#at, sentAt) : this.#at;
    this.#left -= Math.max(endedAt - since, 0);
    this.#at = Math.max(this.#at, endedAt);
    this.#failures.set(what, (this.#failures.get(what) ?? 0) + 1);
    if (this.#left > -this.policy.overdraft) return;
    const seconds = Math.round((this.policy.budget + this.policy.overdraft) / 1_000);
    throw new RunStopped(
      `requests keep failing (${tallied(this.#failures)}): the retry policy of the run, ${seconds} s of trouble, is spent`,
    );
  }

  /** An input was proven to break the service, since then: the target works, and what that took is given back. */
  proven(what: string, since: number): void {
    const before = this.#proven.get(what) ?? 0;
    this.#proven.set(what, before + 1);
    // Where whatever is sent breaks it, no more is proven by the next hundred.
    if (before < this.policy.proofs)
      this.#left = Math.min(this.#left + Math.max(this.#at - since, 0), this.policy.budget);
  }

  /** Whether other inputs were proven to break the service in the same way: this one needs no full trial. */
  isKnown(what: string): boolean {
    return this.#proven.has(what);
  }

  /**
   * An update was throttled or put off. For how long that goes now for all that are sent, in milliseconds.
   *
   * @throws RunStopped where it is too long
   */
  putOff({ sentAt, endedAt }: Attempt, by: string | null): number {
    this.#heard ??= sentAt;
    const silent = endedAt - this.#heard;
    if (silent <= this.policy.putOffFor) return silent;
    const what = by === null ? 'throttles every request' : `puts every update off (${by})`;
    throw new RunStopped(
      `the target ${what}, for ${Math.round(silent / 1_000)} s now: run again when it takes requests, or more slowly (--rate, --concurrency)`,
    );
  }

  /** Whether an update that was sent later, or under way, was neither throttled nor put off. */
  heardSince(at: number): boolean {
    return this.#taken > at;
  }

  #heardAt(at: number): void {
    this.#heard = Math.max(this.#heard ?? -Infinity, at);
    this.#taken = Math.max(this.#taken, at);
  }
}

/** What was met, and how often, the commonest first. */
export function tallied(counts: ReadonlyMap<string, number>): string {
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  const shown = sorted.slice(0, 3).map(([what, times]) => (times === 1 ? what : `${what}, ${times} times`));
  return [...shown, ...(sorted.length > 3 ? [`and in other ways`] : [])].join('; ');
}
