import { describe, expect, it } from 'vitest';
import { Ledger, type Breach, type Exchange } from './ledger.js';
import { ledgerOfAny } from './ledger.fixture.js';
import { NOT_RECORDED } from './not-recorded.js';
import { ofRun } from './purpose.js';
import { at, testCase } from './target.fixture.js';

function breach(order: number): Breach {
  const finding = { requirement: 'r', expected: '400', received: String(order) };
  return { purpose: ofRun(order, 's'), findings: [finding], exchanges: [] };
}

/** Every order in which the items can arrive. */
function permutations<T>(items: readonly T[]): T[][] {
  return items.length < 2
    ? [[...items]]
    : items.flatMap((item, n) => permutations(items.filter((_, i) => i !== n)).map((rest) => [item, ...rest]));
}

describe('Ledger', () => {
  it('keeps the lowest failures, whatever the order in which they arrive', () => {
    for (const arrival of permutations([11, 3, 70, 25, 8])) {
      const ledger = ledgerOfAny();
      for (const order of arrival) ledger.violates('r', breach(order));
      expect(ledger.of('r').breaches.map(({ purpose }) => purpose.order)).toEqual([3, 8, 11]);
      expect(ledger.of('r').failed).toBe(5);
      expect(ledger.of('r').judged).toBe(5);
    }
  });

  it('keeps the first of two findings with the same order in front', () => {
    const ledger = ledgerOfAny();
    const [first, second] = [breach(1), breach(1)];
    ledger.violates('r', first);
    ledger.violates('r', second);
    expect(ledger.of('r').breaches[0]).toBe(first);
  });

  it('counts a case that could be judged only the second time as judged', () => {
    const ledger = ledgerOfAny();
    for (const order of [1, 2, 3]) ledger.unjudged('r', order, 'throttled');
    ledger.unjudged('r', 1, 'throttled again');
    expect([...ledger.of('r').unjudged]).toEqual([
      [1, 'throttled again'],
      [2, 'throttled'],
      [3, 'throttled'],
    ]);
    ledger.conforms(testCase({}, { requirement: 'r' }), 1);
    ledger.violates('r', breach(2));
    expect([...ledger.of('r').unjudged.keys()]).toEqual([3]);
    expect(ledger.of('r')).toMatchObject({ judged: 2, failed: 1 });
  });

  it('counts which conforming cases were drawn at random', () => {
    const ledger = ledgerOfAny();
    ledger.conforms(testCase({}, { requirement: 'r', drawn: true }), 1);
    ledger.conforms(testCase({}, { requirement: 'r' }), 2);
    ledger.conforms(testCase({}, { requirement: 'r', drawn: true }), 3);
    expect(ledger.of('r')).toMatchObject({ judged: 3, drawn: 2, failed: 0 });
  });

  it('enters each finding for its own requirement', () => {
    const ledger = ledgerOfAny();
    const a = { requirement: 'a', expected: '1', received: '2' };
    const b = { requirement: 'b', expected: '3', received: '4' };
    ledger.blame(ofRun(4, 's'), [a, b, { ...a, pointer: '/x' }], []);
    expect(ledger.of('a').breaches.map(({ findings }) => findings)).toEqual([[a, { ...a, pointer: '/x' }]]);
    expect(ledger.of('b').breaches.map(({ findings }) => findings)).toEqual([[b]]);
    expect(ledger.of('a')).toMatchObject({ sent: 1, judged: 1, failed: 1 });
  });

  it('keeps the first reason why a case shows nothing here', () => {
    const ledger = ledgerOfAny();
    ledger.impossible('r', 'first');
    ledger.impossible('r', 'second');
    expect(ledger.of('r').impossible).toBe('first');
  });

  it('counts several observations at once', () => {
    const ledger = ledgerOfAny();
    ledger.watched('r', 5);
    ledger.watched('r');
    expect(ledger.of('r')).toMatchObject({ sent: 6, judged: 6, failed: 0 });
  });

  it('counts how many of the given requirements fail', () => {
    const ledger = ledgerOfAny();
    for (const id of ['a', 'a', 'b', 'elsewhere']) ledger.violates(id, breach(1));
    ledger.conforms(testCase({}, { requirement: 'c' }), 1);
    expect(ledger.failedAmong(new Set(['a', 'b', 'c', 'never-sent']))).toBe(2);
    expect(ledger.failedAmong(new Set(['c']))).toBe(0);
  });

  it('keeps the reason why a case was not judged, rather than that its second attempt is not recorded', () => {
    const ledger = ledgerOfAny();
    ledger.unjudged('r', 1, 'throttled');
    ledger.unjudged('r', 1, NOT_RECORDED);
    ledger.unjudged('r', 2, NOT_RECORDED);
    expect([...ledger.of('r').unjudged]).toEqual([
      [1, 'throttled'],
      [2, NOT_RECORDED],
    ]);
  });

  it('cuts large bodies of the breaches that it keeps', () => {
    const request = { method: 'PUT', path: '/', headers: [], body: null };
    const sized = (size: number): Exchange => ({
      role: 'case',
      request,
      attempts: [
        { kind: 'response', status: 400, headers: [], body: new Uint8Array(size).fill(65), sentAt: 0, endedAt: 1 },
      ],
    });
    const ledger = ledgerOfAny();
    const [small, large] = [
      { ...breach(1), exchanges: [sized(10)] },
      { ...breach(2), exchanges: [sized(10), sized(30_000)] },
    ];
    ledger.violates('r', small);
    ledger.violates('r', large);
    const [first, second] = ledger.of('r').breaches;
    expect(first).toBe(small);
    expect(second).toMatchObject({ purpose: { order: 2 }, findings: large.findings });
    const sizes = second?.exchanges.map(({ attempts: [one] }) => (one?.kind === 'response' ? one.body.length : null));
    expect(sizes).toEqual([10, 20_480]);
  });
});

describe('a finding on what an update did', () => {
  const finding = {
    requirement: 'effect/kept/service_name',
    pointer: '/service_name',
    expected: '"a"',
    received: '"b"',
  };
  const exchange = { role: 'case', request: {} as never, attempts: [] } as const;
  const blame = (ledger: Ledger, statuses: readonly number[], role: 'case' | 'prepare' = 'case') => {
    ledger.blame(at(testCase({}, { expect: { statuses } })), [finding], [{ ...exchange, role }]);
    return ledger.of('r').failed;
  };

  it('is also charged to the case if its outcome is open or the other requirement is not judged', () => {
    expect(blame(ledgerOfAny(), [200, 400])).toBe(1);
    expect(blame(ledgerOfAny(new Set(['r'])), [200])).toBe(1);
  });

  it.each([
    ['effect/one-record/updated_at', 1],
    ['reply/updated_at/moves-on', 1],
    ['reply/id/type', 0],
    // SHOULD
    ['effect/race-replies', 0],
  ])('of %s is charged to the case if that requirement is not judged: %i', (requirement, failed) => {
    const ledger = ledgerOfAny(new Set(['r']));
    ledger.blame(at(testCase({})), [{ ...finding, requirement }], [exchange]);
    expect(ledger.of('r').failed).toBe(failed);
  });

  it('belongs only to the other requirement if that is judged, or the case was not yet sent', () => {
    expect(blame(ledgerOfAny(), [200])).toBe(0);
    expect(blame(ledgerOfAny(new Set(['r', finding.requirement])), [200])).toBe(0);
    expect(blame(ledgerOfAny(new Set(['r'])), [200], 'prepare')).toBe(0);
  });

  it('is withdrawn, with all else that rests on the state of a service, if another writer may have changed it', () => {
    const ledger = ledgerOfAny();
    blame(ledger, [200, 400]);
    const read = { role: 'read', request: {} as never, attempts: [] } as const;
    ledger.violates('by/read', { ...breach(2), exchanges: [read] });
    const accepted = { ...breach(3), findings: [{ requirement: 'r', expected: '400', received: '200' }] };
    ledger.violates('r', accepted);
    ledger.violates('by/answer', breach(4));
    ledger.withdraw('disturbed');
    const failed = ['effect/kept/service_name', 'by/read', 'r', 'by/answer'].map((id) => ledger.of(id).failed);
    expect(failed).toEqual([0, 0, 1, 1]);
    expect(ledger.of('r').breaches).toEqual([accepted]);
    expect(new Set(ledger.of('effect/kept/service_name').unjudged.values())).toEqual(new Set(['disturbed']));
    expect(ledger.of('by/answer').unjudged.size).toBe(0);
  });
});

it('refuses an unknown requirement', () => {
  const ledger = new Ledger({ ids: new Set(['known']) });
  expect(ledger.of('known').judged).toBe(0);
  expect(() => ledger.watched('unknown')).toThrow('there is no requirement unknown');
});
