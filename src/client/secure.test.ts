import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type ServerOptions } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { connect, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireRequest } from '../shared/model.js';
import { hasOpenssl, makeCertificate, type Certificate } from './certificates.fixture.js';
import { lookAtWay } from './look-at-way.js';
import { client, gist, listen, proxy, put, rawPut, says, tcp } from './servers.fixture.js';

describe.skipIf(!hasOpenssl)('TLS and proxies (certificates are made with openssl)', () => {
  let folder: string;
  /** For localhost and 127.0.0.1; for another host; for a client. */
  let [server, stranger, person]: Certificate[] = [];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'vpcep-tls-'));
    server = makeCertificate(folder, 'localhost', 'subjectAltName=DNS:localhost,IP:127.0.0.1');
    stranger = makeCertificate(folder, 'stranger.example', 'subjectAltName=DNS:stranger.example');
    person = makeCertificate(folder, 'person', 'extendedKeyUsage=clientAuth');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** An HTTPS server that answers with the server name and the client name that it was given. */
  async function https(options: ServerOptions = {}): Promise<number> {
    const one = createServer({ ...server, ...options }, (request, response) => {
      request.resume().on('end', () => {
        if (!(request.socket instanceof TLSSocket)) throw new Error('a connection without TLS');
        const { servername } = request.socket as { servername?: string | false };
        const peer = request.socket.getPeerCertificate() as { subject?: { CN?: string } };
        response.end(`${String(servername)} ${peer.subject?.CN ?? '-'} ${request.headers.host}`);
      });
    });
    return listen(one);
  }

  const ways: [string, () => WireRequest][] = [
    ['the ordinary client', () => put()],
    ['the raw client', () => rawPut('PUT / HTTP/1.1\r\nHost: raw\r\nContent-Length: 2\r\n\r\n{}')],
  ];

  describe.each(ways)('%s', (_name, request) => {
    const host = (port: number) => (request().raw === undefined ? `localhost:${port}` : 'raw');

    it('refuses a certificate that nobody vouches for', async () => {
      const attempt = await client(`https://localhost:${await https()}`).send(request());
      expect(attempt).toMatchObject({
        failure: 'tls',
        detail: expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT') as string,
      });
    });

    it('takes the one that it is told to trust, and any if it is told so', async () => {
      const port = await https();
      for (const tls of [{ ca: server?.cert ?? '' }, { insecure: true }]) {
        expect(gist(await client(`https://localhost:${port}`, { tls }).send(request()))).toBe(
          `200 localhost - ${host(port)}`,
        );
      }
    });

    it('names no host to a server that it knows by its address', async () => {
      const attempt = await client(`https://127.0.0.1:${await https()}`, { tls: { ca: server?.cert ?? '' } }).send(
        request(),
      );
      expect(gist(attempt)).toMatch(/^200 false - /);
    });

    it('refuses the certificate of another host, each time', async () => {
      const one = client(`https://localhost:${await https({ ...stranger })}`, {
        tls: { ca: stranger?.cert ?? '' },
        connections: 2,
      });
      const attempts = await Promise.all(Array.from({ length: 6 }, () => one.send(request())));
      expect(new Set(attempts.map(gist))).toEqual(new Set(['tls']));
      expect(attempts[0]).toMatchObject({ detail: expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID') as string });
    });

    it.each([
      ['closes', 'TLSv1.2', (socket: TLSSocket): unknown => socket.end(), 'reset'],
      ['closes', 'TLSv1.3', (socket: TLSSocket): unknown => socket.end(), 'reset'],
      // Here the server's last handshake message is still on its way.
      ['drops', 'TLSv1.2', (socket: TLSSocket): unknown => socket.destroy(), 'tls'],
      ['drops', 'TLSv1.3', (socket: TLSSocket): unknown => socket.destroy(), 'reset'],
      ['speaks first on', 'TLSv1.2', (socket: TLSSocket): unknown => socket.write('220 mail\r\n'), 'malformed'],
      ['speaks first on', 'TLSv1.3', (socket: TLSSocket): unknown => socket.write('220 mail\r\n'), 'malformed'],
    ] as const)(
      'tells that the peer %s every connection after the handshake, %s',
      async (_what, version, act, expected) => {
        const one = createTlsServer({ ...server, minVersion: version, maxVersion: version }, (socket) => {
          socket.on('error', () => undefined);
          act(socket);
        });
        const made = client(`https://localhost:${await listen(one)}`, { tls: { insecure: true }, connections: 2 });
        const attempts = await Promise.all(Array.from({ length: 6 }, () => made.send(request())));
        expect(new Set(attempts.map(gist))).toEqual(new Set([expected]));
      },
    );

    it('shows its own certificate', async () => {
      const port = await https({ requestCert: true, ca: person?.cert ?? '' });
      const tls = { ca: server?.cert ?? '', cert: person?.cert ?? '', key: person?.key ?? '' };
      expect(gist(await client(`https://localhost:${port}`, { tls }).send(request()))).toBe(
        `200 localhost person ${host(port)}`,
      );
    });

    it('goes through a proxy, in a tunnel, to http and https', async () => {
      const { url, tunnels } = await proxy();
      const secure = client(`https://localhost:${await https()}`, { proxy: url, tls: { ca: server?.cert ?? '' } });
      expect(gist(await secure.send(request()))).toMatch(/^200 localhost - /);
      const plain = client(await says('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}'), { proxy: url });
      expect(gist(await plain.send(request()))).toBe('200 {}');
      expect(tunnels.map(({ authority }) => authority)).toEqual([
        expect.stringMatching(/^localhost:\d+$/),
        expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      ]);
    });

    it('takes the proxy of the environment for a host that only the proxy knows, and tells it who asks', async () => {
      const { url, tunnels } = await proxy();
      const target = new URL(await says('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}'));
      const env = { HTTP_PROXY: url.replace('http://', 'http://user:pass%20word@') };
      expect(gist(await client(`http://behind.invalid:${target.port}`, { env }).send(request()))).toBe('200 {}');
      expect(tunnels).toMatchObject([
        {
          authority: `behind.invalid:${target.port}`,
          headers: { 'proxy-authorization': `Basic ${Buffer.from('user:pass word').toString('base64')}` },
        },
      ]);
    });

    it('reaches a proxy over TLS, and speaks TLS within it', async () => {
      const { tunnels, port } = await secureProxy();
      const tls = { ca: server?.cert ?? '' };
      const one = client(`https://localhost:${await https()}`, { proxy: `https://localhost:${port}`, tls });
      expect(gist(await one.send(request()))).toMatch(/^200 localhost - /);
      expect(tunnels).toHaveLength(1);
    });

    it.each([
      [
        'HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic\r\nContent-Length: 4\r\n\r\nwho?',
        {
          kind: 'response',
          status: 407,
          headers: [
            ['Proxy-Authenticate', 'Basic'],
            ['Content-Length', '4'],
          ],
        },
      ],
      [
        'HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n',
        { failure: 'refused', detail: 'the proxy answers 500 to CONNECT x.invalid:80' },
      ],
      [
        '',
        { failure: 'refused', detail: expect.stringMatching(/^the proxy \S+ closes the connection without/) as string },
      ],
      [
        'garbage',
        { failure: 'refused', detail: expect.stringMatching(/^the proxy \S+ does not speak HTTP$/) as string },
      ],
    ])('tells that a proxy answers %j', async (text, expected) => {
      const attempt = await client('http://x.invalid', { proxy: await says(text) }).send(request());
      expect(attempt).toMatchObject(expected);
    });

    it('tells that the proxy does not answer in time', async () => {
      const attempt = await client('http://x.invalid', {
        proxy: await says('HTTP/1.1 2', { stay: true }),
        connectTimeoutMs: 60,
      }).send(request());
      expect(attempt).toMatchObject({
        failure: 'refused',
        detail: expect.stringMatching(/^the proxy \S+ opens no tunnel to x\.invalid:80 within 60 ms$/) as string,
      });
    });

    it('takes a connection that the proxy resets for one that never was', async () => {
      const proxying = await tcp((socket) => socket.once('data', () => socket.resetAndDestroy()));
      const attempt = await client('http://x.invalid', { proxy: proxying }).send(request());
      expect(attempt).toMatchObject({ failure: 'refused' });
    });

    it('keeps what the target sends together with the opening of the tunnel', async () => {
      const url = await says('HTTP/1.1 200 Open\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}', { stay: true });
      const attempt = await client('http://x.invalid', { proxy: url, timeoutMs: 200 }).send(request());
      // A reply before the request is not HTTP; undici would reconnect forever.
      expect(gist(attempt)).toBe(request().raw === undefined ? 'malformed' : '200 {}');
    });
  });

  it('asks for a certificate by the name of the target, whatever the Host header says', async () => {
    const port = await https();
    const one = client(`https://localhost:${port}`, { tls: { ca: server?.cert ?? '' }, connections: 1 });
    expect(gist(await one.send(put({ headers: [['Host', 'other.example']] })))).toBe('200 localhost - other.example');
    expect(gist(await one.send(put()))).toBe(`200 localhost - localhost:${port}`);
  });

  it('sends requests by TLS to a proxy that is reached so and forwards them, and takes its certificate for none else', async () => {
    const { forwarded, port } = await secureProxy(405);
    const options = { proxy: `https://localhost:${port}`, tls: { ca: server?.cert ?? '' } };
    expect(gist(await client('http://x.invalid', options).send(put()))).toBe('200 {}');
    expect(forwarded).toEqual([`http://x.invalid${put().path}`]);
    const way = await lookAtWay({ url: 'http://x.invalid', env: {}, ...options });
    expect(way).toMatchObject({ failure: null, refused: 405, certificate: null });
  });

  async function secureProxy(refused?: number): Promise<{ port: number; tunnels: string[]; forwarded: string[] }> {
    const tunnels: string[] = [];
    const forwarded: string[] = [];
    const one: Server = createServer({ ...server }, (request, response) => {
      forwarded.push(request.url ?? '');
      request.resume().on('end', () => response.end('{}'));
    });
    one.on('connect', (request: IncomingMessage, socket: Socket) => {
      tunnels.push(request.url ?? '');
      if (refused !== undefined) return socket.end(`HTTP/1.1 ${refused} No\r\nContent-Length: 0\r\n\r\n`);
      const upstream = connect(Number(request.url?.split(':').at(-1)), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.pipe(upstream).pipe(socket);
      });
      upstream.on('error', () => socket.destroy());
      socket.on('error', () => upstream.destroy()).on('close', () => upstream.destroy());
    });
    return { port: await listen(one), tunnels, forwarded };
  }
});
