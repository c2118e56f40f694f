import { describe, expect, it } from 'vitest';
import { member, type JsonObject } from '../../shared/json.js';
import { baselineUnlike, type Batch } from '../../judge/flight.js';
import type { Dealt } from '../../judge/placed.js';
import { dealFlights } from './deal-flights.js';

const baseline: JsonObject = { approval_enabled: true, description: 'At rest' };
const bases: JsonObject[] = [{}, { approval_enabled: true }, { approval_enabled: false }, { description: 'Base' }];

/** A case with only what dealing looks at: the states that it may lead to. */
function placed(order: number, ...applies: JsonObject[]): Dealt {
  return { order, requirement: '', testCase: { applies, prepare: null } as unknown as Dealt['testCase'] };
}

/** The flights, each with the indices of its base bodies, what waits in it, and approval_enabled of its baseline. */
function dealt(afterASecond: readonly Dealt[], of: readonly JsonObject[] = bases) {
  const batches = of.map((base): Batch => ({ base, cases: [placed(0)] }));
  return dealFlights(batches, afterASecond, (batch) => baselineUnlike(baseline, batch.base)).map((flight) => ({
    bases: flight.batches.map(({ base }) => of.indexOf(base)),
    afterASecond: flight.afterwards.map(({ order }) => order),
    approval: member(flight.baseline, 'approval_enabled'),
  }));
}

describe('dealFlights', () => {
  const [description, name] = [placed(1, { description: 'x' }), placed(2, { service_name: 'x' })];

  it('puts batches with the same baseline together', () => {
    expect(dealt([])).toEqual([
      { bases: [0, 1, 3], afterASecond: [], approval: false },
      { bases: [2], afterASecond: [], approval: true },
    ]);
  });

  it('makes no flight longer than six batches', () => {
    expect(
      dealt(
        [],
        Array.from({ length: 13 }, (_, n) => ({ n })),
      ).map((flight) => flight.bases.length),
    ).toEqual([6, 6, 1]);
  });

  it('gives each change a flight of its own, and halves one if there are too few', () => {
    expect(dealt([description])).toEqual([
      { bases: [0, 1, 3], afterASecond: [1], approval: false },
      { bases: [2], afterASecond: [], approval: true },
    ]);
    expect(dealt([description, name, placed(3, { service_name: 'y' })])).toEqual([
      { bases: [0, 1], afterASecond: [1], approval: false },
      { bases: [3], afterASecond: [3], approval: false },
      { bases: [2], afterASecond: [2], approval: true },
    ]);
  });

  it('sets a member only if the baseline has another value, and puts waiting flights first', () => {
    expect(dealt([placed(3, { approval_enabled: false })])).toEqual([
      { bases: [2], afterASecond: [3], approval: true },
      { bases: [0, 1, 3], afterASecond: [], approval: false },
    ]);
  });

  it('puts what must not change anything before the first change', () => {
    expect(dealt([description, placed(7), placed(8), name]).map(({ afterASecond }) => afterASecond)).toEqual([
      [7, 8, 1],
      [2],
    ]);
    expect(dealt([placed(7)])[0]?.afterASecond).toEqual([7]);
  });

  it('sets the state that a change begins in before the flight, unless it takes several updates', () => {
    const from = (...steps: readonly JsonObject[]) =>
      ({ order: 1, testCase: { applies: [{ description: 'x' }], prepare: steps } }) as unknown as Dealt;
    const states = (change: Dealt) =>
      dealFlights([{ base: {}, cases: [placed(0)] }], [placed(7), change], () => baseline).map((one) => one.baseline);
    expect(states(from({ description: 'Before' }))).toEqual([{ ...baseline, description: 'Before' }]);
    expect(states(from({ description: 'Before' }, {}))).toEqual([baseline]);
  });

  it('lets a change that finds no flight wait alone', () => {
    expect(dealt([description, name], [{}])).toEqual([
      { bases: [0], afterASecond: [1], approval: false },
      { bases: [], afterASecond: [2], approval: undefined },
    ]);
  });
});
