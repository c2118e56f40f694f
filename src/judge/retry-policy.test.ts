import { describe, expect, it } from 'vitest';
import type { AttemptResponse } from '../shared/model.js';
import { backoff, retryPolicy, pause, retryAfter, spread } from './retry-policy.js';

const now = Date.UTC(2024, 1, 29, 12, 0, 0);

function replyWith(...headers: (readonly [string, string])[]): AttemptResponse {
  return { kind: 'response', status: 429, headers, body: new Uint8Array(), sentAt: 0, endedAt: 1 };
}

describe('retryAfter', () => {
  it.each([
    ['0', 0],
    ['7', 7_000],
    [' 120 ', 120_000],
    ['Thu, 29 Feb 2024 12:00:30 GMT', 30_000],
    ['Thu, 29 Feb 2024 11:59:00 GMT', 0],
    ['Thursday, 29-Feb-24 12:00:05 GMT', 5_000],
    ['soon', null],
    ['', null],
  ])('reads %j as %s milliseconds', (value, want) => {
    expect(retryAfter(replyWith(['Retry-After', value]), now)).toBe(want);
  });

  it('counts a date from the Date of the same reply', () => {
    const reply = replyWith(
      ['Retry-After', 'Thu, 29 Feb 2024 12:00:30 GMT'],
      ['Date', 'Thu, 29 Feb 2024 12:00:10 GMT'],
    );
    expect(retryAfter(reply, now + 86_400_000)).toBe(20_000);
  });

  it('finds the header in any case, and knows that it may be absent', () => {
    expect(retryAfter(replyWith(['Date', 'x'], ['RETRY-AFTER', '2']), now)).toBe(2_000);
    expect(retryAfter(replyWith(['Date', 'x']), now)).toBeNull();
  });
});

describe('backoff', () => {
  it('doubles, with a quarter of jitter either way, up to the longest wait', () => {
    const bounds = { ...retryPolicy, first: 40, longest: 1_000 };
    for (const [n, middle] of [
      [1, 40],
      [2, 80],
      [3, 160],
      [5, 640],
      [6, 1_000],
      [50, 1_000],
    ] as const) {
      for (let round = 0; round < 50; round += 1) {
        const wait = backoff(n, bounds);
        expect(wait).toBeGreaterThanOrEqual(middle * 0.75);
        expect(wait).toBeLessThanOrEqual(middle * 1.25);
      }
    }
  });
});

describe('spread', () => {
  it('waits as long as requested, or a little longer', () => {
    const waits = Array.from({ length: 50 }, () => spread(1_000));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(1_000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(1_100);
    expect(new Set(waits).size).toBeGreaterThan(1);
    expect(spread(0)).toBe(0);
  });
});

describe('pause', () => {
  it('ends early, with an error, when the run is being stopped', async () => {
    const stop = new AbortController();
    const waiting = pause(86_400_000, stop.signal);
    stop.abort();
    await expect(waiting).rejects.toThrow(/abort/i);
    await expect(pause(86_400_000, stop.signal)).rejects.toThrow(/abort/i);
  });
});
