import { describe, expect, it } from 'vitest';
import { checkMovesOn, checkTimes, instant, settlingTime } from './times.js';
import { documentedOperation } from '../operation/documented.js';

const operation = documentedOperation();

describe('instant (R26)', () => {
  it.each([
    ['2024-02-29T23:59:59Z', Date.UTC(2024, 1, 29, 23, 59, 59)],
    ['2023-02-29T00:00:00Z', null],
    ['2024-04-31T00:00:00Z', null],
    ['2024-13-01T00:00:00Z', null],
    ['2024-01-01T24:00:00Z', null],
    ['2024-01-01T00:60:00Z', null],
    ['2024-01-01T00:00:00', null],
    ['2024-01-01T00:00:00.000Z', null],
    ['2024-01-01 00:00:00Z', null],
    ['2024-0101T00:00:00Z', null],
    [' 2024-01-01T00:00:00Z', null],
    ['2024-01-01T00:00:00Z\n', null],
    ['2024-01-01T00:00:00Zx', null],
    [1_704_067_200, null],
    [undefined, null],
  ])('%s', (text, want) => {
    expect(instant(text)).toBe(want);
  });
});

describe('checkTimes', () => {
  const at = (created_at: string, updated_at = '2024-01-02T00:00:00Z') => ({ created_at, updated_at });
  const first = at('2024-01-01T00:00:00Z');

  it('wants created_at to stay', () => {
    expect(checkTimes(operation, first, first)).toEqual([]);
    expect(checkTimes(operation, first, null)).toEqual([]);
    expect(checkTimes(operation, first, {})).toEqual([]);
    expect(checkTimes(operation, { ...first, created_at: 1 }, first)).toEqual([]);
    expect(checkTimes(operation, first, { created_at: 1 })).toEqual([]);
    expect(checkTimes(operation, at('2024-01-01T00:00:01Z'), first)).toEqual([
      {
        requirement: 'reply/created_at/constant',
        pointer: '/created_at',
        expected: '2024-01-01T00:00:00Z',
        received: '2024-01-01T00:00:01Z',
      },
    ]);
  });

  it('wants updated_at not to be before it', () => {
    expect(checkTimes(operation, at('2024-01-02T00:00:00Z'), null)).toEqual([]);
    expect(checkTimes(operation, at('2024-01-02T00:00:01Z'), null)).toEqual([
      {
        requirement: 'reply/updated_at/not-before-created',
        pointer: '/updated_at',
        expected: 'not before created_at, "2024-01-02T00:00:01Z"',
        received: '"2024-01-02T00:00:00Z"',
      },
    ]);
    expect(checkTimes(operation, at('no time'), null)).toEqual([]);
    expect(checkTimes(operation, at('2024-01-02T00:00:01Z', 'no time'), null)).toEqual([]);
  });
});

describe('checkMovesOn', () => {
  const dated = (updated_at: string, sentAt: number, endedAt: number) => ({ value: { updated_at }, sentAt, endedAt });
  const [one, two] = ['2024-01-01T00:00:00Z', '2024-01-01T00:00:01Z'];
  const earlier = dated(one, 0, 100);

  it('wants a change made more than a second later to show', () => {
    expect(checkMovesOn(operation, dated(one, 100 + settlingTime(), 2_000), earlier, settlingTime())).toEqual([
      {
        requirement: 'reply/updated_at/moves-on',
        pointer: '/updated_at',
        expected: `later than "${one}", since a value changed more than a second later`,
        received: `"${one}"`,
      },
    ]);
    expect(checkMovesOn(operation, dated(two, 100 + settlingTime(), 2_000), earlier, settlingTime())).toEqual([]);
    expect(checkMovesOn(operation, dated(one, 5_000, 6_000), dated(two, 0, 100), settlingTime())).toHaveLength(1);
  });

  it('wants nothing sooner, and nothing of what is not a time', () => {
    expect(checkMovesOn(operation, dated(one, 99 + settlingTime(), 2_000), earlier, settlingTime())).toEqual([]);
    expect(checkMovesOn(operation, dated('no time', 5_000, 6_000), earlier, settlingTime())).toEqual([]);
    expect(checkMovesOn(operation, dated(one, 5_000, 6_000), dated('no time', 0, 100), settlingTime())).toEqual([]);
  });
});
