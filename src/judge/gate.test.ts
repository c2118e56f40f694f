import { describe, expect, it } from 'vitest';
import { Gate } from './gate.js';

/** A task that is under way until it is let go. */
function task(): { readonly done: Promise<void>; readonly letGo: () => void } {
  let letGo = (): void => undefined;
  const done = new Promise<void>((resolve) => (letGo = resolve));
  return { done, letGo };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('Gate', () => {
  it('lets so many tasks run at once, and the others in the order in which they asked', async () => {
    const gate = new Gate(2);
    const started: number[] = [];
    const tasks = Array.from({ length: 5 }, task);
    const all = tasks.map(({ done }, n) =>
      gate.run(async () => {
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

  it('is not blocked by a task that fails', async () => {
    const gate = new Gate(1);
    const failing = gate.run(() => Promise.reject(new Error('broken')));
    const next = gate.run(() => Promise.resolve('next'));
    await expect(failing).rejects.toThrow('broken');
    expect(await next).toBe('next');
  });

  it('never lets more run than its width, however they come and go', async () => {
    const gate = new Gate(3);
    let [running, most] = [0, 0];
    await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        gate.run(async () => {
          running += 1;
          most = Math.max(most, running);
          for (let i = 0; i < n % 4; i += 1) await turn();
          running -= 1;
        }),
      ),
    );
    expect({ running, most }).toEqual({ running: 0, most: 3 });
  });
});
