import { describe, expect, it } from 'vitest';
import { resolveConfig, type Config } from '../../config/config.js';
import type { Case } from '../../contract/case.js';
import { contract } from '../../engine.js';
import { packed } from '../../contract/sent.js';
import { isCase } from './is-case.js';
import { firstCasesOf, contextsOf, contractCases } from './contract-cases.js';
import { expectedOf } from './recorded-plan.js';
import type { OneCase } from './resending.js';

const suite = contract();
const config = resolveConfig({ effort: 'quick', seed: '1' }, {});
const other = resolveConfig({ effort: 'quick', seed: '7', readings: 'production' }, {});

/** The first cases of a requirement. */
const someOf = <T>(cases: readonly T[]): readonly T[] => cases.slice(0, 3);

/** The first cases that the contract makes for each requirement under a configuration. */
function casesUnder(given: Config): OneCase[] {
  const contexts = contextsOf(suite, given).slice(0, 1);
  return suite.requirements.flatMap(({ id: requirement }) =>
    someOf(firstCasesOf(requirement, suite, contexts)).map((made, index) => ({
      requirement,
      testCase: { ...made, requirement, index },
      serviceId: 'any',
    })),
  );
}

const [ours, theirs] = [casesUnder(config), casesUnder(other)];

describe('what may be sent again', () => {
  it('is every case that the contract makes, of every kind, even by another seed and other readings', () => {
    expect(ours.length).toBeGreaterThan(1_000);
    expect(ours.filter(({ testCase }) => !isCase(JSON.parse(JSON.stringify(testCase))))).toEqual([]);
    expect(ours.map(contractCases(suite, config))).toEqual(ours);
    expect(theirs.map(contractCases(suite, config)).map(({ testCase }) => testCase.applies)).toEqual(
      theirs.map(({ testCase }) => testCase.applies),
    );
  });

  it('is judged as it was when made, by the contract alone', () => {
    for (const [cases, given] of [
      [ours, config],
      [theirs, other],
    ] as const) {
      const [context] = contextsOf(suite, given);
      if (context === undefined) throw new Error('no context');
      const forged = cases.map((one) => ({
        ...one,
        testCase: {
          ...one.testCase,
          expect: { ...one.testCase.expect, statuses: [599] },
          tolerates: [599],
          applies: [],
        },
      }));
      const again = forged.map(contractCases(suite, given)).map(({ testCase }) => {
        const judged = suite.requirements.find(({ id }) => id === testCase.requirement)?.judged;
        return judged?.by === 'cases' ? expectedOf(testCase, judged, context) : null;
      });
      expect(again).toEqual(cases.map(({ testCase }) => testCase.expect));
    }
  });

  it.for<[string, (testCase: Case) => Partial<Case>]>([
    ['of another arrangement', () => ({ shape: 'race' })],
    ['with a body that must not be rejected', () => ({ body: packed('{"service_name":"fine"}') })],
    ['with a body that is not JSON', () => ({ body: packed('{') })],
  ])('is not a case %s', ([, change]) => {
    const one = ours.find(
      ({ requirement, testCase }) =>
        requirement.startsWith('request-body/') && testCase.expect.statuses.join() === '400',
    );
    if (one === undefined) throw new Error('no case');
    const forged = { ...one, testCase: { ...one.testCase, ...change(one.testCase) } };
    expect(() => contractCases(suite, config)(one)).not.toThrow();
    expect(() => contractCases(suite, config)(forged)).toThrow('is not one that the contract sends');
  });
});
