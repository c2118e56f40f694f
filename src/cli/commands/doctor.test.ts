import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createSecureServer } from 'node:https';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { hasOpenssl, makeCertificate } from '../../client/certificates.fixture.js';
import type { MockServer } from '../../mock/index.js';
import type { DoctorReport } from '../../report/doctor-report.js';
import { held, listenTo, mock, server } from '../../run.fixture.js';
import { runCaptured, type Captured } from '../captured.fixture.js';

type Env = Record<string, string>;

/** What a user has set for a mock, with a token. */
function envOf(made: MockServer, more: Env = {}): Env {
  return {
    VPCEP_TARGET: made.url,
    VPCEP_PROJECT_ID: made.projectId,
    VPCEP_SERVICE_ID: made.serviceIds.join(','),
    VPCEP_TOKEN: made.token,
    ...more,
  };
}

async function examined(
  env: Env,
  args: readonly string[] = [],
): Promise<{ code: number; told: Map<string, string>; ran: Captured }> {
  const ran = await runCaptured(['doctor', '--json', ...args], env);
  const { checks } = JSON.parse(ran.out) as DoctorReport;
  const told = new Map(
    checks.map(({ name, outcome, found, remedy }) => [
      name,
      `${outcome}: ${found}${remedy === null ? '' : ` -> ${remedy}`}`,
    ]),
  );
  return { code: ran.code, told, ran };
}

describe('doctor', () => {
  it('says of a target in order what it looked at, a line each, and changes nothing', async () => {
    const made = await mock();
    const before = held(made);
    const got = listenTo(made);
    const env = envOf(made, {
      VPCEP_SIBLING_SERVICE_ID: made.siblingServiceId ?? '',
      VPCEP_FOREIGN_TOKEN: made.foreignToken,
    });
    const { code, out } = await runCaptured(['doctor'], env);
    expect(
      out
        .replace(/ {2,}/g, ' ')
        .replace(/[\d.]+ ms/g, '# ms')
        .replace(/:\d+/g, ':#'),
    ).toBe(
      [
        'ok resolve: 127.0.0.1 is 127.0.0.1',
        'ok proxy: none',
        'ok connect: 127.0.0.1:# accepts connections',
        'note TLS: none: anyone in between can read the credentials and change every answer',
        'ok clock: the clocks of this machine and the target agree',
        'ok token: accepted',
        'ok reads: GET is served',
        ...made.serviceIds.map((id) => `ok service ${id}: found, available`),
        `ok sibling ${made.siblingServiceId ?? ''}: shares the port_id of the first service, and`,
        ' has 3 mappings',
        'ok foreign token: refused: 403 with EndPoint.0004',
        'ok latency: median # ms of 5 reads, at most # ms',
        `Nothing stands in the way of a run against http://127.0.0.1:#.`,
        '',
      ].join('\n'),
    );
    expect(code).toBe(0);
    expect(new Set(got.map(({ method }) => method))).toEqual(new Set(['GET']));
    expect(held(made)).toEqual(before);
  });

  it('takes AK and SK, and stops after one bad signature', async () => {
    const made = await mock();
    const { VPCEP_TOKEN: _, ...env } = envOf(made, { VPCEP_AK: made.keys.accessKey, VPCEP_SK: made.keys.secretKey });
    const { code, told } = await examined(env);
    expect(code).toBe(0);
    expect(told.get('AK and SK')).toBe('ok: accepted');
    const got = listenTo(made);
    const bad = await examined({ ...env, VPCEP_SK: 'not-this-one' });
    expect(bad.code).toBe(2);
    expect(bad.told.get('AK and SK')).toMatch(
      /^problem: refused: 401 with EndPoint.0003 -> Are AK and SK right, not locked/,
    );
    expect(got).toHaveLength(1);
  });

  it('reads a target without GET by empty updates, and says so', async () => {
    const made = await mock({ variants: ['get-405'] });
    const before = held(made);
    const got = listenTo(made);
    const { code, told } = await examined(envOf(made, { VPCEP_SIBLING_SERVICE_ID: made.siblingServiceId ?? '' }));
    expect(code).toBe(0);
    expect(told.get('reads')).toMatch(/^note: GET shows no service \(405 .*empty update, here too/);
    expect(told.get(`service ${made.serviceIds[1] ?? ''}`)).toBe('ok: found, available');
    expect(told.get(`sibling ${made.siblingServiceId ?? ''}`)).toMatch(/^note: .*R19/);
    expect(new Set(got.map(({ method, body }) => `${method} ${body}`))).toEqual(new Set(['GET ', 'PUT {}']));
    expect(held(made)).toEqual(before);
  });

  const unknown = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
  it.each<[string, (made: MockServer) => Env, string, RegExp]>([
    [
      'a token that is refused',
      () => ({ VPCEP_TOKEN: 'no-such-token' }),
      'token',
      /^problem: refused: 401 .*-> Is the token still valid, and for project/,
    ],
    [
      'a token of another project',
      ({ foreignToken }) => ({ VPCEP_TOKEN: foreignToken }),
      'token',
      /^problem: refused: 403/,
    ],
    [
      'a command that fails',
      () => ({ VPCEP_TOKEN: '', VPCEP_TOKEN_COMMAND: 'echo logged out >&2; exit 1' }),
      'token',
      /^problem: the token command ended with 1: logged out/,
    ],
    [
      'a service that is not there',
      ({ serviceIds }) => ({ VPCEP_SERVICE_ID: `${serviceIds[0] ?? ''},${unknown}` }),
      `service ${unknown}`,
      /^problem: not found \(404\) -> Are the id/,
    ],
    [
      'a first service that is not there',
      () => ({ VPCEP_SERVICE_ID: unknown }),
      `service ${unknown}`,
      /^problem: not found \(404\)/,
    ],
    [
      'a sibling that is not there',
      () => ({ VPCEP_SIBLING_SERVICE_ID: unknown }),
      `sibling ${unknown}`,
      /^problem: not found: 404/,
    ],
    [
      'a sibling with another port_id',
      ({ serviceIds: [one = '', other = ''] }) => ({ VPCEP_SERVICE_ID: one, VPCEP_SIBLING_SERVICE_ID: other }),
      'sibling',
      /^problem: its port_id is not that of t/,
    ],
    [
      'a foreign token that is let in',
      () => ({ VPCEP_FOREIGN_TOKEN: 'anything' }),
      'foreign token',
      /^problem: not refused: 200/,
    ],
    [
      'a host without an address',
      () => ({ VPCEP_TARGET: 'http://no-such-host.invalid' }),
      'resolve',
      /^problem: no-such-host.invalid has no address/,
    ],
    [
      'a port without a server',
      () => ({ VPCEP_TARGET: 'http://127.0.0.1:1' }),
      'connect',
      /^problem: no connection to 127.0.0.1:1: .*-> Is the port right/,
    ],
    [
      'a proxy that is not there',
      () => ({ VPCEP_PROXY: 'http://user:a-password@127.0.0.1:1' }),
      'proxy',
      /^problem: the proxy 127.0.0.1:1 cannot be reached: connect ECONNREFUSED 127.0.0.1:1 -> Is its address right/,
    ],
  ])('names %s and the way out', async (what, env, name, expected) => {
    const made = await mock(what.includes('let in') ? { faults: ['token-any-accepted'] } : {});
    const { code, told, ran } = await examined(envOf(made, env(made)));
    expect(code).toBe(2);
    const [, line = ''] = [...told].find(([own]) => own.startsWith(name)) ?? [];
    expect(line).toMatch(expected);
    expect(ran.out + ran.err).not.toMatch(/a-password|no-such-token|MIIa/);
  });

  it('tells a web page, a clock that is far off, and a busy target', async () => {
    const made = await mock();
    const page = await server((_, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>'));
    expect((await examined(envOf(made, { VPCEP_TARGET: page }))).told.get('answer')).toMatch(
      /^problem: the target answers with HTML \(200\)/,
    );
    const late = await server((incoming, response) => {
      httpRequest(`${made.url}${incoming.url ?? ''}`, { headers: incoming.headers }, (reply) => {
        const date = new Date(Date.now() - 1_200_000).toUTCString();
        response.writeHead(reply.statusCode ?? 500, { ...reply.headers, date });
        reply.pipe(response);
      }).end();
    });
    expect((await examined(envOf(made, { VPCEP_TARGET: late }))).told.get('clock')).toMatch(
      /^note: this machine is 1\d+ s ahead/,
    );
    const { accessKey, secretKey } = made.keys;
    const signed = envOf(made, { VPCEP_TARGET: late, VPCEP_TOKEN: '', VPCEP_AK: accessKey, VPCEP_SK: secretKey });
    expect((await examined(signed)).told.get('clock')).toMatch(/^problem: .*-> Signatures are valid for 15 minutes/);
    const busy = await server((_, response) => response.writeHead(503, { 'Retry-After': '0' }).end());
    expect((await examined(envOf(made, { VPCEP_TARGET: busy }))).told.get('answer')).toMatch(
      /^problem: 503, three times/,
    );
  });

  it('does not say that a foreign token is let in if no conclusive answer came', async () => {
    const made = await mock();
    const busy = await server((incoming, response) =>
      incoming.headers['x-auth-token'] === made.foreignToken
        ? response.writeHead(503, { 'Retry-After': '0' }).end()
        : response.writeHead(404).end(),
    );
    const env = envOf(made, { VPCEP_TARGET: busy, VPCEP_FOREIGN_TOKEN: made.foreignToken });
    expect((await examined(env)).told.get('foreign token')).toBe(
      'note: whether it is refused (R11) could not be seen: 503',
    );
  });

  it('needs a target', async () => {
    const { code, err } = await runCaptured(['doctor']);
    expect(code).toBe(2);
    expect(err).toMatch(/no target is given/);
  });
});

describe.skipIf(!hasOpenssl)('doctor, of a certificate', () => {
  const folder = mkdtempSync(join(tmpdir(), 'doctor-'));
  const good = hasOpenssl ? makeCertificate(folder, 'localhost', 'subjectAltName=DNS:localhost') : null;
  const secure = createSecureServer({ cert: good?.cert, key: good?.key }, (_, response) =>
    response.writeHead(401).end(),
  );
  const listening = new Promise<number>((resolve) =>
    secure.listen(0, '127.0.0.1', () => resolve((secure.address() as AddressInfo).port)),
  );
  afterAll(() => {
    secure.close();
    rmSync(folder, { recursive: true });
  });
  const env = async (host: string) => ({
    VPCEP_TARGET: `https://${host}:${await listening}`,
    VPCEP_PROJECT_ID: 'p',
    VPCEP_SERVICE_ID: 's',
    VPCEP_TOKEN: 'a-token-0123456789',
  });

  it('says who issued it, and for how long it is valid', async () => {
    const { told } = await examined(await env('localhost'), ['--ca', good?.certFile ?? '']);
    expect(told.get('TLS')).toMatch(
      /^note: TLSv1\.3, localhost, issued by localhost, a chain of 1, valid for 1 days -> Renew/,
    );
  });

  it.each([
    ['that nobody vouches for', 'localhost', [], /^problem: .*SELF_SIGNED.* -> Trust its issuer with --ca/],
    ['of another host', '127.0.0.1', ['--ca'], /^problem: .*-> Reach the target by a name that its certificate holds/],
    [
      'that is accepted anyway',
      'localhost',
      ['--insecure'],
      /^note: .*not trusted \(.*SELF_SIGNED.*accepted because of --insecure/,
    ],
  ] as const)('%s', async (_what, host, args, expected) => {
    const flags = args[0] === '--ca' ? ['--ca', good?.certFile ?? ''] : [...args];
    expect((await examined(await env(host), flags)).told.get('TLS')).toMatch(expected);
  });
});
