import { setTimeout as sleep } from 'node:timers/promises';
import type { AttemptResponse } from '../model.js';

/** How long the run waits, and how often it asks again. Times are in milliseconds. */
export interface Patience {
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
  /** How long a target may throttle or put off every update before the run gives up. */
  readonly putOffFor: number;
  /** A Retry-After beyond this is cut to it. */
  readonly retryAfter: number;
}

/** What a run waits unless told otherwise. */
export const patience: Patience = {
  first: 40,
  longest: 2_000,
  throttles: 30,
  platform: 10,
  firstContact: 2_000,
  outage: 20_000,
  putOffFor: 20_000,
  retryAfter: 30_000,
};

/** The wait before the nth repetition (from 1): doubled each time, with a quarter of jitter either way. */
export function backoff(n: number, { first, longest }: Patience): number {
  return Math.min(first * 2 ** (n - 1), longest) * (0.75 + Math.random() / 2);
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

/** The wait that a Retry-After header asks for, in seconds or as a date; null without one (RFC 9110, 10.2.3). */
export function retryAfter(response: AttemptResponse, now: number = Date.now()): number | null {
  const value = response.headers.find(([name]) => name.toLowerCase() === 'retry-after')?.[1].trim();
  if (value === undefined) return null;
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(date - now, 0);
}
