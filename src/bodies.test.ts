import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { components } from '../generated/schema.js';
import { boundaries, valid, violations } from './bodies.js';
import { contract } from './engine.js';

const name = 'UpdateEndpointServiceRequestBody';
const { validator } = contract();
const broken = (text: string): string[] => {
  const value: unknown = JSON.parse(text);
  return validator.validate(name, value).map(({ keyword }) => keyword);
};

describe('bodies for other test suites', () => {
  it('are of the generated type and keep the schema', () => {
    const arbitrary: fc.Arbitrary<components['schemas'][typeof name]> = valid(name);
    fc.assert(
      fc.property(arbitrary, (body) => {
        expect(broken(JSON.stringify(body))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it.for(violations(name).filter((_, n) => n % 20 === 0))(
    'break $pointer $keyword $way in every example and every drawn body',
    ({ keyword, examples, bodies }) => {
      expect(examples.length).toBeGreaterThan(0);
      for (const text of [...examples.slice(0, 5), ...fc.sample(bodies, { seed: 1, numRuns: 5 })])
        expect(broken(text)).toContain(keyword);
    },
  );

  it('stand at every edge and still keep the schema', () => {
    const edges = boundaries(name);
    expect(edges.length).toBeGreaterThan(100);
    for (const { example } of edges) expect(broken(example)).toEqual([]);
  });

  it('are refused for an unknown schema', () => {
    expect(() => valid('NoSuchSchema' as typeof name)).toThrow('NoSuchSchema');
  });
});
