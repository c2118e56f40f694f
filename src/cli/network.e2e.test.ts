import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createServer as createTlsServer, Server as TlsServer, type TlsOptions } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasOpenssl, makeCertificate, type Certificate } from '../client/certificates.fixture.js';
import { createMock, type MockServer } from '../mock/index.js';
import type { Report } from '../report/report.js';
import { listenTo } from '../run.fixture.js';
import { packageVersion } from '../shared/version.js';
import { runCaptured } from './captured.fixture.js';

/** A few requirements for the pooled client, and two for the raw one. */
const FEW = ['--only', 'methods', '--only', 'robustness/http-chunked', '--only', 'robustness/http-two-lengths'];
const HOST = 'vpcep.test';
const PASSWORD = 'p@ss word/%41';

let folder: string;
let mock: MockServer;
let proxy: { readonly child: ChildProcess; readonly port: string; readonly asked: string[] };
const servers: Server[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'network-'));
  mock = await createMock();
  const script = fileURLToPath(new URL('forward-proxy.fixture.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, `someone:${PASSWORD}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const [port] = (await once(lines, 'line')) as [string];
  const asked: string[] = [];
  lines.on('line', (line) => asked.push(line));
  proxy = { child, port, asked };
});

afterAll(async () => {
  proxy.child.kill();
  for (const server of servers) server.close();
  await mock.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Puts a server in front of the mock that passes bytes on unchanged; returns its port. */
async function before(server: Server, host = '127.0.0.1'): Promise<number> {
  servers.push(server);
  const { port } = new URL(mock.url);
  const pass = (socket: Socket) => {
    const upstream = connect(Number(port), '127.0.0.1');
    socket.pipe(upstream).pipe(socket);
    socket.on('error', () => upstream.destroy()).on('close', () => upstream.destroy());
    upstream.on('error', () => socket.destroy()).on('close', () => socket.destroy());
  };
  server.on(server instanceof TlsServer ? 'secureConnection' : 'connection', pass);
  server.on('tlsClientError', () => undefined);
  server.listen(0, host);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const secure = (options: TlsOptions) => before(createTlsServer(options));

/** Runs the program against the mock behind a URL. */
async function run(url: string, env: Record<string, string> = {}, ...args: string[]) {
  const reportDir = mkdtempSync(join(folder, 'report-'));
  const target = {
    VPCEP_TARGET: url,
    VPCEP_PROJECT_ID: mock.projectId,
    VPCEP_SERVICE_ID: mock.serviceIds.join(','),
    VPCEP_TOKEN: mock.token,
  };
  const told = await runCaptured(['run', ...FEW, '--effort', 'quick', '--report-dir', reportDir, ...args], {
    ...target,
    ...env,
  });
  const files = readdirSync(reportDir, { recursive: true, encoding: 'utf8' }).map((name) => join(reportDir, name));
  const kept = files.filter((file) => statSync(file).isFile()).map((file) => readFileSync(file, 'utf8'));
  const report = JSON.parse(readFileSync(join(reportDir, 'report.json'), 'utf8')) as Report;
  return { ...told, reportDir, report, all: [told.out, told.err, ...kept].join('\n') };
}

describe.skipIf(!hasOpenssl)('a target behind TLS', () => {
  let server: Certificate;
  let person: Certificate;
  let url: string;

  beforeAll(async () => {
    server = makeCertificate(folder, 'server', `subjectAltName=DNS:${HOST},DNS:localhost,IP:127.0.0.1`);
    person = makeCertificate(folder, 'person', 'extendedKeyUsage=clientAuth');
    url = `https://${HOST}:${await secure({ ...server, requestCert: true, rejectUnauthorized: true, ca: person.cert })}`;
  });

  const withProxy = (password = PASSWORD) => `http://someone:${encodeURIComponent(password)}@127.0.0.1:${proxy.port}`;

  it('is judged through a proxy with a CA and a client certificate, and put back the same way', async () => {
    const got = listenTo(mock);
    const way = {
      VPCEP_CA: server.certFile,
      VPCEP_CERT: person.certFile,
      VPCEP_KEY: person.keyFile,
      VPCEP_PROXY: withProxy(),
    };
    const { code, report, reportDir, all } = await run(url, way);
    expect(code).toBe(0);
    expect(report.warnings.join()).not.toContain('insecure');
    expect(report.totals.MUST).toMatchObject({ failed: 0, 'not-judged': 0 });
    expect(new Set(proxy.asked.splice(0))).toEqual(new Set([url.slice('https://'.length)]));
    for (const secret of [
      PASSWORD,
      encodeURIComponent(PASSWORD),
      Buffer.from(`someone:${PASSWORD}`).toString('base64'),
    ])
      expect(all.includes(secret)).toBe(false);
    const agents = got.map(({ headers }) => headers[headers.findIndex((name) => /^user-agent$/i.test(name)) + 1]);
    expect(new Set(agents)).toEqual(new Set([`vpcep-contract/${packageVersion()}`]));

    const args = ['--ca', server.certFile, '--cert', person.certFile, '--key', person.keyFile, '--proxy', withProxy()];
    const restored = await runCaptured(['restore', reportDir, '--url', url, ...args], { VPCEP_TOKEN: mock.token });
    expect({ code: restored.code, out: restored.out }).toEqual({
      code: 0,
      out: mock.serviceIds
        .toSorted()
        .map((id) => `AS IT WAS  service ${id}\n`)
        .join(''),
    });
    expect(proxy.asked.splice(0)).toContain(url.slice('https://'.length));
  });

  it('is reached by the proxy of the environment, unless that excepts it', async () => {
    const way = {
      VPCEP_CA: server.certFile,
      VPCEP_CERT: person.certFile,
      VPCEP_KEY: person.keyFile,
      HTTPS_PROXY: withProxy(),
    };
    expect((await run(url, way)).code).toBe(0);
    expect(proxy.asked.splice(0).length).toBeGreaterThan(0);
    const excepted = await run(url, { ...way, NO_PROXY: HOST });
    expect({ code: excepted.code, asked: proxy.asked }).toEqual({ code: 2, asked: [] });
    expect(excepted.report.because[0]).toContain('cannot be reached');
  });

  it('is not judged if the proxy requires another password, which is never shown', async () => {
    const { code, report, all } = await run(url, { VPCEP_CA: server.certFile, VPCEP_PROXY: withProxy('wrong pass') });
    expect({ code, because: report.because[0] }).toEqual({
      code: 2,
      because: 'the proxy requires credentials (407): put user and password into the URL of --proxy',
    });
    expect(new Set(proxy.asked.splice(0))).toEqual(new Set([`refused ${url.slice('https://'.length)}`]));
    expect(all).not.toMatch(/wrong( |%20)pass/);
    expect(all).not.toContain(Buffer.from('someone:wrong pass').toString('base64'));
  });

  it('is not judged if nobody vouches for it, unless the user says so and is warned', async () => {
    const plain = `https://127.0.0.1:${await secure(server)}`;
    const refused = await run(plain);
    expect({ code: refused.code, because: refused.report.because[0] }).toEqual({
      code: 2,
      because: expect.stringContaining('is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)') as string,
    });
    const warned = await run(plain, {}, '--insecure', '--quiet');
    expect(warned.code).toBe(0);
    expect(warned.err).toMatch(/^warning: --insecure: no certificate was checked/);
    expect(warned.report.warnings[0]).toMatch(/^--insecure: no certificate was checked/);
  });
});

const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));

it.skipIf(!hasIpv6)('a target with an IPv6 address is judged by both clients', async () => {
  const { code, report } = await run(`http://[::1]:${await before(createServer(), '::1')}`);
  expect({ code, url: report.target.url }).toEqual({
    code: 0,
    url: expect.stringContaining('http://[::1]:') as string,
  });
});
