import { describe, expect, it } from 'vitest';
import type { Case } from '../../contract/case.js';
import type { DealtCase } from '../../judge/purpose.js';
import { interleaved } from './interleaved.js';

/** A case with only what the order depends on: the members that it sets, the state before it, the update with it. */
function setting(
  order: number,
  names: readonly string[],
  { prepare = null, rival = null, shape = 'single' }: Partial<Pick<Case, 'prepare' | 'rival' | 'shape'>> = {},
): DealtCase {
  const applies = [Object.fromEntries(names.map((name) => [name, order]))];
  const testCase = { applies, prepare, rival, shape } as unknown as Case;
  return { order, requirement: '', serviceId: '', testCase };
}

const ordersOf = (cases: readonly DealtCase[]): number[] => interleaved(cases).map(({ order }) => order);

describe('interleaved', () => {
  it('lets a case that leaves a member out follow one that sets it', () => {
    expect(ordersOf([1, 2, 3].map((n) => setting(n, ['a'])).concat(setting(4, ['b']), setting(5, [])))).toEqual([
      1, 4, 2, 5, 3,
    ]);
  });

  it('keeps the order of cases that set the same members', () => {
    const cases = [setting(1, ['a', 'b']), setting(2, ['b', 'a']), setting(3, ['a', 'b'])];
    expect(ordersOf(cases)).toEqual([1, 2, 3]);
  });

  it('takes a state that is set before a case for one that sets every member', () => {
    const cases = [setting(1, ['a']), setting(2, ['a']), setting(3, ['b'], { prepare: 'baseline' }), setting(4, ['b'])];
    expect(ordersOf(cases)).toEqual([1, 4, 2, 3]);
  });

  it('counts what the update beside or after a case sets', () => {
    const cases = [setting(1, [], { rival: { a: 0 } }), setting(2, ['a']), setting(3, ['a']), setting(4, ['b'])];
    expect(ordersOf(cases)).toEqual([1, 4, 2, 3]);
  });

  it('has the cases with several requests at once at its end', () => {
    const cases = [setting(1, ['a'], { shape: 'race' }), setting(2, ['b'], { shape: 'crowd' }), setting(3, ['b'])];
    expect(ordersOf(cases)).toEqual([3, 1, 2]);
  });

  it('is all cases, each once', () => {
    const cases = Array.from({ length: 40 }, (_, n) => setting(n, [['a'], ['b'], ['a', 'b'], []][(n * 7) % 4] ?? []));
    expect(ordersOf(cases).toSorted((a, b) => a - b)).toEqual(cases.map(({ order }) => order));
  });
});
