import { setTimeout as sleep } from 'node:timers/promises';
import type { AttemptResponse } from '../shared/model.js';

/** How long the run waits, and how often it asks again. Times are in milliseconds. */
export interface RetryPolicy {
  /** The first wait before sending again; it doubles from one to the next. */
  readonly first: number;
  /** No wait is longer. */
  readonly longest: number;
  /** How often a throttled request is sent again. */
  readonly throttles: number;
  /** How often a request is sent again that met the platform's state or fault. */
  readonly platform: number;
  /** How long a target is waited for that was never reached. */
  readonly firstContact: number;
  /** How long a target is waited for that cannot be reached any more. */
  readonly outage: number;
  /** How long a target may throttle or put off every update before the run gives up: gateways count by the minute. */
  readonly putOffFor: number;
  /** A Retry-After beyond this is cut to it. */
  readonly retryAfter: number;
  /** How long requests may fail, with no case answered in between, until what fails is not sent again any more. */
  readonly budget: number;
  /** How much longer until the run is given up. */
  readonly overdraft: number;
  /** What each answer to a case adds to the budget, which is never more than it was. */
  readonly earned: number;
  /** How many inputs may be proven to break the service in the same way at no cost to the budget. */
  readonly proofs: number;
  /** How long a target is waited for whose first update fails. */
  readonly firstUpdate: number;
}

/** What a run waits unless told otherwise. */
export const retryPolicy: RetryPolicy = {
  first: 40,
  longest: 2_000,
  throttles: 30,
  platform: 10,
  firstContact: 2_000,
  outage: 20_000,
  putOffFor: 150_000,
  retryAfter: 60_000,
  budget: 30_000,
  overdraft: 10_000,
  earned: 1_250,
  proofs: 12,
  firstUpdate: 20_000,
};

/** What a run waits when it puts services back, for which the budget is never overdrawn: a throttle even longer. */
export function whenRestoring(policy: RetryPolicy): RetryPolicy {
  return { ...policy, overdraft: Infinity, putOffFor: 2 * policy.putOffFor };
}

/** The wait before the nth repetition (from 1): doubled each time, with a quarter of jitter either way. */
export function backoff(n: number, { first, longest }: RetryPolicy): number {
  return Math.min(first * 2 ** (n - 1), longest) * (0.75 + Math.random() / 2);
}

/** A wait that was asked for, and up to a tenth more, so that not all who wait come back at once. */
export function spread(ms: number): number {
  return ms * (1 + Math.random() / 10);
}

/** Waits, unless the run is being stopped: then it rejects with the signal's reason. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

/**
 * The wait that a Retry-After header asks for, in seconds or as a date; null without one (RFC 9110, 10.2.3). A date counts
 * from the Date of the same reply where it has one: the clocks of two machines need not agree.
 */
export function retryAfter(response: AttemptResponse, now: number = Date.now()): number | null {
  const header = (wanted: string) => response.headers.find(([name]) => name.toLowerCase() === wanted)?.[1].trim();
  const value = header('retry-after');
  if (value === undefined) return null;
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const date = Date.parse(value);
  if (Number.isNaN(date)) return null;
  const sent = Date.parse(header('date') ?? '');
  return Math.max(date - (Number.isNaN(sent) ? now : sent), 0);
}
