import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { OpenApiDocument } from '../spec/data.js';
import { documentWith, documentWithNew, stated } from './document.fixture.js';
import { documentedOperation } from './documented.js';
import { constants, storedMember, timeOf, type Operation } from './operation.js';
import { readOperation } from './read-operation.js';

const operation = documentedOperation();
const second = readOperation(
  parse(readFileSync(join(import.meta.dirname, '../second-operation/rename.yaml'), 'utf8')) as OpenApiDocument,
);

describe('the operation of a document', () => {
  it('has its own path, and that of the resource which shows its effect', () => {
    expect([operation.method, operation.path]).toEqual(['PUT', '/v1/{project_id}/vpc-endpoint-services/{service_id}']);
    expect(operation.resource).toBe(operation.path);
    expect(second.path).toBe('/v1/{project_id}/vpc-endpoint-services/{service_id}/name');
    expect(second.resource).toBe('/v1/{project_id}/vpc-endpoint-services/{service_id}');
    expect(second.headers).toEqual([
      ['X-Auth-Token', '{{token}}'],
      ['Content-Type', 'application/json'],
    ]);
    expect([second.schemas, second.statuses]).toEqual([
      { request: 'NewName', reply: 'RenamedService', path: 'PathParameters' },
      [200, 400, 401, 404],
    ]);
  });

  it('knows how an update affects each member', () => {
    const named = (some: readonly { readonly name: string }[]): string[] => some.map(({ name }) => name);
    expect(named(operation.stored)).toEqual(['approval_enabled', 'service_name', 'ports', 'port_id', 'description']);
    expect(operation.stored.map(({ shownAs }) => shownAs)).toEqual([
      'exactly',
      'decorated',
      'in-any-order',
      'in-any-case',
      'exactly',
    ]);
    expect(operation.stored.map(({ cleared }) => cleared)).toEqual([undefined, '', [], undefined, '']);
    expect(operation.stored.map(({ fallback }) => fallback)).toEqual([
      true,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(named(operation.conditional)).toEqual(['vip_port_id']);
    expect(operation.conditional[0]?.elsewhere).toEqual(['VM', 'LB']);
    expect([timeOf(operation, 'created'), timeOf(operation, 'changed')]).toEqual(['created_at', 'updated_at']);
    expect(constants(operation)).toEqual(expect.arrayContaining(['vpc_id', 'server_type', 'tags']));
    expect(constants(operation)).not.toContain('status');
    expect(operation.backend).toBe('port_id');
    expect(operation.conflict?.by.map(({ name }) => name)).toEqual(['server_port', 'protocol']);
    expect([second.backend, second.conflict, second.conditional]).toEqual([null, null, []]);
    expect(storedMember(second, 'endpoint_service_name')).toMatchObject({ required: true, always: true });
  });

  it('has one path, with a project and a service', () => {
    const { paths, ...document } = documentWith(() => undefined);
    const [[path, item] = ['', { put: {} }]] = Object.entries(paths);
    const reading = (others: object) => (): Operation => readOperation({ ...document, paths: others } as never);
    expect(reading({})).toThrow('one path');
    expect(reading({ ...paths, '/v2': item })).toThrow('one path');
    expect(reading({ [path.replace('{project_id}', 'p')]: item })).toThrow('two parameters');
    expect(reading({ [path]: { put: { ...item.put, responses: {} } } })).toThrow('status 200 has no content');
  });
});

describe('a member of the request', () => {
  const member = (schema: object) =>
    readOperation(documentWithNew('label', schema)).members.find(({ name }) => name === 'label');

  it('is certain to be accepted with visible text, unless a keyword bounds it', () => {
    const [certain] = member({ type: 'string', maxLength: 9 })?.certain ?? [];
    expect(['Visible é中', '', 'a\u200bb', 'a\nb', 'a\u2028b'].map((text) => certain?.pattern?.test(text))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(member({ type: 'string', pattern: '^a*$' })?.certain).toEqual([]);
    expect(member({ type: 'string', enum: ['a', 'b'] })?.certain).toEqual([]);
    expect(member({ type: 'integer' })?.certain).toEqual([]);
  });

  it('keeps what the document says about it', () => {
    const made = member({
      type: 'string',
      pattern: '^[a-z]*$',
      'x-called': 'tag',
      'x-plain': 'plain-{n}',
      'x-certain': [{ reading: 'R2', loosened: true, minLength: 2 }],
    });
    expect(made).toMatchObject({ called: 'tag', plain: 'plain-{n}', required: false, clause: stated['x-clause'] });
    expect(made?.certain).toMatchObject([
      { reading: 'R2', loosened: true, minLength: 2, maxLength: Infinity, known: null },
    ]);
  });

  it('must have one supported type, and a place and a reading', () => {
    expect(() => member({ type: ['string', 'null'] })).toThrow('label: it must have one type');
    expect(() => member({ type: 'null' })).toThrow('label: it must have one type');
    expect(() => member({ type: 'string', 'x-clause': undefined })).toThrow('label: it has no x-clause');
    expect(() => member({ type: 'string', 'x-reading': undefined })).toThrow('label: it has no x-reading');
    expect(() =>
      member({ type: 'array', items: { type: 'string' }, 'x-certain': [{ reading: 'R4', distinct: ['a'] }] }),
    ).toThrow('label: x-certain names a member that no item has: a');
  });
});

it('knows the path parameters and the headers, each with its rules', () => {
  expect(operation.parameters.map(({ name, holds, value, rules }) => [name, holds, value, rules.length])).toEqual([
    ['project_id', 'project', null, 1],
    ['vpc_endpoint_service_id', 'service', null, 1],
    ['X-Auth-Token', null, null, 1],
    ['Content-Type', null, 'application/json', 1],
    ['Accept', null, 'application/json', 1],
  ]);
});
