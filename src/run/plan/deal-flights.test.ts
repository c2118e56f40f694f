import { describe, expect, it } from 'vitest';
import { member, type JsonObject } from '../../shared/json.js';
import { restUnlike, type Flock } from '../../judge/flight.js';
import type { Placed } from '../../judge/placed.js';
import { dealFlights } from './deal-flights.js';

const rest: JsonObject = { approval_enabled: true, description: 'At rest' };
const twins: JsonObject[] = [{}, { approval_enabled: true }, { approval_enabled: false }, { description: 'Twin' }];

/** Of a probe only what is dealt by: the states that it may bring. */
function placed(order: number, ...applies: JsonObject[]): Placed {
  return { order, probe: { applies } as unknown as Placed['probe'] };
}

/** The flights by the places of their twins, what waits in each, and how approval_enabled rests there. */
function dealt(later: readonly Placed[], bases: readonly JsonObject[] = twins) {
  const flocks = bases.map((twin): Flock => ({ twin, probes: [placed(0)] }));
  return dealFlights(flocks, later, (flock) => restUnlike(rest, flock.twin)).map((flight) => ({
    twins: flight.flocks.map(({ twin }) => bases.indexOf(twin)),
    later: flight.afterwards.map(({ order }) => order),
    approval: member(flight.rest, 'approval_enabled'),
  }));
}

describe('dealFlights', () => {
  const [description, name] = [placed(1, { description: 'x' }), placed(2, { service_name: 'x' })];

  it('puts flocks together around which the service rests in the same state', () => {
    expect(dealt([])).toEqual([
      { twins: [0, 1, 3], later: [], approval: false },
      { twins: [2], later: [], approval: true },
    ]);
  });

  it('makes no flight longer than six flocks', () => {
    expect(
      dealt(
        [],
        Array.from({ length: 13 }, (_, n) => ({ n })),
      ).map((flight) => flight.twins.length),
    ).toEqual([6, 6, 1]);
  });

  it('gives each change a flight of its own, and halves one where there are too few', () => {
    expect(dealt([description])).toEqual([
      { twins: [0, 1, 3], later: [1], approval: false },
      { twins: [2], later: [], approval: true },
    ]);
    expect(dealt([description, name, placed(3, { service_name: 'y' })])).toEqual([
      { twins: [0, 1], later: [1], approval: false },
      { twins: [3], later: [3], approval: false },
      { twins: [2], later: [2], approval: true },
    ]);
  });

  it('sets a member only where the resting state has another value, and has waiting flights first', () => {
    expect(dealt([placed(3, { approval_enabled: false })])).toEqual([
      { twins: [2], later: [3], approval: true },
      { twins: [0, 1, 3], later: [], approval: false },
    ]);
  });

  it('puts what must not change anything before the first change', () => {
    expect(dealt([description, placed(7), placed(8), name]).map(({ later }) => later)).toEqual([[7, 8, 1], [2]]);
    expect(dealt([placed(7)])[0]?.later).toEqual([7]);
  });

  it('lets wait alone what finds no flight', () => {
    expect(dealt([description, name], [{}])).toEqual([
      { twins: [0], later: [1], approval: false },
      { twins: [], later: [2], approval: undefined },
    ]);
  });
});
