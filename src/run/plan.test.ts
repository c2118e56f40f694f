import { describe, expect, it } from 'vitest';
import type { Context } from '../contract/context.js';
import { must } from '../contract/requirement.js';
import { packed, update } from '../contract/sent.js';
import { accepted } from '../contract/then.js';
import { serialize } from '../json.js';
import { plan } from './plan.js';

/** Of a context, all that dealing looks at. */
const contexts = [0, 1].map(
  (lane) =>
    ({ lane, lanes: 2, effort: 'standard', profile: 'document', capabilities: new Set() }) as unknown as Context,
);
const sent = { ...update, body: packed(serialize({ description: 'x' })), applies: [{ description: 'x' }] };

function requirement(name: string, given: (context: Context) => (typeof sent)[]) {
  const made = must(name, { clause: {}, basis: 'sanity', says: name, given, then: accepted() });
  return { ...made, id: name };
}

describe('the plan of a run', () => {
  it('deals a case that one service alone can make to that service, wherever it stands', () => {
    const own = ['a', 'b', 'c'].map((name) => requirement(name, ({ lane }) => (lane === 1 ? [sent] : [])));
    const ids = new Set(own.map(({ id }) => id));
    const lanes = plan(own, { judged: ids, sent: ids, elsewhere: new Map() }, contexts, new Set());
    expect(lanes.map(({ solos }) => solos.map(({ probe }) => probe.requirement))).toEqual([[], ['a', 'b', 'c']]);
  });

  it('deals cases that every service can make in turn', () => {
    const all = ['a', 'b', 'c'].map((name) => requirement(name, () => [sent]));
    const ids = new Set(all.map(({ id }) => id));
    const lanes = plan(all, { judged: ids, sent: ids, elsewhere: new Map() }, contexts, new Set());
    expect(lanes.map(({ solos }) => solos.map(({ probe }) => probe.requirement))).toEqual([['a', 'c'], ['b']]);
  });
});
