import { describe, expect, it } from 'vitest';
import { everySecond } from './every-second.js';
import { stage, type Stage } from './target.fixture.js';

/** Lets each update move the time by some seconds. */
const ticking = (made: Stage, step: number, form = (second: number) => String(second).padStart(2, '0')): void => {
  let second = 0;
  made.target.answer = (_, serve) => {
    const reply = serve();
    second = (second + step) % 60;
    const shown = { ...(reply.value as object), updated_at: `2024-01-01T00:00:${form(second)}Z` };
    return { ...reply, value: shown };
  };
};
const allBut = (...missing: readonly number[]): Set<number> =>
  new Set(Array.from({ length: 60 }, (_, n) => n).filter((n) => !missing.includes(n)));

describe('the seconds of a minute (R26)', () => {
  it('are waited for until all were seen', async () => {
    const made = await stage();
    ticking(made, 1);
    await everySecond(made.sessions[0], allBut(2, 5));
    expect(made.target.log).toHaveLength(5);
    expect(made.target.log[0]).not.toBe(made.target.log[1]);
  });

  it('are waited for no longer than a minute', async () => {
    const made = await stage();
    ticking(made, 0);
    await everySecond(made.sessions[0], allBut(30));
    expect(made.target.log).toHaveLength(150);
  });

  it('cost nothing if they were already seen', async () => {
    const made = await stage();
    await everySecond(made.sessions[0], allBut());
    expect(made.target.log).toEqual([]);
  });

  it('end with a time in another form, which is judged in every reply', async () => {
    const made = await stage();
    ticking(made, 1, String);
    await everySecond(made.sessions[0], allBut(20));
    expect(made.target.log).toHaveLength(1);
  });
});
