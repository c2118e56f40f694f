import { describe, expect, it } from 'vitest';
import type { WireRequest } from '../../shared/model.js';
import { compareObservations } from './differences.js';
import type { Observation } from './observation.js';

const request: WireRequest = { method: 'PUT', path: '/', headers: [], body: null };
const ok: Observation = {
  of: 'answer',
  status: '200',
  envelope: null,
  code: null,
  mediaType: 'application/json',
  types: new Map([
    ['the whole reply', 'object'],
    ['ports', 'array'],
    ['ports[]', 'object'],
    ['ports[].protocol', 'string'],
  ]),
  values: new Map([['description', 'as sent']]),
  request,
};
const compare = (a: Record<string, Observation>, b: Record<string, Observation>) =>
  compareObservations(new Map(Object.entries(a)), new Map(Object.entries(b)));
const told = (comparison: ReturnType<typeof compare>): string[] =>
  comparison.differences.map(({ aspect, about, a, b, cases }) => `${aspect} ${about}: ${a}, ${b} (${cases})`);

describe('the answers of two targets', () => {
  it('do not differ if they are the same', () => {
    expect(compare({ 'x#0 answer 0': ok }, { 'x#0 answer 0': ok })).toEqual({
      differences: [],
      compared: 1,
      notCompared: 0,
    });
  });

  it('are grouped by what differs, most cases first, each with the first case that shows it', () => {
    const bad = { ...ok, status: '400', code: 'EndPoint.0002', types: new Map(), values: new Map() };
    const { differences } = compare(
      { 'z#0 answer 0': bad, 'x#0 answer 0': ok, 'x#1 answer 0': ok, 'y#0 answer 0': ok },
      {
        'z#0 answer 0': { ...bad, code: 'EndPoint.0003' },
        'x#0 answer 0': bad,
        'x#1 answer 0': bad,
        'y#0 answer 0': bad,
      },
    );
    expect(differences).toMatchObject([
      { aspect: 'status', a: '200', b: '400', requirements: ['x', 'y'], cases: 3, example: { case: 'x#0' } },
      { aspect: 'code', a: 'EndPoint.0002', b: 'EndPoint.0003', requirements: ['z'], cases: 1 },
    ]);
  });

  it('differ by a member that one leaves out, not by what would be inside it', () => {
    const without = { ...ok, types: new Map([['the whole reply', 'object']]) };
    expect(told(compare({ 'x#0 answer 0': ok }, { 'x#0 answer 0': without }))).toEqual([
      'members ports: array, absent (1)',
    ]);
  });

  it('differ by how a member comes back, and by what a later read shows', () => {
    const changed = { ...ok, values: new Map([['description', 'not as sent']]) };
    const state = { ...ok, of: 'state' as const };
    const lost = { ...changed, of: 'state' as const };
    expect(
      told(compare({ 'x#0 answer 0': ok, 'x#0 state 0': state }, { 'x#0 answer 0': changed, 'x#0 state 0': lost })),
    ).toEqual(['values description: as sent, not as sent (1)', 'state description: as sent, not as sent (1)']);
  });

  it('are not compared by the state that follows from another status', () => {
    const bad = { ...ok, status: '400' };
    const state = { ...ok, of: 'state' as const };
    const lost = { ...state, values: new Map([['description', 'not as sent']]) };
    expect(
      told(compare({ 'x#0 answer 0': ok, 'x#0 state 0': state }, { 'x#0 answer 0': bad, 'x#0 state 0': lost })),
    ).toEqual(['status : 200, 400 (1)']);
  });

  it('are not compared if one of them was not seen', () => {
    const unseen = { ...ok, status: null };
    expect(
      compare({ 'x#0 answer 0': unseen, 'x#1 answer 0': ok }, { 'x#0 answer 0': ok, 'y#0 answer 0': ok }),
    ).toMatchObject({ differences: [], compared: 0, notCompared: 3 });
  });
});
