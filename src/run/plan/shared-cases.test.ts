import { describe, expect, it } from 'vitest';
import { resolveConfig } from '../../config/config.js';
import { contract } from '../../engine.js';
import { contextsOf } from '../again/contract-cases.js';
import { plan } from './plan.js';

const suite = contract();
const contextOf = (flags: Parameters<typeof resolveConfig>[0]) => {
  const [context] = contextsOf(suite, resolveConfig({ effort: 'quick', seed: '5', ...flags }, {}));
  if (context === undefined) throw new Error('no context');
  return context;
};
const { requirements } = suite;
const sent = new Set(['request-body/service_name/maxLength/one-over', 'effect/echo/description']);

/** The cases of the plan for one service. */
function planned(context: ReturnType<typeof contextOf>, cases: ReadonlyMap<string, ReadonlySet<number>> | null = null) {
  const [lane] = plan(requirements, { sent, cases }, [context], new Set());
  return [...(lane?.parts ?? [])].flatMap(({ batches, solos }) => [...batches.flat(), ...solos]);
}

describe('a context', () => {
  it('is the same for a service that looks the same, and different otherwise', () => {
    const context = contextOf({});
    expect(contextOf({})).toBe(context);
    expect(contextOf({ seed: '6' })).not.toBe(context);
    expect(contextOf({ effort: 'standard' })).not.toBe(context);
    expect(contextOf({ cases: '3' })).not.toBe(context);
    expect(contextOf({ readings: 'production' }).profile).not.toEqual(context.profile);
  });

  it('is forgotten after some others', () => {
    const context = contextOf({ seed: '100' });
    for (let seed = 101; seed < 117; seed += 1) contextOf({ seed: String(seed) });
    const again = contextOf({ seed: '100' });
    expect(again).not.toBe(context);
    expect(planned(again)).toEqual(planned(context));
  });
});

describe('the cases of quick effort', () => {
  it('are made once in a context, and again for another choice', () => {
    const context = contextOf({});
    const [first, again] = [planned(context), planned(context)];
    expect(first.length).toBeGreaterThan(2);
    expect(again).toEqual(first);
    for (const [n, { testCase }] of again.entries()) expect(testCase.applies).toBe(first[n]?.testCase.applies);
    const chosen = new Map([...sent].map((id) => [id, new Set([1])]));
    const some = planned(context, chosen);
    expect(some).not.toEqual([]);
    expect(some.map(({ testCase }) => testCase.index)).toEqual(some.map(() => 1));
    expect(planned(context)).toEqual(first);
  });
});
