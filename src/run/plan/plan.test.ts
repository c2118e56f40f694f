import { describe, expect, it } from 'vitest';
import type { Context } from '../../contract/context.js';
import { must, type CaseMaker } from '../../contract/requirement.js';
import { packed, update } from '../../contract/sent.js';
import { accepted } from '../../contract/then.js';
import { indices } from '../../contract/span.js';
import { serialize } from '../../shared/json.js';
import { plan, type LanePlan, type Part } from './plan.js';
import { rungsBy } from './rungs.js';
import { documentedOperation } from '../../operation/documented.js';

/** Contexts with only what dealing looks at. */
const contexts = [0, 1].map(
  (lane) =>
    ({ lane, lanes: 2, effort: 'standard', profile: 'document', capabilities: new Set() }) as unknown as Context,
);
const sent = {
  ...update({ operation: documentedOperation() }),
  body: packed(serialize({ description: 'x' })),
  applies: [{ description: 'x' }],
};

function requirement(name: string, given: CaseMaker) {
  const made = must(name, { clause: {}, basis: 'sanity', says: name, given, then: accepted() });
  return { ...made, id: name };
}

function soloNames(lanes: readonly LanePlan<Iterable<Part>>[]): string[][] {
  return lanes.map(({ parts }) => [...parts].flatMap(({ solos }) => solos.map(({ testCase }) => testCase.requirement)));
}

describe('the plan of a run', () => {
  it('is made in parts if there are many cases: each is dealt once, whatever part it is in', () => {
    const asked: string[] = [];
    const many = Object.assign(
      ({ lane, lanes }: Context, span = { from: 0, to: 11 }) => {
        asked.push(`${lane}: ${span.from}-${span.to}`);
        return indices(span).map((index) => (index % lanes === lane ? sent : null));
      },
      { series: () => ({ count: 11, first: 4, size: 3 }) },
    );
    const all = [requirement('few', () => [sent, sent]), requirement('many', many)];
    const lanes = plan(all, { sent: new Set(all.map(({ id }) => id)) }, contexts, new Set());
    expect(lanes.map(({ counts }) => [...counts])).toEqual([
      [
        ['few', 1],
        ['many', 6],
      ],
      [
        ['few', 1],
        ['many', 5],
      ],
    ]);
    expect(asked.splice(0)).toEqual(['0: 0-4', '1: 0-4']);
    const parts = lanes.map(({ parts: own }) =>
      [...own].map(({ solos }) => solos.map(({ testCase }) => `${testCase.requirement}#${testCase.index}`).toSorted()),
    );
    expect(parts).toEqual([
      [['few#0', 'many#0', 'many#2'], ['many#4', 'many#6'], ['many#8'], ['many#10']],
      [['few#1', 'many#1', 'many#3'], ['many#5'], ['many#7', 'many#9'], []],
    ]);
    expect(asked).toEqual(['0: 4-7', '0: 7-10', '0: 10-11', '1: 4-7', '1: 7-10', '1: 10-11']);
  });

  it('deals a case that only one service can make to that service, whatever its position', () => {
    const own = ['a', 'b', 'c'].map((name) => requirement(name, ({ lane }) => (lane === 1 ? [sent] : [])));
    const ids = new Set(own.map(({ id }) => id));
    const lanes = plan(own, { sent: ids }, contexts, new Set());
    expect(soloNames(lanes)).toEqual([[], ['a', 'b', 'c']]);
  });

  it('deals cases that every service can make in turn', () => {
    const all = ['a', 'b', 'c'].map((name) => requirement(name, () => [sent]));
    const ids = new Set(all.map(({ id }) => id));
    const lanes = plan(all, { sent: ids }, contexts, new Set());
    expect(soloNames(lanes)).toEqual([['a', 'c'], ['b']]);
  });

  it('sends the telling cases before all others, the most telling first if few follow', () => {
    const all = ['a', 'b', 'c'].map((name) => requirement(name, () => [sent, sent, sent]));
    const ids = new Set(all.map(({ id }) => id));
    const telling = [
      ['c', 1],
      ['b', 0],
      ['a', 1],
    ] as const;
    const partsAt = (effort: 'quick' | 'standard', maxRequests: number | null) => {
      const spending = { maxRequests, maxTimeMs: null, maxFailures: null, perSecond: null };
      const one = contexts.slice(0, 1).map((context) => ({ ...context, lanes: 1 }));
      const [lane] = plan(all, { sent: ids }, one, new Set(), rungsBy(telling, { effort, only: [], spending }));
      return [...(lane?.parts ?? [])].map(({ solos }) =>
        solos.map(({ testCase }) => `${testCase.requirement}${testCase.index}`).toSorted(),
      );
    };
    const others = ['a0', 'b1', 'b2', 'c0', 'c2'];
    expect(partsAt('standard', null)).toEqual([['a1', 'b0', 'c1'], ['a2', ...others].toSorted()]);
    expect(partsAt('standard', 100)).toEqual([['c1'], ['a1', 'b0'], ['a2', ...others].toSorted()]);
    expect(partsAt('quick', null)).toEqual(partsAt('standard', 100));
  });

  it('makes the chosen cases on the one service whose turn it is, and on each if that one cannot make them', () => {
    const asked: string[] = [];
    const [all, some] = ['all', 'some'].map((name) =>
      requirement(name, ({ lane }) => {
        asked.push(`${name} ${lane}`);
        return [name === 'some' && lane === 1 ? null : sent, sent];
      }),
    ) as [ReturnType<typeof requirement>, ReturnType<typeof requirement>];
    const chosen = (id: string) => ({ sent: new Set([id]), cases: new Map([[id, new Set([0])]]) });
    expect(soloNames(plan([all], chosen('all'), contexts, new Set()))).toEqual([['all'], []]);
    expect(asked.splice(0)).toEqual(['all 0']);
    // The second of two requirements begins on the second service, which has no such case.
    expect(soloNames(plan([all, some], chosen('some'), contexts, new Set()))).toEqual([['some'], []]);
    expect(asked).toEqual(['some 1', 'some 0', 'some 1']);
  });

  it('sends only the chosen cases of a requirement', () => {
    const all = ['a', 'b'].map((name) => requirement(name, () => [sent, sent]));
    const chosen = { sent: new Set(['a', 'b']), cases: new Map([['a', new Set([1])]]) };
    const [first, second] = plan(all, chosen, contexts, new Set());
    expect([first, second].map((lane) => [...(lane?.counts ?? [])])).toEqual([
      [['b', 1]],
      [
        ['a', 1],
        ['b', 1],
      ],
    ]);
  });
});
