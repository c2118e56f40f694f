import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { describe, expect, it } from 'vitest';
import { hasOpenssl, makeCertificate } from '../client/certificates.fixture.js';
import type { Network } from '../config/config.js';
import { contract } from '../engine.js';
import { retryPolicy } from '../judge/retry-policy.js';
import { configOf, folder, mock, onClose, targetOf } from '../run.fixture.js';
import { keepBackups } from './restore/backup.js';
import { restoreFrom } from './restore/restore-from.js';
import { messagesFor } from './target/messages-for.fixture.js';

/** Listens on a free port until the test ends; the address as it is written in a URL. */
async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  onClose(() => new Promise((resolve) => server.close(resolve)));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A server that says this to whatever it is asked, and closes. */
const saying = (text: string): Promise<string> =>
  listening(createTcpServer((socket) => socket.on('error', () => undefined).once('data', () => socket.end(text))));

/** A target of its own for each process: no two commands may work on the same services at once. */
const AUTHORITY = `vpcep-${process.pid}.invalid:81`;
const TARGET = `http://${AUTHORITY}`;

/** What a run says through a proxy; `doctor` says the same, with a sentence for the remedy. */
async function told(proxy: string, url = TARGET, network: Partial<Network> = {}): Promise<string> {
  const { run, doctor } = await messagesFor(url, { proxy, ...network });
  expect(doctor.toLowerCase().replace(/\.$/, '')).toBe(run.toLowerCase());
  return run;
}

describe('a proxy', () => {
  it.each([
    [500, TARGET],
    [403, `https://${AUTHORITY}`],
  ])('that answers CONNECT with %i is asked for a tunnel', async (status, url) => {
    const proxy = `http://${await saying(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`)}`;
    const what = `the proxy answers ${status} to CONNECT ${AUTHORITY}`;
    expect(await told(proxy, url)).toBe(
      `${what}: let it open a tunnel to ${AUTHORITY}, or reach the target without --proxy`,
    );
    const proxyEnv = { HTTP_PROXY: proxy, HTTPS_PROXY: proxy };
    expect((await messagesFor(url, { proxyEnv })).run).toBe(
      `${what}: let it open a tunnel to ${AUTHORITY}, or except the host with NO_PROXY`,
    );
  });

  it('that neither opens a tunnel nor forwards is asked for either', async () => {
    const refusing = await saying('HTTP/1.1 405 No\r\nContent-Length: 0\r\n\r\n');
    expect(await told(`http://${refusing}`)).toBe(
      `the proxy ${refusing} answers 405 to CONNECT ${AUTHORITY}, and forwarded requests get 405 ` +
        `without the error envelope: let it open a tunnel to ${AUTHORITY} or forward to it, or reach the target without --proxy`,
    );
  });

  it.each([
    ['HTTP/1.1 502 No\r\n\r\n', new RegExp(` answers 502 to CONNECT ${AUTHORITY}: can it reach ${AUTHORITY}, `)],
    // A long page, cut off.
    [`HTTP/1.1 405 No\r\nContent-Length: 99999\r\n\r\n${'x'.repeat(70_000)}`, / answers 405 to CONNECT /],
    ['SSH-2.0-OpenSSH_9\r\n', /^the proxy 127\.0\.0\.1:\d+ does not speak HTTP: is it a proxy\?$/],
    ['', /^the proxy (\S+) closes the connection without a reply: give it as https:\/\/\1 if it speaks TLS$/],
  ])('that says %.20j is reported', async (text, expected) => {
    expect(await told(`http://${await saying(text)}`)).toMatch(expected);
  });

  it('that requires credentials, is not there, or opens no tunnel in time is reported', async () => {
    const demanding = await saying('HTTP/1.1 407 Who\r\nContent-Length: 0\r\n\r\n');
    const { run, doctor } = await messagesFor(TARGET, { proxy: `http://${demanding}` });
    expect(run).toBe('the proxy requires credentials (407): put user and password into the URL of --proxy');
    expect(doctor).toBe(
      `${demanding} requires other credentials (407): Put user and password into the URL of --proxy.`,
    );
    const gone = await messagesFor(TARGET, { proxy: 'http://127.0.0.1:9' });
    expect(gone.run).toMatch(
      /^the proxy 127\.0\.0\.1:9 cannot be reached: .*ECONNREFUSED.*: is its address right \(--proxy\)\?$/,
    );
    const mute = await listening(createTcpServer((socket) => socket.on('error', () => undefined).resume()));
    expect(await told(`http://${mute}`)).toMatch(
      new RegExp(`^the proxy \\S+ opens no tunnel to ${AUTHORITY} within \\d+ ms: can it reach that host and port\\?`),
    );
  });

  it('for http that is given as https is reported, without the message of OpenSSL', async () => {
    const plain = await listening(createHttpServer());
    expect(await told(`https://${plain}`)).toBe(`the proxy ${plain} does not speak TLS: give it as http://${plain}`);
    const closing = await saying('');
    expect(await told(`https://${closing}`)).toMatch(/^the TLS handshake with the proxy \S+ fails \(.*ECONNRESET/);
  });

  it.skipIf(!hasOpenssl)('that speaks TLS is reported for its own TLS, not for that of the target', async () => {
    const { cert, key } = makeCertificate(await folder(), 'other', 'subjectAltName=DNS:example.com');
    const secure = await listening(createHttpsServer({ cert, key }));
    expect(await told(`http://${secure}`)).toBe(
      `the proxy ${secure} speaks TLS, but its URL says http: give it as https://${secure}`,
    );
    expect(await told(`https://${secure}`)).toBe(
      `the certificate of the proxy ${secure} is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT): trust its issuer with --ca FILE`,
    );
    expect(await told(`https://${secure}`, TARGET, { tls: { ca: cert } })).toMatch(
      /^the certificate of the proxy \S+ is for a different name .*: reach the proxy \S+ by a name that its certificate holds$/,
    );
    const own = makeCertificate(await folder(), 'own', 'subjectAltName=IP:127.0.0.1');
    const wanting = await listening(
      createHttpsServer({ cert: own.cert, key: own.key, requestCert: true, rejectUnauthorized: true }),
    );
    expect(await told(`https://${wanting}`, TARGET, { tls: { ca: own.cert } })).toMatch(
      /^the (?:TLS handshake with the )?proxy \S+ (?:fails .* cannot be used|closes the connection .* is it a proxy\?)$/,
    );
  });

  it('that keeps services from being put back is reported too', async () => {
    const proxy = `http://${await saying('HTTP/1.1 405 No\r\n\r\n')}`;
    const resolved = await configOf({ ...targetOf(await mock()), url: TARGET });
    const config = { ...resolved, network: { ...resolved.network, proxy } };
    const address = { url: TARGET, projectId: 'p', serviceId: 's', namePrefix: null };
    const backup = { ...address, schemaVersion: 1, state: { id: 's' }, readAt: new Date().toISOString() } as const;
    await keepBackups(config.reportDir, [backup]);
    const [restored] = await restoreFrom(config.reportDir, contract(), config, { ...retryPolicy, firstContact: 50 });
    expect(restored).toMatchObject({ outcome: 'failed' });
    expect(restored?.details[0]).toMatch(
      new RegExp(`^the proxy \\S+ answers 405 to CONNECT ${AUTHORITY}, .*: let it open a tunnel`),
    );
  });
});
