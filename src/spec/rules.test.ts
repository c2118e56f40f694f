import { describe, expect, it } from 'vitest';
import type { Json } from '../shared/json.js';
import { schemas } from './document.js';
import type { Schema } from './schema.js';
import { createValidator } from './validator.js';

const validator = createValidator(schemas);
const breaches = (ports: Json): readonly string[] =>
  validator
    .validate('UpdateEndpointServiceRequestBody', { ports })
    .filter(({ keyword }) => keyword === 'distinct-mappings')
    .map(({ pointer, keyword }) => `${pointer} ${keyword}`);

const short = (port: number): Json => ({ client_port: port, server_port: port });
const long = (port: number): Json => ({ client_port: port, server_port: port, protocol: 'TCP' });

describe('distinct-mappings', () => {
  it.each<[string, Json, readonly string[]]>([
    ['equal through an omitted protocol', [short(1), long(1)], ['/ports/1 distinct-mappings']],
    ['the same the other way round', [long(1), short(1)], ['/ports/1 distinct-mappings']],
    [
      'far apart',
      [short(9), ...Array.from({ length: 150 }, (_, i) => long(i + 10)), long(9)],
      ['/ports/151 distinct-mappings'],
    ],
    ['incomplete ones', [{}, { protocol: 'TCP' }], ['/ports/1 distinct-mappings']],
    [
      'two that clash with a third',
      [short(1), long(1), long(1)],
      ['/ports/1 distinct-mappings', '/ports/2 distinct-mappings'],
    ],
    ['exactly equal ones, which this rule leaves to a keyword', [short(1), short(1)], []],
    ['another protocol', [short(1), { client_port: 1, server_port: 1, protocol: 'UDP' }], []],
    ['other ports', [short(1), long(2)], []],
    [
      'one port shared',
      [
        { client_port: 1, server_port: 2 },
        { client_port: 1, server_port: 3, protocol: 'TCP' },
      ],
      [],
    ],
    ['items that are not objects', [1, 1, null], []],
    ['no list', { '0': short(1) }, []],
  ])('judges %s', (_, ports, want) => expect(breaches(ports)).toEqual(want));

  it('stands where no keyword complains', () => {
    const body = { ports: [short(1), long(1)] };
    expect(validator.validate('UpdateEndpointServiceRequestBody', body)).toEqual([
      {
        pointer: '/ports/1',
        keyword: 'distinct-mappings',
        schemaPointer: '/components/schemas/UpdateEndpointServiceRequestBody/properties/ports/x-rules/0',
        message: 'No two mappings are equal when an omitted protocol counts as its default',
        params: {},
      },
    ]);
  });

  it('holds for the reply too, and has nothing to say about other components', () => {
    const found = validator.validate('ServiceResp', { ports: [long(1), short(1)] });
    expect(found.at(-1)).toMatchObject({ pointer: '/ports/1', keyword: 'distinct-mappings' });
    expect(validator.validate('FailedRsp', { error: { code: 'c', message: 'm' }, ports: [long(1), short(1)] })).toEqual(
      [],
    );
  });
});

describe('a rule', () => {
  const stated = { id: 'distinct-mappings', says: 'No two are the same', clause: { table: 3 } };

  it('is applied at every index and member that it stands under, with the defaults of its own items', () => {
    const list = (fallback: number): Schema => ({
      type: 'array',
      items: { type: 'object', properties: { n: { type: 'integer', default: fallback } } },
      'x-rules': [stated],
    });
    const own = createValidator({
      A: { type: 'object', properties: { 'l/s': { type: 'array', items: { $ref: '#/components/schemas/B' } } } },
      B: { type: 'object', properties: { t: list(1) }, additionalProperties: list(2) },
    });
    const twice = (n: number): Json => [{}, { n }];
    const value = { 'l/s': [{ t: twice(1) }, { t: twice(2) }, { u: twice(2), t: [] }, {}, { t: 5 }, { u: twice(1) }] };
    expect(own.validate('A', value).filter(({ keyword }) => keyword === stated.id)).toMatchObject([
      { pointer: '/l~1s/0/t/1', message: 'No two are the same' },
      { pointer: '/l~1s/2/u/1', schemaPointer: '/components/schemas/B/additionalProperties/x-rules/0' },
    ]);
  });
});
