import { describe, expect, it } from 'vitest';
import { member, type JsonObject } from '../../shared/json.js';
import { baselineUnlike, type Batch } from '../../judge/flight.js';
import type { DealtCase } from '../../judge/purpose.js';
import { dealFlights } from './deal-flights.js';

const baseline: JsonObject = { approval_enabled: true, description: 'At rest' };
const bases: JsonObject[] = [{}, { approval_enabled: true }, { approval_enabled: false }, { description: 'Base' }];

/** A case with only what dealing looks at: the states that it may lead to. */
function bringing(order: number, ...applies: JsonObject[]): DealtCase {
  return {
    order,
    requirement: '',
    serviceId: '',
    testCase: { applies, prepare: null } as unknown as DealtCase['testCase'],
  };
}

/** The flights, each with the indices of its base bodies, what waits in it, and approval_enabled of its baseline. */
function dealt(afterASecond: readonly DealtCase[], of: readonly JsonObject[] = bases) {
  const batches = of.map((base): Batch => ({ base, cases: [bringing(0)] }));
  return dealFlights(batches, afterASecond, (batch) => baselineUnlike(baseline, batch.base)).map((flight) => ({
    bases: flight.batches.map(({ base }) => of.indexOf(base)),
    afterASecond: flight.afterwards.map(({ order }) => order),
    approval: member(flight.baseline, 'approval_enabled'),
  }));
}

describe('dealFlights', () => {
  const [description, name] = [bringing(1, { description: 'x' }), bringing(2, { service_name: 'x' })];

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
    expect(dealt([description, name, bringing(3, { service_name: 'y' })])).toEqual([
      { bases: [0, 1], afterASecond: [1], approval: false },
      { bases: [3], afterASecond: [3], approval: false },
      { bases: [2], afterASecond: [2], approval: true },
    ]);
  });

  it('sets a member only if the baseline has another value, and puts waiting flights first', () => {
    expect(dealt([bringing(3, { approval_enabled: false })])).toEqual([
      { bases: [2], afterASecond: [3], approval: true },
      { bases: [0, 1, 3], afterASecond: [], approval: false },
    ]);
  });

  it('puts what must not change anything before the first change', () => {
    expect(dealt([description, bringing(7), bringing(8), name]).map(({ afterASecond }) => afterASecond)).toEqual([
      [7, 8, 1],
      [2],
    ]);
    expect(dealt([bringing(7)])[0]?.afterASecond).toEqual([7]);
  });

  it('sets the state that a change begins in before the flight, unless it takes several updates', () => {
    const from = (...steps: readonly JsonObject[]) =>
      ({ order: 1, testCase: { applies: [{ description: 'x' }], prepare: steps } }) as unknown as DealtCase;
    const states = (change: DealtCase) =>
      dealFlights([{ base: {}, cases: [bringing(0)] }], [bringing(7), change], () => baseline).map(
        (one) => one.baseline,
      );
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
