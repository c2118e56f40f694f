import { beforeAll, describe, expect, it } from 'vitest';
import type { Sent } from '../../contract/case.js';
import { must } from '../../contract/requirement.js';
import { update } from '../../contract/sent.js';
import { accepted } from '../../contract/then.js';
import { contract } from '../../engine.js';
import { shardsOf } from './shards-of.js';

const suite = contract();
const target = { portIds: ['a', 'b', 'c'] } as unknown as Parameters<typeof shardsOf>[1]['target'];

describe('the shard of a requirement', () => {
  let shards: ReadonlyMap<string, number>;
  beforeAll(() => {
    shards = shardsOf(suite, { shard: { index: 2, count: 4 }, target, readings: 'document' });
  });

  it('is one of the shards for each requirement that is judged by cases', () => {
    const byCases = suite.requirements.filter(({ judged }) => judged.by === 'cases').map(({ id }) => id);
    expect([...shards.keys()].sort()).toEqual(byCases.sort());
    expect(new Set(shards.values())).toEqual(new Set([1, 2, 3, 4]));
  });

  it('has the second service, or the port_id, that it needs', () => {
    const needing = (...of: readonly string[]) =>
      suite.requirements.filter(({ id, needs }) => shards.has(id) && needs.some((need) => of.includes(need)));
    const shardsOfAll = (all: ReturnType<typeof needing>) => new Set(all.map(({ id }) => shards.get(id)));
    expect(shardsOfAll(needing('sibling', 'other-service'))).toEqual(new Set([1]));
    expect(shardsOfAll(needing('port-id'))).toEqual(new Set([1, 2, 3]));
  });

  it('waits for about as many answers as any other', () => {
    const change = update({ operation: suite.operation });
    const changes = (id: string, count: number, shape: Sent['shape'] = 'single') => {
      const given = () => Array.from({ length: count }, () => ({ ...change, shape, applies: [{}] }));
      return { ...must(id, { clause: {}, basis: 'sanity', says: id, given, then: accepted() }), id };
    };
    const requirements = [
      changes('one', 1),
      changes('ten', 10),
      changes('after a second', 1, 'after-a-second'),
      changes('three', 3),
    ];
    const dealt = shardsOf({ ...suite, requirements }, { shard: { index: 1, count: 2 }, target, readings: 'document' });
    expect([...dealt]).toEqual([
      ['ten', 1],
      ['after a second', 2],
      ['three', 2],
      ['one', 1],
    ]);
  });
});
