import * as fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { components } from '../../generated/schema.js';
import { schemas } from '../spec/document.js';
import { createGenerators, type Patch, type Violation } from './index.js';

const BODY = 'UpdateEndpointServiceRequestBody';
type Body = components['schemas']['UpdateEndpointServiceRequestBody'];

const generators = createGenerators(schemas);
const idOf = ({
  component,
  pointer,
  member: place,
  keyword,
  way,
}: Pick<Violation, 'component' | 'pointer' | 'member' | 'keyword' | 'way'>): string =>
  `${component} ${pointer} ${[place, keyword, way].filter((part) => part !== '').join('/')}`;

describe('the type of good values', () => {
  it('is the one that is generated for the component', () => {
    expectTypeOf(generators.valid(BODY)).toEqualTypeOf<fc.Arbitrary<Body>>();
    expectTypeOf(generators.valid('PortList')).toEqualTypeOf<fc.Arbitrary<components['schemas']['PortList']>>();
    const named: fc.Arbitrary<string> = generators.valid(BODY).map((body) => body.service_name ?? 'none');
    expect(fc.sample(named, { numRuns: 1, seed: 1 })).toHaveLength(1);
  });

  it('is no other, and belongs to no unknown component', () => {
    // @ts-expect-error a service_name is not a number
    const wrong: fc.Arbitrary<{ service_name?: number }> = generators.valid(BODY);
    expect(wrong).toBeDefined();
    // @ts-expect-error there is no member of this name
    expect(fc.sample(generators.valid(BODY), { numRuns: 5, seed: 1 }).every((body) => body.name === undefined)).toBe(
      true,
    );
    // @ts-expect-error there is no schema of this name
    expect(() => generators.valid('Nothing')).toThrow('the document has no schema Nothing; it has ');
  });
});

describe('the violations of the request', () => {
  const violations = generators.violations(BODY);

  it('are these', () => {
    expect(violations.map(idOf)).toMatchSnapshot();
  });

  it('have an id each, and examples without repeats', () => {
    expect(new Set(violations.map(idOf)).size).toBe(violations.length);
    for (const violation of violations) {
      const texts = violation.examples.map((patch) => JSON.stringify(patch));
      expect(texts.length, idOf(violation)).toBeGreaterThan(0);
      expect(new Set(texts).size, idOf(violation)).toBe(texts.length);
    }
  });

  it('of an item are alone, first, in the middle, last, and beyond the hundredth', () => {
    for (const violation of violations.filter(({ pointer }) => pointer.startsWith('/ports/*'))) {
      const spots = new Set(
        violation.examples.map(({ places }) => places.map(({ length, index }) => `${index} of ${length}`).join()),
      );
      for (const spot of ['0 of 1', '0 of 3', '1 of 3', '2 of 3', '199 of 200', '137 of 200', '100 of 101'])
        expect(spots, idOf(violation)).toContain(spot);
    }
  });

  it('are listed the same way each time', () => {
    const again = createGenerators(schemas).violations(BODY);
    expect(again.map(({ examples }) => examples)).toEqual(violations.map(({ examples }) => examples));
  });

  it('cover every keyword of the request except those reported as unbreakable', () => {
    expect(generators.unbreakable(BODY)).toEqual([
      { pointer: '/service_name', keyword: 'minLength', why: 'nothing breaks it as it is written' },
    ]);
  });

  it('shrink to a listed value in a short list', () => {
    const shrunk = violations.map((violation) => {
      const met: Patch[] = [];
      fc.check(
        fc.property(violation.arbitrary, (patch) => {
          met.push(patch);
          return false;
        }),
        { seed: 4, numRuns: 1 },
      );
      return { id: idOf(violation), lengths: met.at(-1)?.places.map(({ length }) => length) ?? [Infinity] };
    });
    expect(shrunk.filter(({ lengths }) => lengths.some((length) => length > 1))).toEqual([]);
  });
});

describe('narrowed good bodies', () => {
  it('have the given values at the given places', () => {
    const mapping = fc.record({ client_port: fc.constantFrom(1, 2, 3), server_port: fc.constantFrom(7, 8) });
    const bodies = fc.sample(
      generators.valid(BODY, {
        '/description': fc.constant('only'),
        '/ports/*': mapping,
        '/port_id': fc.constant('id'),
      }),
      { numRuns: 300, seed: 2 },
    );
    expect(new Set(bodies.map((body) => body.description))).toEqual(new Set(['only', undefined]));
    expect(new Set(bodies.map((body) => body.port_id))).toEqual(new Set(['id', undefined]));
    const lists = bodies.flatMap(({ ports }) => (ports === undefined ? [] : [ports]));
    expect(lists.flat().every((item) => item.protocol === undefined && (item.client_port ?? 0) <= 3)).toBe(true);
    expect(lists.every((ports) => new Set(ports.map((item) => JSON.stringify(item))).size === ports.length)).toBe(true);
    expect(Math.max(...lists.map((ports) => ports.length))).toBe(6);
  });

  it('refuse a place that the schema does not have', () => {
    expect(() => generators.valid(BODY, { '/descripton': fc.constant('x') })).toThrow(
      'UpdateEndpointServiceRequestBody has no place "/descripton" to narrow',
    );
  });
});
