import { describe, expect, it } from 'vitest';
import { mayBeRewritten } from './may-be-rewritten.js';

const PATH = '/v1/{project_id}/vpc-endpoint-services/{service_id}';
const plain = {
  raw: null,
  path: PATH,
  headers: [['X-Auth-Token', '{{token}}']] as (readonly [string, string])[],
  expect: { belowApi: false, forces: null as number | null },
};

describe('a forwarding proxy', () => {
  it.each([
    ['an ordinary request', {}],
    ['a query', { path: `${PATH}?dry_run=true` }],
    [
      'another id',
      { path: '/v1/{project_id~changed-last~0}/vpc-endpoint-services/3f2504e0-4f89-41d3-9a0c-0305e82c3301' },
    ],
    ['a forced status', { expect: { ...plain.expect, forces: 503 } }],
    [
      'a derived token',
      { headers: [['X-Auth-Token', '{{token-near-changed-last-0}}']] as (readonly [string, string])[] },
    ],
  ])('leaves %s alone', (_what, change) => {
    expect(mayBeRewritten({ ...plain, ...change })).toBe(false);
  });

  it.each<[string, object]>([
    ['raw bytes', { raw: { framing: 'chunked', requestLine: null, omitHost: false } as const }],
    ['what is answered below the API', { expect: { ...plain.expect, belowApi: true } }],
    ['its own status', { expect: { ...plain.expect, forces: 407 } }],
    ...['//', '/./', '/%61', '/'].map((odd): [string, object] => [`the path ${odd}`, { path: `${PATH}${odd}` }]),
    ['an encoded id', { path: PATH.replace('{service_id}', '{service_id~encoded-twice~0}') }],
    ...(
      [
        ['Connection', 'close'],
        ['EXPECT', '100-continue'],
        ['x-auth-token', 'again'],
        ['X-Odd', 'é'],
        ['X-Long', 'x'.repeat(9_000)],
        ['Authorization', '{{signature-every-header}}'],
      ] as const
    ).map((header): [string, object] => [
      `${header[0]}: ${header[1].slice(0, 30)}`,
      { headers: [...plain.headers, header] },
    ]),
  ])('may rewrite or answer %s', (_what, change) => {
    expect(mayBeRewritten({ ...plain, ...change })).toBe(true);
  });
});
