import { describe, expect, it } from 'vitest';
import { Flakiness } from './flakiness.js';

/** The failures in a row that tell something, where so many of a hundred requests fail. */
function telling(failing: number, of = 100): number | null {
  const flakiness = new Flakiness();
  for (let n = 0; n < failing; n += 1) flakiness.failed();
  for (let n = failing; n < of; n += 1) flakiness.answered(0);
  return flakiness.telling;
}

describe('failures in a row', () => {
  it('tell the more the fewer good requests fail', () => {
    expect([0, 1, 5, 20].map((failing) => telling(failing))).toEqual([1, 3, 5, 8]);
  });

  it('tell nothing where a third of all requests fail', () => {
    expect(telling(300, 900)).toBeNull();
  });

  it('count also where the request was answered in the end', () => {
    const flakiness = new Flakiness();
    for (let n = 0; n < 100; n += 1) flakiness.answered(n % 10 === 0 ? 1 : 0);
    expect(flakiness.telling).toBe(6);
  });

  it('tell something at the first moment, of whatever the control failed once', () => {
    expect(telling(1, 2)).toBe(5);
  });
});
