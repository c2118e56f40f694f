import { expect, it } from 'vitest';
import { BudgetSpent } from '../shared/errors.js';
import { together } from './together.js';

const after = async <T>(ms: number, value: T): Promise<T> => {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return value;
};

it('returns the outcomes in the order of the tasks', async () => {
  expect(await together<unknown>([after(3, 'a'), after<unknown>(0, ['b']), after(1, undefined)])).toEqual([
    'a',
    ['b'],
    undefined,
  ]);
});

it('throws the first failure, but not before all have ended', async () => {
  const heard: unknown[] = [];
  let ended = false;
  const slow = after(5, 0).then(() => {
    ended = true;
  });
  const failing = after(0, 0).then(() => {
    throw new Error('first');
  });
  const later = after(3, 0).then(() => {
    throw new Error('second');
  });
  await expect(together<unknown>([slow, later, failing], (error) => heard.push(error))).rejects.toThrow('first');
  expect(ended).toBe(true);
  expect(heard.map(String)).toEqual(['Error: first', 'Error: second']);
  await expect(together([Promise.reject(new Error('alone'))])).rejects.toThrow('alone');
});

it('throws a spent budget only if nothing else failed', async () => {
  const spent = new BudgetSpent('requests', '--max-requests 1');
  await expect(together([Promise.reject(spent), after(1, 0)])).rejects.toBe(spent);
  const broken = new Error('broken');
  await expect(together([Promise.reject(spent), Promise.reject(broken)])).rejects.toBe(broken);
});
