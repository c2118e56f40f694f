import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../shared/json.js';
import { schemas } from '../spec/document.js';
import { lengthOf } from './code-points.js';
import { createGenerators, type Boundary } from './index.js';

const BODY = 'UpdateEndpointServiceRequestBody';
const generators = createGenerators(schemas);
const idOf = ({ component, pointer, member, keyword, way }: Boundary): string =>
  `${component} ${pointer} ${[member, keyword, way].filter((part) => part !== '').join('/')}`;

describe('boundaries', () => {
  const valuesOf = (pointer: string, way: string): Json[] =>
    generators
      .boundaries(BODY)
      .flatMap((boundary) => (boundary.pointer === pointer && boundary.way === way ? [boundary.value] : []));
  const membersOf = (name: string): Json[] =>
    generators
      .boundaries(BODY)
      .flatMap(({ pointer, value }) => (pointer.startsWith(`/${name}`) ? [value[name] ?? null] : []));

  it('are these', () => {
    expect([...new Set(generators.boundaries(BODY).map(idOf))]).toMatchSnapshot();
  });

  it('hold only one member of the body, except for those of the whole body', () => {
    expect(
      generators.boundaries(BODY).filter(({ pointer, value }) => pointer !== '' && Object.keys(value).length !== 1),
    ).toEqual([]);
  });

  it('have the ends of lengths, ranges and lists', () => {
    const lengths = (name: string): Set<number> => new Set(membersOf(name).map((text) => lengthOf(text as string)));
    expect([...lengths('service_name')]).toEqual(expect.arrayContaining([0, 1, 15, 16]));
    expect([...lengths('vip_port_id')]).toEqual(expect.arrayContaining([1, 2, 63, 64]));
    expect([...lengths('description')]).toEqual(expect.arrayContaining([0, 1, 127, 128, 255, 256, 1_000]));
    for (const name of ['client_port', 'server_port']) {
      const numbers = new Set(
        membersOf('ports').flatMap((ports) => (ports as readonly JsonObject[]).map((mapping) => mapping[name])),
      );
      for (const n of [1, 2, 127, 128, 255, 256, 32_767, 32_768, 65_534, 65_535]) expect(numbers).toContain(n);
    }
    expect(new Set(membersOf('ports').map((ports) => (ports as readonly Json[]).length))).toEqual(
      new Set([0, 1, 2, 5, 199, 200]),
    );
    expect(valuesOf('/approval_enabled', 'false')).toEqual([{ approval_enabled: false }]);
    expect(valuesOf('/ports/*', 'without-protocol')).toHaveLength(1);
  });

  it('have each character that a pattern allows first and last', () => {
    const names = membersOf('service_name') as string[];
    for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-') {
      expect(
        names.some((name) => name.length > 1 && name.startsWith(character)),
        character,
      ).toBe(true);
      expect(
        names.some((name) => name.length > 1 && name.endsWith(character)),
        character,
      ).toBe(true);
    }
    const descriptions = membersOf('description') as string[];
    for (const character of ' !"#$%&\'()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~') {
      expect(
        descriptions.some((text) => text.length > 1 && text.startsWith(character)),
        character,
      ).toBe(true);
      expect(
        descriptions.some((text) => text.length > 1 && text.endsWith(character)),
        character,
      ).toBe(true);
    }
  });

  it('take the place of a base member, and leave the others', () => {
    const [boundary] = generators
      .boundaries(BODY)
      .filter(({ way, pointer }) => way === 'most' && pointer === '/service_name');
    expect(boundary?.apply({ service_name: 'x', description: 'kept' })).toEqual({
      service_name: 'abcdefghijklmnop',
      description: 'kept',
    });
  });

  it('of a place narrowed to few values are these values', () => {
    const own = ['3b9c1f7e-6d2a-4e8b-9f0c-5a7d1e2f3b4c', '4b9c1f7e-6d2a-4e8b-9f0c-5a7d1e2f3b4c'];
    const boundaries = generators.boundaries(BODY, { '/port_id': fc.constantFrom(...own) });
    expect(
      boundaries
        .filter(({ pointer }) => pointer === '/port_id')
        .map(({ value }) => value.port_id)
        .sort(),
    ).toEqual(expect.arrayContaining(own));
    expect(
      boundaries.filter(({ value }) => Object.hasOwn(value, 'port_id') && !own.includes(value.port_id as string)),
    ).toEqual([]);
  });

  it('of a narrowed place are among the ways of the place as it is', () => {
    const all = new Set(generators.boundaries(BODY).map(idOf));
    const narrow = {
      '/port_id': fc.constant('3b9c1f7e-6d2a-4e8b-9f0c-5a7d1e2f3b4c'),
      '/description': fc.string({ unit: fc.constantFrom('a', 'b') }),
      '/ports': fc.constant([]),
    };
    expect(
      generators
        .boundaries(BODY, narrow)
        .map(idOf)
        .filter((id) => !all.has(id)),
    ).toEqual([]);
  });
});
