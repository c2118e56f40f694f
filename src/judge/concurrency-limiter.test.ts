import { describe, expect, it } from 'vitest';
import { ConcurrencyLimiter } from './concurrency-limiter.js';

/** A task that runs until it is released. */
function task(): { readonly done: Promise<void>; readonly letGo: () => void } {
  let letGo = (): void => undefined;
  const done = new Promise<void>((resolve) => (letGo = resolve));
  return { done, letGo };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('ConcurrencyLimiter', () => {
  it('limits how many tasks run at once, and runs the others in the order in which they asked', async () => {
    const concurrencyLimiter = new ConcurrencyLimiter(2);
    const started: number[] = [];
    const tasks = Array.from({ length: 5 }, task);
    const all = tasks.map(({ done }, n) =>
      concurrencyLimiter.run(async () => {
        started.push(n);
        await done;
        return n;
      }),
    );
    await turn();
    expect(started).toEqual([0, 1]);
    tasks[1]?.letGo();
    await turn();
    expect(started).toEqual([0, 1, 2]);
    for (const { letGo } of tasks) letGo();
    expect(await Promise.all(all)).toEqual([0, 1, 2, 3, 4]);
    expect(started).toEqual([0, 1, 2, 3, 4]);
  });

  it('lets callers take turns, so that many tasks of one do not hold up another', async () => {
    const concurrencyLimiter = new ConcurrencyLimiter(2);
    const started: string[] = [];
    const tasks = ['a1', 'a2', 'a3', 'a4', 'a5', 'b1', 'a6', 'b2', 'c1'].map((name) => ({ name, ...task() }));
    const all = tasks.map(({ name, done }) => concurrencyLimiter.run(() => (started.push(name), done), name[0]));
    for (const { letGo } of tasks) {
      await turn();
      letGo();
    }
    await Promise.all(all);
    expect(started).toEqual(['a1', 'a2', 'a3', 'b1', 'c1', 'a4', 'b2', 'a5', 'a6']);
  });

  it('is not blocked by a task that fails', async () => {
    const concurrencyLimiter = new ConcurrencyLimiter(1);
    const failing = concurrencyLimiter.run(() => Promise.reject(new Error('broken')));
    const next = concurrencyLimiter.run(() => Promise.resolve('next'));
    await expect(failing).rejects.toThrow('broken');
    expect(await next).toBe('next');
  });

  it('never lets more run than its width, however they come and go', async () => {
    const concurrencyLimiter = new ConcurrencyLimiter(3);
    let [running, most] = [0, 0];
    await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        concurrencyLimiter.run(async () => {
          running += 1;
          most = Math.max(most, running);
          for (let i = 0; i < n % 4; i += 1) await turn();
          running -= 1;
        }),
      ),
    );
    expect({ running, most }).toEqual({ running: 0, most: 3 });
  });

  /** Number of tasks that a limiter lets run at once. */
  async function widthOf(concurrencyLimiter: ConcurrencyLimiter): Promise<number> {
    const tasks = Array.from({ length: 40 }, task);
    let started = 0;
    const all = tasks.map(({ done }) => concurrencyLimiter.run(() => ((started += 1), done)));
    await turn();
    const width = started;
    for (const { letGo } of tasks) letGo();
    await Promise.all(all);
    return width;
  }

  it('lets fewer run each time it is throttled, down to one, and heeds simultaneous throttling once', async () => {
    const concurrencyLimiter = new ConcurrencyLimiter(16);
    const before = performance.now() - 1;
    const widths: number[] = [];
    for (let n = 0; n < 8; n += 1) {
      concurrencyLimiter.throttled(performance.now());
      for (let echo = 0; echo < 5; echo += 1) concurrencyLimiter.throttled(before);
      widths.push(await widthOf(concurrencyLimiter));
    }
    expect(widths).toEqual([9, 5, 3, 1, 1, 1, 1, 1]);
    expect(concurrencyLimiter.lowest).toBe(1);
  });

  it('lets one more run after as many answers, up to its width', async () => {
    const concurrencyLimiter = new ConcurrencyLimiter(4);
    for (let n = 0; n < 4; n += 1) concurrencyLimiter.throttled(performance.now());
    const widths: number[] = [];
    for (let n = 0; n < 8; n += 1) {
      concurrencyLimiter.answered();
      widths.push(await widthOf(concurrencyLimiter));
    }
    expect(widths).toEqual([2, 2, 3, 3, 3, 4, 4, 4]);
    expect(concurrencyLimiter.lowest).toBe(1);
  });

  it('admits waiting tasks when the limit grows again', async () => {
    const concurrencyLimiter = new ConcurrencyLimiter(2);
    concurrencyLimiter.throttled(performance.now());
    const tasks = Array.from({ length: 2 }, task);
    const started: number[] = [];
    const all = tasks.map(({ done }, n) => concurrencyLimiter.run(() => (started.push(n), done)));
    await turn();
    expect(started).toEqual([0]);
    concurrencyLimiter.answered();
    await turn();
    expect(started).toEqual([0, 1]);
    for (const { letGo } of tasks) letGo();
    await Promise.all(all);
  });
});
