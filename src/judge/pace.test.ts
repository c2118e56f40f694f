import { describe, expect, it } from 'vitest';
import { Pace } from './pace.js';

describe('a pace', () => {
  it('lets no more through than it says, however many ask at once', async () => {
    const waits: number[] = [];
    const pause = (ms: number): Promise<void> => {
      waits.push(ms);
      return Promise.resolve();
    };
    const pace = new Pace(200, { now: () => 1_000, pause });
    const { signal } = new AbortController();
    await Promise.all(Array.from({ length: 21 }, () => pace.turn(signal)));
    expect(waits).toEqual(Array.from({ length: 20 }, (_, n) => (n + 1) * 5));
  });

  it('holds nothing back without a limit', async () => {
    const pace = new Pace(null);
    expect(pace.limits).toBe(false);
    expect(new Pace(0.5).limits).toBe(true);
    const aborted = AbortSignal.abort();
    for (let n = 0; n < 1_000; n += 1) await pace.turn(aborted);
  });

  it('ends a wait with the reason why the run is stopped', async () => {
    const pace = new Pace(0.001);
    const stop = new AbortController();
    await pace.turn(stop.signal);
    const waiting = pace.turn(stop.signal);
    stop.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });
});
