import { createSecureServer } from 'node:http2';
import { createServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { describe, expect, it } from 'vitest';
import { hasOpenssl, makeCertificate } from '../../client/certificates.fixture.js';
import { engine } from '../../engine.js';
import { retryPolicy } from '../../judge/retry-policy.js';
import { configOf, folder, mock, onClose, server, targetOf } from '../../run.fixture.js';
import { messagesFor } from './messages-for.fixture.js';

describe('a target that is not the API', () => {
  it('is reported to redirect, and where to', async () => {
    const url = await server((request, response) => {
      request.resume().on('end', () => response.writeHead(302, { Location: 'https://sso.example/login' }).end());
    });
    const { run, doctor: asked } = await messagesFor(url);
    expect(run).toMatch(/^the target redirects to https:\/\/sso\.example\/login \(302\): give that address with --url/);
    expect(asked).toMatch(/^the target redirects to https:\/\/sso\.example\/login \(302\): Give that address/);
  });

  it.skipIf(!hasOpenssl)('is reported to speak TLS at an http URL, and vice versa', async () => {
    const { cert, key } = makeCertificate(await folder(), 'localhost', 'subjectAltName=IP:127.0.0.1');
    const secure = createServer({ cert, key }, (_, response) => response.end('{}'));
    await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', () => resolve()));
    onClose(() => new Promise((resolve) => secure.close(resolve)));
    const authority = `127.0.0.1:${(secure.address() as AddressInfo).port}`;
    const spoken = await messagesFor(`http://${authority}`);
    expect(spoken.run).toBe(`the target speaks TLS, but its URL says http: give https://${authority}`);
    expect(spoken.doctor).toBe(`the target speaks TLS, but its URL says http: Give https://${authority}.`);
    const plain = await server((_, response) => response.end('{}'));
    const asked = await messagesFor(plain.replace('http:', 'https:'));
    expect(asked.run).toBe(`the target does not speak TLS: give ${plain} if that is intended`);
    expect(asked.doctor).toBe(`the target does not speak TLS: Give ${plain} if that is intended.`);
  });

  it.skipIf(!hasOpenssl)('is reported with what is wrong with its TLS, and the remedy', async () => {
    const { cert, key } = makeCertificate(await folder(), 'other', 'subjectAltName=DNS:example.com');
    const listening = async (target: Server): Promise<string> => {
      await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', () => resolve()));
      onClose(() => new Promise((resolve) => target.close(resolve)));
      return `https://127.0.0.1:${(target.address() as AddressInfo).port}`;
    };
    const named = await listening(createServer({ cert, key }));
    expect((await messagesFor(named)).run).toBe(
      'the certificate of the target is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT): trust its issuer with --ca FILE',
    );
    expect((await messagesFor(named, { tls: { ca: cert } })).doctor).toMatch(
      /^the certificate of the target is for a different name.*: Reach the target by a name that its certificate holds\.$/,
    );
    const own = makeCertificate(await folder(), 'own', 'subjectAltName=IP:127.0.0.1');
    const modern = await listening(createSecureServer({ cert: own.cert, key: own.key, allowHTTP1: false }));
    expect((await messagesFor(modern, { tls: { ca: own.cert } })).run).toBe(
      'the target does not speak HTTP/1.1, perhaps only HTTP/2: let it accept HTTP/1.1 too, the only version that a run sends',
    );
    expect((await messagesFor(modern.replace('https:', 'http:'))).run).toBe(
      `the target speaks TLS, but its URL says http: give ${modern}`,
    );
    const closed = createServer({ cert: own.cert, key: own.key, requestCert: true, rejectUnauthorized: true });
    const wanting = await messagesFor(await listening(closed), { tls: { ca: own.cert } });
    // Which of the two is reported depends on whether the alert comes before the end of the connection.
    expect(wanting.run).toMatch(
      /(?:does it require a client certificate \(--cert and --key\)\?|give the certificate that it requires with --cert and --key)$/,
    );
    expect(wanting.doctor).toMatch(
      /: (?:Does it require a client certificate \(--cert and --key\)\?|Give the certificate that it requires with --cert and --key\.)$/,
    );
  });

  it('is reported not to speak HTTP/1.1', async () => {
    const other = createTcpServer((socket) =>
      socket.on('error', () => undefined).end('SSH-2.0-OpenSSH_9\r\n', () => socket.destroy()),
    );
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', () => resolve()));
    onClose(() => new Promise((resolve) => other.close(resolve)));
    const { run } = await messagesFor(`http://127.0.0.1:${(other.address() as AddressInfo).port}`);
    expect(run).toMatch(/^the target does not speak HTTP\/1\.1: is it another service/);
  });

  it.each(['destroy', 'resetAndDestroy'] as const)('is reported to close the TLS handshake (%s)', async (close) => {
    const other = createTcpServer((socket) => socket.on('error', () => undefined).once('data', () => socket[close]()));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', () => resolve()));
    onClose(() => new Promise((resolve) => other.close(resolve)));
    const { run, doctor: asked } = await messagesFor(`https://127.0.0.1:${(other.address() as AddressInfo).port}`);
    const what = 'the target closes the connection during the TLS handshake';
    expect(run).toMatch(new RegExp(`^${what}: does it speak TLS, and does it require a client certificate`));
    expect(asked).toMatch(new RegExp(`^${what}: Does it speak TLS`));
  });

  it('is reported to close the connection, whatever it is sent', async () => {
    const url = await server((request) => request.socket.resetAndDestroy());
    const { run, doctor: asked } = await messagesFor(url);
    expect(run).toMatch(
      /^the target closes the connection without a reply \(ECONNRESET\): does the API listen at http/,
    );
    expect(asked).toMatch(
      /^the target closes the connection without a reply \(ECONNRESET\): Does the API listen at http/,
    );
  });

  it('is reported with a way to look closer if it closes only the connections of updates', async () => {
    const url = await server((request, response) => {
      if (request.method === 'PUT') request.socket.resetAndDestroy();
      else response.writeHead(404).end();
    });
    const made = await mock();
    const config = await configOf({ ...targetOf(made), url }, { only: ['methods'], timeout: '1' });
    const report = await engine.run(config, {
      signal: new AbortController().signal,
      progress: () => undefined,
      retryPolicy: { ...retryPolicy, budget: 500, overdraft: 500 },
    });
    expect(report).toMatchObject({ verdict: 'could-not-judge', exitCode: 2 });
    expect(report.because[0]).toMatch(
      / cannot be updated: the target closes the connection without a reply \(ECONNRESET\); to look closer: .*doctor/,
    );
  });

  it('is reported to be another service', async () => {
    const url = await server((request, response) => {
      request.resume().on('end', () => response.setHeader('Content-Type', 'application/json').end('{"hello":"world"}'));
    });
    const config = await configOf({ ...targetOf(await mock()), url }, { only: ['methods'] });
    const report = await engine.run(config, { signal: new AbortController().signal, progress: () => undefined });
    expect(report).toMatchObject({ verdict: 'could-not-judge', exitCode: 2 });
    expect(report.because[0]).toMatch(/^the target answers, but shows nothing of a VPC endpoint service: is 127/);
  });
});
