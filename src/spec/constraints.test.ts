import { describe, expect, it } from 'vitest';
import { constraintsOf } from './constraints.js';
import { schemas } from './document.js';
import type { SchemaMap } from './schema.js';

const shown = (component: string, from: SchemaMap = schemas): readonly string[] =>
  constraintsOf(from, component).map(({ pointer, keyword, value }) => `${pointer} ${keyword} ${JSON.stringify(value)}`);

describe('the constraints of a component', () => {
  it('are all those of the request body, members of the port list included', () => {
    expect(shown('UpdateEndpointServiceRequestBody')).toEqual([
      ' type "object"',
      '/approval_enabled type "boolean"',
      '/service_name type "string"',
      '/service_name maxLength 16',
      '/service_name pattern "^[A-Za-z0-9_-]*$"',
      '/ports type "array"',
      '/ports maxItems 200',
      '/ports uniqueItems true',
      '/ports distinct-mappings "No two mappings are equal when an omitted protocol counts as its default"',
      '/ports/* type "object"',
      '/ports/*/client_port type "integer"',
      '/ports/*/client_port minimum 1',
      '/ports/*/client_port maximum 65535',
      '/ports/*/server_port type "integer"',
      '/ports/*/server_port minimum 1',
      '/ports/*/server_port maximum 65535',
      '/ports/*/protocol type "string"',
      '/ports/*/protocol enum ["TCP"]',
      '/port_id type "string"',
      '/port_id format "uuid"',
      '/vip_port_id type "string"',
      '/vip_port_id minLength 1',
      '/vip_port_id maxLength 64',
      '/description type "string"',
      '/description pattern "^[^<>]*$"',
    ]);
  });

  it('each carry their place in both documents', () => {
    const found = constraintsOf(schemas, 'UpdateEndpointServiceRequestBody');
    expect(found.find(({ pointer, keyword }) => pointer === '/ports/*/client_port' && keyword === 'maximum')).toEqual({
      pointer: '/ports/*/client_port',
      member: 'ports/client_port',
      keyword: 'maximum',
      value: 65535,
      clause: { table: 4, row: 'client_port' },
      reading: 'R1',
      component: 'PortList',
      schemaPointer: '/components/schemas/PortList/properties/client_port/maximum',
    });
  });

  it('stand at the member that is required, with its clause', () => {
    const found = constraintsOf(schemas, 'FailedRsp').filter(({ keyword }) => keyword === 'required');
    expect(found).toMatchObject([
      {
        pointer: '/error',
        member: 'error',
        clause: { table: 8, row: 'error' },
        reading: 'R28',
        component: 'FailedRsp',
      },
      { pointer: '/error/message', clause: { table: 9, row: 'message' }, component: 'Error' },
      { pointer: '/error/code', clause: { table: 9, row: 'code' }, component: 'Error' },
    ]);
  });

  it.each(['UpdateEndpointServiceRequestBody', 'ServiceResp', 'FailedRsp'])(
    'of %s all name a clause and a reading',
    (component) => {
      const found = constraintsOf(schemas, component);
      expect(found.filter(({ clause, reading }) => clause === null || reading === null)).toEqual([]);
      expect(found.length).toBeGreaterThan(8);
    },
  );

  it('take clause and reading of a keyword before those of the schema', () => {
    const own: SchemaMap = {
      A: {
        type: 'string',
        maxLength: 5,
        'x-clause': { table: 1 },
        'x-clauses': { maxLength: { table: 2 } },
        'x-reading': 'R1',
        'x-readings': { maxLength: 'R2' },
      },
    };
    expect(constraintsOf(own, 'A')).toMatchObject([
      { keyword: 'type', clause: { table: 1 }, reading: 'R1' },
      { keyword: 'maxLength', clause: { table: 2 }, reading: 'R2' },
    ]);
  });

  it('are none if no instance can break them', () => {
    const own: SchemaMap = {
      A: { minLength: 0, minItems: 0, uniqueItems: false, additionalProperties: true, default: 5 },
      B: { type: 'object', properties: { 'a/b': { const: null } }, additionalProperties: false },
      C: { type: 'object', additionalProperties: { type: 'integer', exclusiveMinimum: 0 } },
    };
    expect(shown('A', own)).toEqual([]);
    expect(shown('B', own)).toEqual([' type "object"', ' additionalProperties false', '/a~1b const null']);
    expect(shown('C', own)).toEqual([' type "object"', '/* type "integer"', '/* exclusiveMinimum 0']);
  });

  it('cannot be determined for a schema that refers to itself, or to nothing', () => {
    const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
    expect(() => constraintsOf({ A: { items: ref('B') }, B: { items: ref('A') } }, 'A')).toThrow(
      '$ref leads back to A',
    );
    expect(() => constraintsOf({ A: { items: ref('B') } }, 'A')).toThrow('$ref leads to no schema: B');
    expect(() => constraintsOf({ A: { $ref: '#/components/parameters/B' } }, 'A')).toThrow(
      'the keyword $ref must lead to',
    );
  });
});
