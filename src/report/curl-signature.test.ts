import { spawn, spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawRequest } from '../client/raw-request.js';
import { signaturePlan } from '../client/index.js';
import { createMask } from '../secrets/mask.js';
import { createMock, type MockServer } from '../mock/index.js';
import type { SignatureForm, WireRequest } from '../shared/model.js';
import { listenTo } from '../run.fixture.js';
import { curl } from './curl.js';

const SECURITY = 'security-token-0123456789';
const tools = [
  ['curl', '--version'],
  ['openssl', 'version'],
  ['sh', '-c', ':'],
].every(([name = '', ...args]) => spawnSync(name, args).status === 0);

describe.skipIf(!tools || process.platform === 'win32')('the command of a signed request (needs curl, openssl)', () => {
  let mock: MockServer;
  beforeAll(async () => {
    mock = await createMock();
  });
  afterAll(() => mock.close());

  function request(form: SignatureForm, more: Partial<WireRequest> = {}): WireRequest {
    const headers = [
      ['Content-Type', 'application/json'],
      ['X-Project-Id', mock.projectId],
      ['X-Security-Token', SECURITY],
    ] as const;
    const path = `/v1/${mock.projectId}/vpc-endpoint-services/${mock.serviceIds[0] ?? ''}`;
    const body = Buffer.from('{"description":"it\'s 100 % \\"signed\\" \\\\ übermäßig"}');
    return { method: 'PUT', path, headers, body, signing: { form, doubtful: false }, ...more };
  }

  function commandOf(made: WireRequest): string {
    const mask = createMask([
      { kind: 'access-key', value: mock.keys.accessKey },
      { kind: 'secret-key', value: mock.keys.secretKey },
      { kind: 'security-token', value: SECURITY },
    ]);
    const plan = signaturePlan(made, made.signing?.form ?? 'good', new URL(mock.url).host);
    return curl(made, mock.url, mask, plan);
  }

  async function status(command: string): Promise<number> {
    const env = {
      ...process.env,
      VPCEP_AK: mock.keys.accessKey,
      VPCEP_SK: mock.keys.secretKey,
      VPCEP_SECURITY_TOKEN: SECURITY,
    };
    const child = spawn('sh', ['-c', command], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    await new Promise((resolve) => child.on('close', resolve));
    return Number(/^HTTP\/1\.1 (\d+)/.exec(out)?.[1]);
  }

  it.each<[SignatureForm, number]>([
    ['good', 200],
    ['every-header', 200],
    ['changed', 401],
    ['other-secret', 401],
    ['unknown-key', 401],
    ['no-body', 401],
    ['other-date', 401],
    ['old', 401],
    ['future', 401],
    ['date-unsigned', 401],
  ])('is answered as that in the form "%s" was: with %i', async (form, expected) => {
    const command = commandOf(request(form));
    expect(command).not.toMatch(/\n/);
    for (const secret of [mock.keys.accessKey, mock.keys.secretKey, SECURITY]) expect(command).not.toContain(secret);
    const got = listenTo(mock);
    expect(await status(command)).toBe(expected);
    expect(got[0]?.headers.join('\n')).toContain(
      form === 'unknown-key' ? 'Access=NOSUCHACCESSKEY00000,' : `Access=${mock.keys.accessKey},`,
    );
  });

  it('signs raw bytes too', () => {
    const made = request('good');
    const raw = rawRequest({ ...made, host: new URL(mock.url).host, framing: 'chunked' });
    const command = commandOf({ ...made, raw });
    expect(command).toMatch(/\| node -e '[^']*'$/);
    const bytes = spawnSync('sh', ['-c', command.replace(/ \| node -e '[^']*'$/, '')], {
      encoding: 'latin1',
      env: { PATH: process.env['PATH'] ?? '', VPCEP_AK: 'an-ak', VPCEP_SK: 'an-sk', VPCEP_SECURITY_TOKEN: SECURITY },
    }).stdout;
    const [line, date, authorization, ...rest] = bytes.split('\r\n');
    expect(line).toBe(`PUT ${made.path} HTTP/1.1`);
    expect(date).toMatch(/^X-Sdk-Date: \d{8}T\d{6}Z$/);
    expect(authorization).toMatch(
      /^Authorization: SDK-HMAC-SHA256 Access=an-ak, SignedHeaders=host;x-project-id;x-sdk-date;x-security-token, Signature=[0-9a-f]{64}$/,
    );
    expect([line, ...rest].join('\r\n')).toBe(Buffer.from(raw).toString('latin1'));
  });

  it('sends an Authorization as it was given, with the time', () => {
    const given = ['Authorization', `SDK-HMAC-SHA256 Access=${mock.keys.accessKey}`] as const;
    const command = commandOf(request('as-given', { headers: [given] }));
    expect(command).toMatch(/^D=\$\(date -u \+%Y%m%dT%H%M%SZ\); curl /);
    expect(command).toContain('-H "Authorization: SDK-HMAC-SHA256 Access=$VPCEP_AK" -H "X-Sdk-Date: $D"');
  });
});
