import { describe, expect, it } from 'vitest';
import { resolveConfig } from '../../config/config.js';
import { contract } from '../../engine.js';
import { isProbe } from './is-probe.js';
import { casesOf, contextsOf, refuseForeignCases } from './refuse-foreign-cases.js';

describe('what may be sent again', () => {
  it('is every case that the contract makes, of every kind', () => {
    const suite = contract();
    const config = resolveConfig({ effort: 'quick', seed: '1' }, {});
    const other = resolveConfig({ effort: 'standard', seed: '7', readings: 'production' }, {});
    const contexts = contextsOf(suite, config);
    const ids = suite.requirements.filter(({ judged }) => judged.by === 'cases').map(({ id }) => id);
    const probes = ids.flatMap((requirement) =>
      casesOf(requirement, suite, contexts).map((made, index) => ({ ...made, requirement, index })),
    );
    expect(probes.length).toBeGreaterThan(1_000);
    expect(probes.filter((probe) => !isProbe(JSON.parse(JSON.stringify(probe)))).map((probe) => probe.shape)).toEqual(
      [],
    );
    const cases = probes.map((probe) => ({ requirement: probe.requirement, probe, serviceId: 'any' }));
    for (const later of [config, other]) expect(() => refuseForeignCases(cases, suite, later)).not.toThrow();
  });
});
