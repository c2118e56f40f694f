import { describe, expect, it } from 'vitest';
import { fillCredential, getRequest, putRequest, wireRequest, type Address } from './wire.js';
import { documentedOperation } from '../operation/documented.js';

const operation = documentedOperation();
const { path: RESOURCE, headers: DOCUMENTED_HEADERS } = operation;

const address: Address = {
  host: 'vpcep.example:8443',
  basePath: '/base',
  operation,
  projectId: 'abc1',
  token: 'Token-Z',
  foreignToken: 'foreign',
  signs: { accessKey: 'AK', securityToken: null },
  headers: [['X-Trace', 'mine']],
};
const plain = { method: 'PUT', path: RESOURCE, headers: DOCUMENTED_HEADERS, body: null, raw: null };
const ordinary = { framing: 'content-length', requestLine: null, omitHost: false } as const;
const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('latin1');

describe('fillCredential', () => {
  it.each([
    ['{{token}}', 'Token-Z'],
    ['Bearer {{token}}, {{token}}', 'Bearer Token-Z, Token-Z'],
    ['{{token-cut}}', 'Token-'],
    ['{{token-beheaded}}', 'oken-Z'],
    ['{{token-extended}}', 'Token-Za'],
    ['{{token-swapped-case}}', 'tOKEN-z'],
    ['{{token-changed}}', 'Token-a'],
    ['{{foreign-token}}', 'foreign'],
    ['{{access-key}}', 'AK'],
    ['{{unknown}}', '{{unknown}}'],
    ['{token}', '{token}'],
    ['plain', 'plain'],
  ])('%s', (template, want) => {
    expect(fillCredential(template, address)).toBe(want);
  });

  it('changes a token that already ends with the replacement letter', () => {
    expect(fillCredential('{{token-changed}}', { token: 'za', foreignToken: null, signs: null })).toBe('zb');
  });

  it('leaves the token empty if requests are signed instead', () => {
    const keyed = { ...address, token: null };
    for (const template of ['{{token}}', '{{token-cut}}', '{{token-beheaded}}', '{{token-swapped-case}}'])
      expect(fillCredential(template, keyed)).toBe('');
  });

  it('leaves the template of a missing access key alone', () => {
    expect(fillCredential('{{access-key}}', { ...address, signs: null })).toBe('{{access-key}}');
  });

  it('leaves the template of a missing foreign token alone', () => {
    expect(fillCredential('{{foreign-token}}', { token: 't', foreignToken: null, signs: null })).toBe(
      '{{foreign-token}}',
    );
  });
});

describe('wireRequest', () => {
  it('fills in path, credentials and the headers of the user', () => {
    expect(wireRequest({ ...plain, body: 'e30=' }, address, 'id')).toEqual({
      method: 'PUT',
      path: '/base/v1/abc1/vpc-endpoint-services/id',
      headers: [
        ['X-Auth-Token', 'Token-Z'],
        ['Content-Type', 'application/json'],
        ['X-Trace', 'mine'],
      ],
      body: Buffer.from('{}'),
      templates: plain.headers,
    });
  });

  it('sends no body if there is none', () => {
    expect(wireRequest(plain, address, 'id').body).toBeNull();
    expect(wireRequest(plain, address, 'id')).not.toHaveProperty('raw');
  });

  it('fills in upper case, and every occurrence', () => {
    const path = '/{PROJECT_ID}/{SERVICE_ID}/{project_id}/{project_id}/{service_id}/{service_id}';
    expect(wireRequest({ ...plain, path }, address, 'id').path).toBe('/base/ABC1/ID/abc1/abc1/id/id');
  });

  it('writes raw requests byte for byte', () => {
    const request = wireRequest({ ...plain, body: 'e30=', raw: ordinary }, address, 'id');
    expect(request).toMatchObject({ method: 'PUT', path: '/base/v1/abc1/vpc-endpoint-services/id' });
    expect(text(request.raw)).toMatch(
      /^PUT \/base\/v1\/abc1\/vpc-endpoint-services\/id HTTP\/1\.1\r\nHost: vpcep\.example:8443\r\n/,
    );
    expect(text(request.raw)).toContain('X-Auth-Token: Token-Z\r\n');
    expect(text(request.raw)).toMatch(/\r\n\r\n\{\}$/);
  });

  it('writes a request line of its own, with the path or its parts', () => {
    const line = (requestLine: string): string =>
      text(wireRequest({ ...plain, raw: { ...ordinary, requestLine } }, address, 'id').raw).split('\r\n')[0] ?? '';
    expect(line('PUT {path}')).toBe('PUT /base/v1/abc1/vpc-endpoint-services/id');
    expect(line('{service_id} HTTP/9')).toBe('id HTTP/9');
  });

  it('omits Host if told to', () => {
    expect(text(wireRequest({ ...plain, raw: { ...ordinary, omitHost: true } }, address, 'id').raw)).not.toMatch(
      /host:/i,
    );
  });
});

it('putRequest sends an update as documented', () => {
  const body = Buffer.from('{"description":"x"}');
  expect(putRequest(body, address, 'id')).toEqual({ ...wireRequest(plain, address, 'id'), body });
});

it('getRequest sends the token and nothing else of the update', () => {
  expect(getRequest(address, 'id')).toEqual({
    method: 'GET',
    path: '/base/v1/abc1/vpc-endpoint-services/id',
    headers: [
      ['X-Auth-Token', 'Token-Z'],
      ['X-Trace', 'mine'],
    ],
    body: null,
    templates: [['X-Auth-Token', '{{token}}']],
  });
});

describe('wireRequest, signed', () => {
  const keyed: Address = { ...address, token: null, headers: [] };
  const names = (request: { readonly headers: readonly (readonly [string, string])[] }): string[] =>
    request.headers.map(([name]) => name);
  const withAuthorization = (value: string) => ({ ...plain, headers: [['authorization', value]] as const });

  it('puts a signature in place of the good token if there is none', () => {
    const request = wireRequest(plain, keyed, 'id');
    expect(request.signing).toEqual({ form: 'good', doubtful: false });
    expect(request.headers).toEqual([
      ['Content-Type', 'application/json'],
      ['X-Project-Id', 'abc1'],
    ]);
  });

  it('signs nothing if there is a token, or if the case sends a bad one', () => {
    expect(wireRequest(plain, address, 'id')).not.toHaveProperty('signing');
    const bad = { ...plain, headers: [['X-Auth-Token', '{{token-cut}}']] as const };
    expect(wireRequest(bad, keyed, 'id')).not.toHaveProperty('signing');
    expect(names(wireRequest(bad, keyed, 'id'))).toEqual(['X-Auth-Token']);
    const elsewhere = { ...plain, headers: [['X-Other', '{{token}}']] as const };
    expect(wireRequest(elsewhere, keyed, 'id')).not.toHaveProperty('signing');
  });

  it('takes the form from a template, which is not sent', () => {
    const request = wireRequest(withAuthorization('{{signature-changed}}'), keyed, 'id');
    expect(request.signing).toEqual({ form: 'changed', doubtful: true });
    expect(names(request)).toEqual(['X-Project-Id']);
    expect(wireRequest(withAuthorization('{{signature}}'), keyed, 'id').signing?.form).toBe('good');
    expect(wireRequest(withAuthorization('a {{signature}}'), keyed, 'id')).not.toHaveProperty('signing');
  });

  it.each([
    ['good', false],
    ['date-only', false],
    ['every-header', false],
    ['changed', true],
  ])('knows whether the target may take the form %s for a bad one', (form, doubtful) => {
    expect(wireRequest(withAuthorization(`{{signature-${form}}}`), keyed, 'id').signing?.doubtful).toBe(doubtful);
  });

  it('also doubts what others may read differently', () => {
    const good = withAuthorization('{{signature}}');
    for (const path of ['/a/../b', '/a/./b', '/a//b', '/a%2Fb', '/a?b', '/a/', 'a', '/'])
      expect(wireRequest({ ...good, path }, { ...keyed, basePath: '' }, 'id').signing?.doubtful, path).toBe(true);
    expect(wireRequest({ ...good, path: '/a.b/..c' }, keyed, 'id').signing?.doubtful).toBe(false);
    expect(wireRequest({ ...good, raw: ordinary }, keyed, 'id').signing?.doubtful).toBe(true);
  });

  it('leaves an authorization that names the access key alone', () => {
    const request = wireRequest(withAuthorization('X Access={{access-key}}'), address, 'id');
    expect(request.signing).toEqual({ form: 'as-given', doubtful: true });
    expect(request.headers[0]).toEqual(['authorization', 'X Access=AK']);
  });

  it('keeps a good token alongside a signature if there is one', () => {
    const both = { ...plain, headers: [...DOCUMENTED_HEADERS, ['Authorization', '{{signature}}'] as const] };
    expect(names(wireRequest(both, address, 'id'))).toContain('X-Auth-Token');
    expect(names(wireRequest(both, keyed, 'id'))).not.toContain('X-Auth-Token');
  });

  it('sends the security token, and the project once', () => {
    const temporary: Address = {
      ...keyed,
      signs: { accessKey: 'AK', securityToken: 'ST' },
      headers: [['x-project-id', 'mine']],
    };
    expect(wireRequest(plain, temporary, 'id').headers).toEqual([
      ['Content-Type', 'application/json'],
      ['X-Security-Token', 'ST'],
      ['x-project-id', 'mine'],
    ]);
  });
});

it('a User-Agent of the case takes precedence over that of the user', () => {
  const agent: Address = {
    ...address,
    headers: [
      ['User-Agent', 'mine'],
      ['X-Trace', 't'],
    ],
  };
  expect(wireRequest({ ...plain, headers: [['user-agent', 'own']] }, agent, 'id').headers).toEqual([
    ['user-agent', 'own'],
    ['X-Trace', 't'],
  ]);
  expect(wireRequest({ ...plain, headers: [['User-Agent', '']] }, agent, 'id').headers).toEqual([['X-Trace', 't']]);
  expect(wireRequest({ ...plain, headers: [] }, agent, 'id').headers).toEqual(agent.headers);
});
