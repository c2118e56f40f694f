import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../shared/json.js';
import type { AttemptResponse, Profile } from '../shared/model.js';
import { excerpt, headerValues, isJsonType } from './media.js';
import { checkForm, checkIdentity, checkMembers, replyRequirement, type ReplyError } from './reply.js';
import { documentedOperation } from '../operation/documented.js';

const operation = documentedOperation();

const json: AttemptResponse['headers'] = [['Content-Type', 'application/json']];
const reply = (body: string | Uint8Array, headers = json): AttemptResponse => ({
  kind: 'response',
  status: 200,
  headers,
  body: typeof body === 'string' ? Buffer.from(body) : body,
  sentAt: 0,
  endedAt: 1,
});

describe('the form of a reply (R22)', () => {
  it('is an object in JSON', () => {
    expect(checkForm(reply('{"a":1}'))).toEqual({ findings: [], value: { a: 1 } });
    expect(checkForm(reply('{}', [['content-TYPE', ' application/JSON ; charset=utf-8']])).findings).toEqual([]);
  });

  it.each<[string, string | Uint8Array, string, string, string]>([
    ['a list', '[1]', 'reply/object', 'an object', '[1]'],
    ['null', 'null', 'reply/object', 'an object', 'null'],
    ['a text', '"a"', 'reply/object', 'an object', '"a"'],
    ['no JSON', '<html>', 'reply/json', 'JSON', '<html>'],
    ['nothing', '', 'reply/json', 'JSON', 'an empty body'],
    ['blanks', ' \n', 'reply/json', 'JSON', 'an empty body'],
    ['a byte order mark', '\ufeff{}', 'reply/utf-8', 'UTF-8 without a byte order mark', 'a byte order mark'],
    [
      'other bytes',
      new Uint8Array([0x22, 0xff, 0x22]),
      'reply/utf-8',
      'UTF-8 without a byte order mark',
      'bytes that are not UTF-8',
    ],
  ])('is not %s', (_name, body, requirement, expected, received) => {
    expect(checkForm(reply(body))).toEqual({
      findings: [{ requirement, pointer: '', expected, received }],
      value: null,
    });
  });

  it('has its media type', () => {
    const of = (headers: AttemptResponse['headers']): unknown => checkForm(reply('{}', headers));
    expect(of([])).toEqual({
      findings: [{ requirement: 'reply/content-type', expected: 'application/json', received: 'no Content-Type' }],
      value: {},
    });
    expect(of([['Content-Type', 'text/html']])).toMatchObject({ findings: [{ received: 'text/html' }] });
    expect(of([...json, ...json])).toMatchObject({ findings: [{ received: 'application/json, application/json' }] });
  });

  it('is found out once for the same bytes', () => {
    const bytes = Buffer.from('{"a":1}');
    expect(checkForm(reply(bytes)).value).toBe(checkForm(reply(bytes)).value);
  });
});

describe('media', () => {
  it.each([
    ['application/json', true],
    ['application/json;charset=utf-8', true],
    [' Application/JSON  ; a=b', true],
    ['application/jsonp', false],
    ['application/problem+json', false],
    ['text/application/json', false],
    ['application/json, text/html', false],
    ['', false],
    [undefined, false],
  ])('%s', (type, want) => {
    expect(isJsonType(type)).toBe(want);
  });

  it('knows headers by name, in order', () => {
    const headers = [...json, ['X-A', '1'], ['x-a', '2']] as const;
    expect(headerValues(reply('', headers), 'x-a')).toEqual(['1', '2']);
    expect(headerValues(reply(''), 'x-a')).toEqual([]);
  });

  it('shows the start of a text', () => {
    expect(excerpt('a'.repeat(120))).toBe('a'.repeat(120));
    expect(excerpt('a'.repeat(121))).toBe(`${'a'.repeat(120)}…`);
    expect(excerpt('abc', 2)).toBe('ab…');
  });
});

describe('the members of a reply (R23)', () => {
  const of = (errors: readonly ReplyError[], value: JsonObject, profile: Profile = 'document') =>
    checkMembers(operation, value, () => errors, profile);
  const error = (pointer: string, keyword: string, missingProperty?: string): ReplyError => ({
    pointer,
    keyword,
    message: 'as it must be',
    params: missingProperty === undefined ? {} : { missingProperty },
  });

  it('are named by place and keyword', () => {
    expect(replyRequirement('/ports/*/client_port', 'type')).toBe('reply/ports/client_port/type');
    expect(replyRequirement('/ports/12/client_port', 'type')).toBe('reply/ports/client_port/type');
    expect(replyRequirement('/a1/b', 'type')).toBe('reply/a1/b/type');
    expect(replyRequirement('', 'type')).toBe('reply/type');
  });

  it('are shown as they are', () => {
    const value: JsonObject = { status: 'odd', ports: [{ client_port: 1 }, { client_port: 'x' }], 'a/b~c': 1 };
    expect(of([error('/status', 'enum')], value)).toEqual([
      { requirement: 'reply/status/enum', pointer: '/status', expected: 'as it must be', received: '"odd"' },
    ]);
    expect(of([error('/ports/1/client_port', 'type')], value)).toMatchObject([{ received: '"x"' }]);
    expect(of([error('/a~1b~0c', 'type')], value)).toMatchObject([{ received: '1' }]);
    expect(of([error('/status/deep/er', 'type')], value)).toMatchObject([{ received: 'absent' }]);
    expect(of([error('/none/deep', 'type')], { none: null })).toMatchObject([{ received: 'absent' }]);
    expect(of([error('', 'type')], { a: 1 })).toMatchObject([{ pointer: '', received: '{"a":1}' }]);
  });

  it('are reported where they are missing', () => {
    expect(of([error('', 'required', 'id')], {})).toEqual([
      { requirement: 'reply/id/required', pointer: '/id', expected: 'present', received: 'absent' },
    ]);
    expect(of([error('/ports/0', 'required', 'protocol')], { ports: [{}] })).toMatchObject([
      { requirement: 'reply/ports/protocol/required', pointer: '/ports/0/protocol' },
    ]);
  });

  it('may be unknown or missing in production, as far as that profile says', () => {
    const errors = [
      error('/status', 'enum'),
      error('', 'required', 'pool_id'),
      error('', 'required', 'cidr_type'),
      error('', 'required', 'vpc_id'),
      error('', 'required', 'id'),
      error('/pool_id', 'type'),
    ];
    expect(of(errors, {}, 'document')).toHaveLength(6);
    expect(of(errors, {}, 'production').map(({ requirement }) => requirement)).toEqual([
      'reply/id/required',
      'reply/pool_id/type',
    ]);
  });
});

describe('a status of deleting (R23)', () => {
  const unknown: ReplyError = { pointer: '/status', keyword: 'enum', message: 'one of', params: {} };
  const complaints = (status: string, profile: Profile): number =>
    checkMembers(operation, { status }, () => [unknown], profile).length;

  it('is open by a reading of its own, even where other unknown values are not', () => {
    expect([complaints('deleting', 'production-R25'), complaints('odd', 'production-R25')]).toEqual([0, 1]);
    expect([complaints('deleting', 'document'), complaints('deleting', 'document+R23')]).toEqual([1, 0]);
    expect(complaints('odd', 'document+R25')).toBe(0);
  });
});

describe('the identity of a reply (R24)', () => {
  const path = { serviceId: 's', projectId: 'p' };

  it('is that of the path', () => {
    expect(checkIdentity(operation, { id: 's', project_id: 'p' }, path)).toEqual([]);
    expect(checkIdentity(operation, { id: 1, project_id: null }, path)).toEqual([]);
    expect(checkIdentity(operation, {}, path)).toEqual([]);
    expect(checkIdentity(operation, { id: 't', project_id: 'q' }, path)).toEqual([
      { requirement: 'reply/id/matches-path', pointer: '/id', expected: 's', received: '"t"' },
      { requirement: 'reply/project_id/matches-path', pointer: '/project_id', expected: 'p', received: '"q"' },
    ]);
  });

  it('has a vip_port_id only for a VIP', () => {
    expect(checkIdentity(operation, { vip_port_id: 'v', server_type: 'VIP' }, path)).toEqual([]);
    expect(checkIdentity(operation, { server_type: 'VM' }, path)).toEqual([]);
    expect(checkIdentity(operation, { vip_port_id: 'v', server_type: 'VM' }, path)).toEqual([
      {
        requirement: 'reply/vip_port_id/only-vip',
        pointer: '/vip_port_id',
        expected: 'absent, since server_type is "VM"',
        received: '"v"',
      },
    ]);
    expect(checkIdentity(operation, { vip_port_id: '' }, path)).toMatchObject([
      { expected: 'absent, since server_type is absent' },
    ]);
  });
});
