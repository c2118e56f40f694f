import { describe, expect, it } from 'vitest';
import { fillCredential, getRequest, putRequest, wireRequest, type Address } from './wire.js';
import { DOCUMENTED_HEADERS, RESOURCE } from '../contract/templates.js';

const address: Address = {
  host: 'vpcep.example:8443',
  basePath: '/base',
  projectId: 'abc1',
  token: 'Token-Z',
  foreignToken: 'foreign',
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
    ['{{unknown}}', '{{unknown}}'],
    ['{token}', '{token}'],
    ['plain', 'plain'],
  ])('%s', (template, want) => {
    expect(fillCredential(template, address)).toBe(want);
  });

  it('changes a token that ends with the letter that it changes others to', () => {
    expect(fillCredential('{{token-changed}}', { token: 'za', foreignToken: null })).toBe('zb');
  });

  it('leaves a foreign token alone that there is not', () => {
    expect(fillCredential('{{foreign-token}}', { token: 't', foreignToken: null })).toBe('{{foreign-token}}');
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
      body: new Uint8Array(Buffer.from('{}')),
    });
  });

  it('sends no body where there is none', () => {
    expect(wireRequest(plain, address, 'id').body).toBeNull();
    expect(wireRequest(plain, address, 'id')).not.toHaveProperty('raw');
  });

  it('fills in upper case, and every place', () => {
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

  it('leaves Host out where it is to', () => {
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
  });
});
