import { describe, expect, it } from 'vitest';
import { RunStopped } from '../shared/errors.js';
import type { Attempt } from '../shared/model.js';
import { retryPolicy } from './retry-policy.js';
import { RetryBudget, tallied } from './retry-budget.js';

const policy = { ...retryPolicy, budget: 10_000, overdraft: 5_000, earned: 1_000, proofs: 2, putOffFor: 60_000 };

/** An attempt whose times alone matter. */
function attempt(sentAt: number, endedAt: number): Attempt {
  return { kind: 'failure', failure: 'timeout', detail: 'late', sentAt, endedAt };
}

describe('a retry budget', () => {
  it('is drawn on by failures, and counts simultaneous ones only once', () => {
    const budget = new RetryBudget(policy);
    for (let n = 0; n < 8; n += 1) budget.failed(attempt(0, 5_000), 'late', null, true);
    expect(budget.spent).toBe(false);
    budget.failed(attempt(5_000, 10_000), 'late', null, true);
    expect(budget.spent).toBe(true);
  });

  it('is drawn on by the waits between two failures', () => {
    const budget = new RetryBudget(policy);
    budget.failed(attempt(0, 1), '500', null, true);
    budget.failed(attempt(9_999, 10_000), '500', null, true);
    expect(budget.spent).toBe(true);
  });

  it('is refilled by answers to cases only, up to its initial value', () => {
    const budget = new RetryBudget(policy);
    budget.failed(attempt(0, 9_500), 'late', null, true);
    budget.answered(attempt(9_500, 9_501), false);
    budget.failed(attempt(9_600, 9_999), 'late', null, true);
    expect(budget.spent).toBe(false);
    for (let n = 0; n < 100; n += 1) budget.answered(attempt(9_999, 10_000), true);
    // Time in which cases were answered is not charged.
    budget.failed(attempt(19_000, 28_999), 'late', null, true);
    expect(budget.spent).toBe(false);
    budget.failed(attempt(28_999, 29_000), 'late', null, true);
    expect(budget.spent).toBe(true);
  });

  it('ends the run if it is overdrawn, and says what failed', () => {
    const budget = new RetryBudget(policy);
    budget.failed(attempt(0, 1_000), 'no answer in time', null, true);
    budget.failed(attempt(1_000, 14_999), '500', null, true);
    const last = () => budget.failed(attempt(14_999, 15_000), '500', null, true);
    expect(last).toThrow(RunStopped);
    expect(last).toThrow('requests keep failing (500, 3 times; no answer in time)');
  });

  it('gets back the time it took to prove that an input breaks the service, for the first few of a kind', () => {
    const budget = new RetryBudget(policy);
    expect(budget.isKnown('late')).toBe(false);
    for (const from of [0, 9_000]) {
      budget.failed(attempt(from, from + 9_000), 'late', null, true);
      budget.proven('late', from);
      expect(budget.isKnown('late')).toBe(true);
    }
    budget.failed(attempt(18_000, 28_000), 'late', null, true);
    budget.proven('late', 18_000);
    expect(budget.spent).toBe(true);
  });

  it('knows for how long all updates are put off, and whether one was taken since', () => {
    const budget = new RetryBudget(policy);
    expect(budget.putOff(attempt(1_000, 1_001), null)).toBe(1);
    expect(budget.heardSince(0)).toBe(false);
    expect(() => budget.putOff(attempt(61_000, 61_001), null)).toThrow('has throttled every request for 60 s');
    budget.answered(attempt(61_001, 61_002), false);
    expect(budget.heardSince(61_001)).toBe(true);
    expect(budget.putOff(attempt(62_000, 62_002), 'creating')).toBe(1_000);
  });
});

describe('a tally', () => {
  it('names the commonest failures and mentions the others', () => {
    const counts = new Map([['a', 1], ['b', 3], ['c', 2], ['d', 1]]); // prettier-ignore
    expect(tallied(counts)).toBe('b, 3 times; c, 2 times; a; and others');
  });
});
