import { describe, expect, it } from 'vitest';
import { must, type Requirement } from '../contract/requirement.js';
import type { Capability } from '../shared/model.js';
import { NEEDS_TUNNEL } from '../shared/way.js';
import { ofRun } from './purpose.js';
import { Ledger, type Breach } from './ledger.js';
import { ledgerOfAny } from './ledger.fixture.js';
import { accepted } from '../contract/then.js';
import { lacking, verdictOf } from './rulings.js';
import { testCase } from './target.fixture.js';

const watched: Requirement = must('r', {
  clause: { table: 3 },
  basis: 'documented',
  says: 'It is so',
  watching: ['*'],
});
const ofCases: Requirement = { ...watched, judged: { by: 'cases', given: () => [], then: accepted() } };
const breach: Breach = { purpose: ofRun(1, 's'), findings: [], exchanges: [] };

type Options = Parameters<typeof verdictOf>[2];

function verdict(
  fill: (ledger: Ledger) => void,
  {
    requirement = ofCases,
    selected = true,
    profile = 'document',
    capabilities = [],
    stopped = null,
    cut = null,
    planned = true,
  }: Partial<Omit<Options, 'capabilities'>> & { requirement?: Requirement; capabilities?: readonly Capability[] } = {},
) {
  const ledger = ledgerOfAny();
  fill(ledger);
  return verdictOf(requirement, ledger, {
    selected,
    profile,
    capabilities: new Set(capabilities),
    stopped,
    cut,
    planned,
  });
}
const unjudged = (ledger: Ledger, ...reasons: string[]): void => {
  for (const [n, reason] of reasons.entries()) ledger.unjudged('r', n, reason);
};

describe('verdictOf', () => {
  it('exercises nothing of a requirement with too few cases left, unless it failed', () => {
    const left = (withheld: number, sent: number, fails = false) =>
      verdict((ledger) => {
        Object.assign(ledger.of('r'), { withheld, sent });
        for (let n = 0; n < sent; n += 1) ledger.conforms(testCase({}, { requirement: 'r' }), n);
        if (fails) ledger.violates('r', breach);
      });
    expect(left(2, 1)).toEqual({ kind: 'not-exercised', reason: `${NEEDS_TUNNEL}, as in 2 of its 3 cases` });
    expect(left(2, 0)).toEqual({ kind: 'not-exercised', reason: NEEDS_TUNNEL });
    expect(left(1, 1)).toEqual({ kind: 'passed' });
    expect(left(2, 1, true)).toEqual({ kind: 'failed' });
  });

  it('fails what failed once', () => {
    const fill = (ledger: Ledger): void => {
      for (let n = 0; n < 5; n += 1) ledger.conforms(testCase({}, { requirement: 'r' }), n + 10);
      ledger.violates('r', breach);
    };
    expect(verdict(fill)).toEqual({ kind: 'failed' });
    expect(verdict(fill, { stopped: 'interrupted' })).toEqual({ kind: 'failed' });
    expect(verdict(fill, { selected: false })).toEqual({ kind: 'deselected', reason: 'not selected' });
  });

  it('passes what was judged and conforms', () => {
    expect(verdict((ledger) => ledger.conforms(testCase({}, { requirement: 'r' }), 1))).toEqual({ kind: 'passed' });
    expect(
      verdict((ledger) => ledger.conforms(testCase({}, { requirement: 'r' }), 1), { stopped: 'interrupted' }),
    ).toEqual({ kind: 'passed' });
  });

  it('passes if at least half of the cases were judged', () => {
    const half = (ledger: Ledger): void => {
      unjudged(ledger, 'throttled');
      ledger.conforms(testCase({}, { requirement: 'r' }), 9);
    };
    expect(verdict(half)).toEqual({ kind: 'passed' });
    const less = (ledger: Ledger): void => {
      unjudged(ledger, 'once', 'twice', 'twice');
      ledger.conforms(testCase({}, { requirement: 'r' }), 9);
    };
    expect(verdict(less)).toEqual({ kind: 'not-judged', reason: 'twice' });
  });

  it('leaves open in production what that profile leaves open', () => {
    const open = { ...ofCases, loosenedBy: 'R7' as const };
    const conforms = (ledger: Ledger): void => ledger.conforms(testCase({}, { requirement: 'r' }), 1);
    expect(verdict(conforms, { requirement: open, profile: 'production' })).toEqual({
      kind: 'not-applicable',
      reading: 'R7',
    });
    expect(verdict(conforms, { requirement: { ...open, loosenedBy: 'R2' }, profile: 'production' })).toEqual({
      kind: 'not-applicable',
      reading: 'R2',
    });
    expect(verdict(conforms, { requirement: open, profile: 'document+R7' })).toMatchObject({ reading: 'R7' });
    for (const profile of ['document', 'document+R2', 'production-R7'] as const)
      expect(verdict(conforms, { requirement: open, profile })).toEqual({ kind: 'passed' });
    expect(verdict(conforms, { profile: 'production' })).toEqual({ kind: 'passed' });
  });

  it('does not exercise what the target lacks', () => {
    const needy = { ...ofCases, needs: ['reads', 'sibling'] as const };
    expect(verdict(() => undefined, { requirement: needy, capabilities: ['reads'] })).toEqual({
      kind: 'not-exercised',
      reason: 'it needs a sibling service that shares the port_id and whose ports GET shows',
    });
    expect(lacking(needy, new Set(['reads', 'sibling']))).toBeNull();
    expect(lacking(ofCases, new Set())).toBeNull();
  });

  it('never passes what judged nothing', () => {
    const impossible = (ledger: Ledger): void => ledger.impossible('r', 'no time is shown');
    expect(verdict(() => undefined)).toEqual({
      kind: 'not-exercised',
      reason: 'no case can be made for this target',
    });
    const asking = { ...ofCases, judged: { ...ofCases.judged, asks: { member: 'port_id', value: 'a' } } };
    expect(verdict(() => undefined, { requirement: asking })).toEqual({
      kind: 'not-exercised',
      reason: 'it needs a service that may take a certain port_id, which explain names (--port-id)',
    });
    const needing = { ...ofCases, judged: { ...ofCases.judged, asks: 'a second service' } };
    expect(verdict(() => undefined, { requirement: needing })).toEqual({
      kind: 'not-exercised',
      reason: 'it needs a second service',
    });
    expect(verdict(() => undefined, { requirement: watched })).toEqual({
      kind: 'not-exercised',
      reason: 'no answer in this run bears on it',
    });
    expect(verdict(impossible)).toEqual({ kind: 'not-exercised', reason: 'no time is shown' });
    expect(verdict(impossible, { stopped: 'interrupted' })).toEqual({ kind: 'not-judged', reason: 'interrupted' });
  });

  it('leaves out what a budget cut short', () => {
    const cut = '100 requests';
    const reason = 'budget spent (100 requests)';
    const sent =
      (count: number, judged: number) =>
      (ledger: Ledger): void => {
        ledger.of('r').sent = count;
        for (let n = 0; n < judged; n += 1) ledger.conforms(testCase({}, { requirement: 'r' }), n);
      };
    const leftOut = { kind: 'deselected', reason };
    expect(verdict(() => undefined, { cut, planned: false })).toEqual(leftOut);
    expect(verdict(sent(4, 0), { cut })).toEqual(leftOut);
    expect(verdict(() => undefined, { cut, requirement: watched })).toEqual(leftOut);
    expect(verdict(sent(0, 0), { cut }).kind).toBe('not-exercised');
    expect(verdict((ledger) => ledger.impossible('r', 'no time is shown'), { cut, requirement: watched })).toEqual({
      kind: 'not-exercised',
      reason: 'no time is shown',
    });
    expect(verdict(sent(4, 2), { cut })).toEqual({ kind: 'passed' });
    expect(verdict(sent(5, 2), { cut })).toEqual({
      kind: 'not-judged',
      reason: `${reason}: fewer than half of the cases were judged`,
    });
    expect(verdict(sent(5, 2), { cut, requirement: watched })).toEqual({ kind: 'passed' });
    expect(verdict(sent(5, 2))).toEqual({ kind: 'passed' });
  });
});
