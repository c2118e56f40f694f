import { describe, expect, it } from 'vitest';
import { RateLimiter } from './rate-limiter.js';

describe('a rate limiter', () => {
  it('lets no more through than its limit, however many ask at once', async () => {
    const waits: number[] = [];
    const pause = (ms: number): Promise<void> => {
      waits.push(ms);
      return Promise.resolve();
    };
    const rateLimiter = new RateLimiter(200, { now: () => 1_000, pause });
    const { signal } = new AbortController();
    await Promise.all(Array.from({ length: 21 }, () => rateLimiter.turn(signal)));
    expect(waits).toEqual(Array.from({ length: 20 }, (_, n) => (n + 1) * 5));
  });

  it('holds nothing back without a limit', async () => {
    const rateLimiter = new RateLimiter(null);
    expect(rateLimiter.limits).toBe(false);
    expect(new RateLimiter(0.5).limits).toBe(true);
    const aborted = AbortSignal.abort();
    for (let n = 0; n < 1_000; n += 1) await rateLimiter.turn(aborted);
  });

  it('ends a wait with the reason why the run is stopped', async () => {
    const rateLimiter = new RateLimiter(0.001);
    const stop = new AbortController();
    await rateLimiter.turn(stop.signal);
    const waiting = rateLimiter.turn(stop.signal);
    stop.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });
});
