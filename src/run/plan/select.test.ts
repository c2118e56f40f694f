import { describe, expect, it } from 'vitest';
import { must, type Requirement } from '../../contract/requirement.js';
import { update } from '../../contract/sent.js';
import { accepted } from '../../contract/then.js';
import { documentedOperation } from '../../operation/documented.js';
import { select } from './select.js';

const operation = documentedOperation();
function requirement(id: string, watching?: readonly string[]): Requirement {
  const stated = { clause: {}, basis: 'sanity', says: id } as const;
  const judged = watching === undefined ? { given: () => [update({ operation })], then: accepted() } : { watching };
  return { ...must(id, { ...stated, ...judged }), id };
}

const all = [
  requirement('a/one'),
  requirement('a/two'),
  requirement('b/one'),
  requirement('b/new'),
  requirement('b/all', ['a/*', 'b/*']),
];
const telling = [['b/one', 0], ['a/two', 0, 2], ['a/one']] as const;
const choice = { only: [], skip: [], shard: null, target: null };

describe('what quick effort selects', () => {
  it('is the telling cases and what is new; what it leaves out is distinguished from what is not selected', () => {
    const { judged, sent, cases, leftOut } = select(all, { ...choice, effort: 'quick' }, telling);
    expect([...judged]).toEqual(['a/one', 'a/two', 'b/one', 'b/new', 'b/all']);
    expect([...sent]).toEqual(['a/two', 'b/one', 'b/new']);
    expect([...(cases?.get('a/two') ?? [])]).toEqual([0, 2]);
    expect([...leftOut]).toEqual(['a/one']);
  });

  it('is everything if it is asked for by name, by --require too, or if drawn cases are counted', () => {
    expect([...select(all, { ...choice, effort: 'quick', only: ['a'] }, telling).sent]).toEqual(['a/one', 'a/two']);
    const watching = select(all, { ...choice, effort: 'quick', only: ['b/all', 'b/one'] }, telling);
    expect([...watching.sent]).toEqual(['a/two', 'b/one', 'b/new']);
    expect([...(watching.cases?.get('a/two') ?? [])]).toEqual([0, 2]);
    expect([...(watching.cases?.get('b/one') ?? [])].slice(0, 3)).toEqual([0, 1, 2]);
    expect([...watching.leftOut]).toEqual([]);
    const required = select(all, { ...choice, effort: 'quick', require: ['a'] }, telling);
    expect([...required.sent]).toEqual(['a/one', 'a/two', 'b/one', 'b/new']);
    expect([...required.leftOut]).toEqual([]);
    expect([...(required.cases?.get('a/two') ?? [])]).toEqual([0, 1, 2]);
    for (const other of [{ effort: 'standard' as const }, { effort: 'quick' as const, cases: 9 }])
      expect(select(all, { ...choice, ...other }, telling)).toMatchObject({ cases: null, leftOut: new Set() });
  });
});
