import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json.js';
import type { Placed } from '../judge/flock.js';
import { dealQuietSeconds } from './quiet.js';

const rest: JsonObject = { approval_enabled: true, description: 'At rest' };
const twins: JsonObject[] = [{}, { approval_enabled: true }, { approval_enabled: false }, { description: 'Twin' }];

/** Of a probe only what is dealt by: the states that it may bring. */
function placed(order: number, ...applies: JsonObject[]): Placed {
  return { order, probe: { applies } as unknown as Placed['probe'] };
}

function dealt(later: readonly Placed[], bases: readonly JsonObject[] = twins) {
  const { after, alone } = dealQuietSeconds(later, bases, rest);
  return {
    after: Object.fromEntries([...after].map(([flock, group]) => [flock, group.map(({ order }) => order)])),
    alone: alone.map((group) => group.map(({ order }) => order)),
  };
}

describe('dealQuietSeconds', () => {
  const [description, name] = [placed(1, { description: 'x' }), placed(2, { service_name: 'x' })];

  it('gives each change a flock of its own', () => {
    expect(dealt([description, name])).toEqual({ after: { 0: [1], 1: [2] }, alone: [] });
  });

  it('sets a member only where the resting state has another value', () => {
    expect(dealt([placed(3, { approval_enabled: false })])).toEqual({ after: { 2: [3] }, alone: [] });
  });

  it('puts what must not change anything before the first change', () => {
    expect(dealt([description, placed(7), placed(8), name])).toEqual({ after: { 0: [7, 8, 1], 1: [2] }, alone: [] });
    expect(dealt([placed(7)])).toEqual({ after: { 0: [7] }, alone: [] });
  });

  it('lets wait alone what finds no flock', () => {
    expect(dealt([description, name], [{}])).toEqual({ after: { 0: [1] }, alone: [[2]] });
  });
});
