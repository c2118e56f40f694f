import { AKSKSigner } from '@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner.js';
import { BasicCredentials } from '@huaweicloud/huaweicloud-sdk-core';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { createMock, type MockServer } from '../../mock/index.js';
import type { SignatureForm, WireRequest } from '../../shared/model.js';
import { createClient } from '../client.js';
import { rawRequest } from '../raw-request.js';
import { canonicalRequest, sha256, computeSignature, signedNames } from './canonical-request.js';
import { signRequest } from './sign-request.js';

const keys = { accessKey: 'AKIDEXAMPLE', secretKey: 'EXAMPLESECRETKEY' };

describe('the canonical request', () => {
  const said = {
    method: 'PUT',
    path: '/v1/6e9dfd51d1124e8d8498dce894923a0d/vpc-endpoint-services/4189d3c2-8882-4871-a3c2-d380272eed88',
    headers: [
      ['X-Sdk-Date', '20240102T030405Z'],
      ['Host', 'vpcep.cn-north-4.myhuaweicloud.com'],
      ['X-Project-Id', ' 6e9dfd51d1124e8d8498dce894923a0d '],
      ['Content-Type', 'application/json'],
    ],
    body: Buffer.from('{"approval_enabled":true,"service_name":"test"}'),
  } as const;

  it('and its signature are those of a vector that was made without this project', () => {
    expect(sha256(said.body)).toBe('8df720ef78492ffcd04fbe3719586cf7197b288db1d5e166a3406e01760f617a');
    expect(signedNames(said.headers)).toBe('content-type;host;x-project-id;x-sdk-date');
    const canonical = canonicalRequest(said);
    expect(sha256(canonical)).toBe('afca3741835d77e9400613ca4f164b99d64c02d3cbeb3c5c39bc4eafd672deea');
    expect(computeSignature(canonical, '20240102T030405Z', keys.secretKey)).toBe(
      '17ab1a64fd059d31123ac1b1092dc5374ecab47bb719a3d293f0b909d05d722d',
    );
  });

  it.each([
    ['/a', '/a/'],
    ['/a/', '/a/'],
    ['/a//b', '/a//b/'],
    ['/%7e%7Bx%7D', '/~%7Bx%7D/'],
    ['/%', '/%25/'],
    ["/é!'()*", '/%C3%A9%21%27%28%29%2A/'],
  ])('writes the path %s as %s', (path, canonical) => {
    expect(canonicalRequest({ ...said, path }).split('\n')[1]).toBe(canonical);
  });

  it.each([
    ['b=2&a=1', 'a=1&b=2'],
    ['a=2&a=1&a', 'a=&a=1&a=2'],
    ['a=b=c&&x=%2f+', 'a=b%3Dc&x=%2F%2B'],
    ['a?b', 'a%3Fb='],
  ])('writes the query %s as %s', (query, canonical) => {
    expect(canonicalRequest({ ...said, path: `/p?${query}` }).split('\n')[2]).toBe(canonical);
  });

  it("is signed as the vendor's own signer does it, whatever the request", () => {
    const word = fc.string({
      unit: fc.constantFrom(...'abcxyzABCXYZ0189-._~ !$&()*+,;=:@中é'),
      minLength: 1,
      maxLength: 8,
    });
    const segment = fc.string({ unit: fc.constantFrom(...'abcxyzABCXYZ0189-._~!$&()*+,;=:@'), maxLength: 12 });
    const name = fc.string({
      unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789'),
      minLength: 1,
      maxLength: 9,
    });
    const value = fc.string({ unit: fc.constantFrom(...'abcXYZ019-._~,;:="/'), minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(
        fc.record({
          method: fc.constantFrom('GET', 'PUT', 'POST'),
          segments: fc.array(segment, { minLength: 1, maxLength: 6 }),
          query: fc.dictionary(word, word, { maxKeys: 4, noNullPrototype: true }),
          extra: fc.dictionary(name, value, { maxKeys: 5, noNullPrototype: true }),
          data: fc.dictionary(word, fc.oneof(word, fc.integer(), fc.boolean()), { minKeys: 1, noNullPrototype: true }),
          secretKey: value,
        }),
        ({ method, segments, query, extra, data, secretKey }) => {
          const path = `/v1/${segments.join('/')}`;
          const date = '20240102T030405Z';
          const own = [['X-Sdk-Date', date], ...Object.entries(extra).map(([n, v]) => [`X-${n}`, v])] as [
            string,
            string,
          ][];
          const credential = new BasicCredentials({ ak: 'AKIDEXAMPLE', sk: secretKey, projectId: 'p' });
          const theirs = AKSKSigner.sign(
            {
              method,
              endpoint: `https://h.example:8443${path}`,
              queryParams: query,
              headers: Object.fromEntries(own),
              data,
            },
            credential,
          ) as Record<string, string>;
          const headers = [...own, ['Host', 'h.example:8443'] as const];
          const text = Object.entries(query).map((pair) => pair.map(encodeURIComponent).join('='));
          const body = Buffer.from(JSON.stringify(data));
          const canonical = canonicalRequest({ method, path: `${path}?${text.join('&')}`, headers, body });
          expect(theirs['Authorization']).toBe(
            `SDK-HMAC-SHA256 Access=AKIDEXAMPLE, SignedHeaders=${signedNames(headers)}, Signature=${computeSignature(canonical, date, secretKey)}`,
          );
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a signed request, to a server that verifies it on its own', async () => {
  const mock: MockServer = await createMock();
  const client = createClient({ url: mock.url });
  afterAll(async () => {
    await client.close();
    await mock.close();
  });
  const { host } = new URL(mock.url);
  const path = `/v1/${mock.projectId}/vpc-endpoint-services/${mock.serviceIds[0] ?? ''}`;
  const body = Buffer.from('{"description":"grüße"}');
  const headers = [
    ['Content-Type', 'application/json'],
    ['X-Project-Id', mock.projectId],
  ] as const;

  async function answer(request: WireRequest, now = new Date()): Promise<number | string> {
    const attempt = await client.send(signRequest(request, mock.keys, host, now));
    return attempt.kind === 'response' ? attempt.status : attempt.failure;
  }
  const put = (form: SignatureForm, more: Partial<WireRequest> = {}): WireRequest => ({
    method: 'PUT',
    path,
    headers,
    body,
    signing: { form, doubtful: false },
    ...more,
  });
  const MINUTE = 60_000;

  it.each<[SignatureForm, number]>([
    ['good', 200],
    ['date-only', 200],
    ['every-header', 200],
    ['changed', 401],
    ['other-secret', 401],
    ['unknown-key', 401],
    ['other-body', 401],
    ['no-body', 401],
    ['other-path', 401],
    ['other-method', 401],
    ['other-date', 401],
    ['old', 401],
    ['future', 401],
    ['date-unsigned', 401],
  ])('in the form "%s" is answered with %i', async (form, status) => {
    expect(await answer(put(form))).toBe(status);
    expect(await answer(put('good', { method: 'GET', body: null }))).toBe(200);
  });

  it.each([
    ['without a body', { body: null }, 400],
    ['with a query', { path: `${path}?b=2&a=%2F&a=1` }, 200],
    ['to an encoded path', { path: path.replace('v1', 'v%31') }, 404],
    ['with a repeated header', { headers: [...headers, ['X-A', '1'], ['X-A', '2'], ['X-B', 'ü']] as const }, 200],
  ])('is good %s', async (_what, more, status) => {
    expect(await answer(put('every-header', more))).toBe(status);
  });

  it.each([
    [-14 * MINUTE, 200],
    [14 * MINUTE, 200],
    [-16 * MINUTE, 401],
    [16 * MINUTE, 401],
  ])('that is %i ms off is answered with %i', async (off, status) => {
    expect(await answer(put('good'), new Date(Date.now() + off))).toBe(status);
  });

  it.each<['content-length' | 'chunked', boolean, number]>([
    ['content-length', false, 200],
    ['chunked', false, 200],
    ['content-length', true, 400],
  ])('is signed as raw bytes too: %s, without Host %s', async (framing, omitHost, status) => {
    const raw = rawRequest({ method: 'PUT', path, host, headers, body, framing, omitHost });
    expect(await answer(put('good', { raw }))).toBe(status);
  });

  it('says which headers it added, and has none that it did not sign for', () => {
    const signed = signRequest(put('good'), mock.keys, host, new Date(0));
    expect(signed.headers.slice(2)).toEqual([
      ['X-Sdk-Date', '19700101T000000Z'],
      [
        'Authorization',
        expect.stringMatching(
          new RegExp(
            `^SDK-HMAC-SHA256 Access=${mock.keys.accessKey}, SignedHeaders=host;x-project-id;x-sdk-date, Signature=[0-9a-f]{64}$`,
          ),
        ) as string,
      ],
    ]);
    expect(signed.signing).toBeUndefined();
    const { signing: _, ...unsigned } = put('good');
    expect(signRequest(unsigned, mock.keys, host, new Date())).toBe(unsigned);
  });
});
