import { setTimeout as sleep } from 'node:timers/promises';
import type { AttemptResponse } from '../shared/model.js';

/** How long a run waits and how often it resends. Times are in milliseconds. */
export interface RetryPolicy {
  /** The first wait before a resend; each further one doubles. */
  readonly first: number;
  /** The longest wait. */
  readonly longest: number;
  /** How often a throttled request is resent. */
  readonly throttles: number;
  /** How often a request is resent after the platform put it off. */
  readonly platform: number;
  /** How long to wait for a target that was never reached. */
  readonly firstContact: number;
  /** How long to wait for a target that can no longer be reached. */
  readonly outage: number;
  /** How long a target may throttle or put off every update before the run gives up: gateways count by the minute. */
  readonly putOffFor: number;
  /** Upper limit of a Retry-After. */
  readonly retryAfter: number;
  /** How long requests may fail, with no case answered in between, before failing requests are no longer resent. */
  readonly budget: number;
  /** How much longer they may fail before the run gives up. */
  readonly overdraft: number;
  /** What each answer to a case adds to the budget, which never exceeds its initial value. */
  readonly earned: number;
  /** How many inputs may be proven to break the service in the same way at no cost to the budget. */
  readonly proofs: number;
  /** How long to wait for a target whose first update fails. */
  readonly firstUpdate: number;
}

/** The default policy. */
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

/** The policy for putting services back: the budget is never overdrawn, and throttling is waited out longer. */
export function whenRestoring(policy: RetryPolicy): RetryPolicy {
  return { ...policy, overdraft: Infinity, putOffFor: 2 * policy.putOffFor };
}

/** The wait before the nth resend (from 1): doubled each time, with a quarter of jitter either way. */
export function backoff(n: number, { first, longest }: RetryPolicy): number {
  return Math.min(first * 2 ** (n - 1), longest) * (0.75 + Math.random() / 2);
}

/** A requested wait plus up to a tenth, so that requests do not all come back at once. */
export function spread(ms: number): number {
  return ms * (1 + Math.random() / 10);
}

/** Waits. Rejects with the signal's reason when the run is being stopped. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

/**
 * The wait in milliseconds that a Retry-After header asks for, in seconds or as a date; null without one (RFC 9110,
 * 10.2.3). A date counts from the Date of the same reply if it has one: the clocks of two machines need not agree.
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
