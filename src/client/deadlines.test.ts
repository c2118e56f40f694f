import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { Deadlines } from './deadlines.js';

describe('Deadlines', () => {
  it('expires what has not ended, in the order of beginning, and nothing else', async () => {
    const deadlines = new Deadlines(30);
    const expired: number[] = [];
    const tasks = [0, 1, 2, 3].map((n) => ({
      sentAt: performance.now(),
      ended: false,
      heard: false,
      expire: () => void expired.push(n),
    }));
    for (const task of tasks) deadlines.begin(task);
    for (const task of [tasks[0], tasks[2]]) if (task !== undefined) task.ended = true;
    await sleep(10);
    expect(expired).toEqual([]);
    await sleep(200);
    expect(expired).toEqual([1, 3]);
  });

  it('does not count the time in which the process itself is busy', async () => {
    const deadlines = new Deadlines(60);
    const expired: string[] = [];
    const task = { sentAt: performance.now(), ended: false, heard: false, expire: () => void expired.push('early') };
    deadlines.begin(task);
    for (let n = 0; n < 3; n += 1) {
      const from = performance.now();
      while (performance.now() - from < 40);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(expired).toEqual([]);
    task.ended = true;
    await sleep(100);
    expect(expired).toEqual([]);
  });

  it('counts it once an answer has begun to come: one without an end itself keeps the process busy', async () => {
    const deadlines = new Deadlines(30);
    const expired: string[] = [];
    deadlines.begin({ sentAt: performance.now(), ended: false, heard: true, expire: () => void expired.push('heard') });
    for (let n = 0; n < 3; n += 1) {
      const from = performance.now();
      while (performance.now() - from < 20);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(expired).toEqual(['heard']);
  });

  it('forgets what has ended, though something that began before it still runs', async () => {
    const deadlines = new Deadlines(60_000);
    const begin = (): WeakRef<{ ended: boolean }> => {
      const task = { sentAt: performance.now(), ended: false, heard: false, expire: () => undefined };
      deadlines.begin(task);
      return new WeakRef(task);
    };
    const [oldest, ...others] = Array.from({ length: 200 }, begin);
    for (const other of others) Object.assign(other.deref() ?? {}, { ended: true });
    for (let n = 0; n < 300; n += 1) Object.assign(begin().deref() ?? {}, { ended: true });
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    await sleep(1);
    collect();
    expect(others.filter((other) => other.deref() !== undefined)).toEqual([]);
    expect(oldest?.deref()?.ended).toBe(false);
  });

  it('starts again after a pause', async () => {
    const deadlines = new Deadlines(10);
    const expired: string[] = [];
    const begin = (name: string) =>
      deadlines.begin({ sentAt: performance.now(), ended: false, heard: false, expire: () => void expired.push(name) });
    begin('first');
    await sleep(100);
    begin('second');
    await sleep(100);
    expect(expired).toEqual(['first', 'second']);
  });
});
