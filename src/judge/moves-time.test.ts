import { expect, it } from 'vitest';
import { movesTime } from './moves-time.js';
import { NO_CASE, stage } from './target.fixture.js';

it('says that an action moves updated_at if it stands still without the action, and moves with it', async () => {
  const made = await stage();
  const act = (moves: boolean) => async (): Promise<boolean> => {
    if (moves) made.target.write({});
    return Promise.resolve(true);
  };
  expect(await movesTime(made.sessions[0], NO_CASE, act(true))).toBe(true);
  expect(await movesTime(made.sessions[0], NO_CASE, act(false))).toBe(false);
});

it('blames nobody if the platform moves it, or the action did not take place', async () => {
  const made = await stage();
  expect(await movesTime(made.sessions[0], NO_CASE, () => Promise.resolve(false))).toBe(false);
  const { answer } = made.target;
  made.target.answer = (incoming, serve) => {
    if (incoming.method === 'GET') made.target.write({});
    return answer(incoming, serve);
  };
  expect(await movesTime(made.sessions[0], NO_CASE, () => Promise.resolve(true))).toBe(false);
});
