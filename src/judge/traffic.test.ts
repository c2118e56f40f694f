import { describe, expect, it } from 'vitest';
import type { Attempt } from '../shared/model.js';
import { Traffic } from './traffic.js';

function reply(status: number, ms: number): Attempt {
  return { kind: 'response', status, headers: [], body: new Uint8Array(), sentAt: 1_000, endedAt: 1_000 + ms };
}

describe('Traffic', () => {
  it('is empty at first', () => {
    expect(new Traffic().report()).toEqual({
      requests: 0,
      attempts: 0,
      statuses: {},
      throttled: 0,
      platform: 0,
      transient: 0,
      throttling: { waits: 0, retryAfters: 0, waitedMs: 0, lowestConcurrency: null },
      latency: { p50: 0, p95: 0, p99: 0, max: 0, histogram: [] },
      timeline: { bucketMs: 100, buckets: [] },
    });
  });

  it('counts replies by status, in order, and failures only as attempts', () => {
    const traffic = new Traffic();
    for (const status of [503, 200, 400, 200]) traffic.attempt(reply(status, 1));
    traffic.attempt({ kind: 'failure', failure: 'reset', detail: '', sentAt: 0, endedAt: 90_000 });
    const { attempts, statuses, latency } = traffic.report();
    expect(attempts).toBe(5);
    expect(Object.entries(statuses)).toEqual([
      ['200', 2],
      ['400', 1],
      ['503', 1],
    ]);
    expect(latency.max).toBe(1);
  });

  it('knows quantiles to 5 %', () => {
    const traffic = new Traffic();
    for (let ms = 1_000; ms >= 1; ms -= 1) traffic.attempt(reply(200, ms));
    for (const [share, want] of [
      [0.5, 500],
      [0.95, 950],
      [0.99, 990],
      [1, 1_000],
    ] as const) {
      expect(traffic.quantile(share)).toBeGreaterThanOrEqual(want);
      expect(traffic.quantile(share)).toBeLessThanOrEqual(want * 1.05);
    }
    expect(traffic.report().latency.max).toBe(1_000);
  });

  it('never reports a quantile above the slowest reply', () => {
    const traffic = new Traffic();
    traffic.attempt(reply(200, 103));
    expect(traffic.report().latency).toMatchObject({ p50: 103, p95: 103, p99: 103, max: 103 });
  });

  it('reports latencies as bars that touch, each reply in the one that holds it', () => {
    const traffic = new Traffic();
    for (const ms of [50, 1.3, 1, 1.1]) traffic.attempt(reply(200, ms));
    const { histogram } = traffic.report().latency;
    expect(histogram).toEqual([
      { from: 0.8227, to: 1, count: 1 },
      { from: 1, to: 1.216, count: 1 },
      { from: 1.216, to: 1.477, count: 1 },
      { from: 49.56, to: 60.24, count: 1 },
    ]);
  });

  it('reports what came when', () => {
    const traffic = new Traffic(1_000);
    traffic.attempt(reply(200, 150));
    expect(traffic.report().timeline.buckets.map(({ accepted }) => accepted)).toEqual([0, 1]);
  });

  it('counts a reply that took no time', () => {
    const traffic = new Traffic();
    traffic.attempt(reply(200, 0));
    expect(traffic.quantile(0.5)).toBeLessThanOrEqual(0.01);
  });
});
