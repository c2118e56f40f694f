import { createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WireRequest } from '../shared/model.js';
import { client, gist, http, listen, put, rawPut, says, tcp } from './servers.fixture.js';

/** Returns a port that nothing listens on. */
async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const HEAD = 'HTTP/1.1 200 OK\r\n';

describe.each([
  ['the ordinary client', put],
  ['the raw client', () => rawPut()],
] as [string, () => WireRequest][])('%s', (_name, request) => {
  it('tells that nobody listens, for each of many requests', async () => {
    const one = client(`http://127.0.0.1:${await freePort()}`, { connections: 3 });
    const attempts = await Promise.all(Array.from({ length: 20 }, () => one.send(request())));
    expect(new Set(attempts.map(gist))).toEqual(new Set(['refused']));
    expect(attempts[0]).toMatchObject({ detail: expect.stringContaining('ECONNREFUSED') as string });
  });

  it('tells that nobody listens on any address of a host', async () => {
    const attempt = await client(`http://localhost:${await freePort()}`).send(request());
    expect(attempt).toMatchObject({ failure: 'refused', detail: expect.stringContaining('ECONNREFUSED') as string });
  });

  it('tells that a name does not resolve', async () => {
    const attempt = await client('http://no-such-host.invalid', { timeoutMs: 20_000, connectTimeoutMs: 20_000 }).send(
      request(),
    );
    expect(attempt).toMatchObject({
      failure: 'unresolved',
      detail: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/) as string,
    });
  });

  it('tells that no reply came in time', async () => {
    const url = await tcp((socket) => socket.resume());
    expect(await client(url, { timeoutMs: 60 }).send(request())).toMatchObject({
      failure: 'timeout',
      detail: 'no reply within 60 ms',
    });
  });

  it('tells that the head of a reply did not end in time', async () => {
    expect(gist(await client(await says(`${HEAD}X-A:`, { stay: true }), { timeoutMs: 60 }).send(request()))).toBe(
      'timeout',
    );
  });

  it('tells that a reply did not end in time, though it went on', async () => {
    const url = await tcp((socket) => {
      socket.once('data', () => {
        socket.write(`${HEAD}Content-Length: 100000\r\n\r\n`);
        const drip = setInterval(() => socket.write('x'), 10);
        socket.on('close', () => clearInterval(drip));
      });
    });
    expect(await client(url, { timeoutMs: 80 }).send(request())).toMatchObject({
      failure: 'timeout',
      detail: 'the body of the reply is not complete within 80 ms',
    });
  });

  it('tells that TLS was not established in time', async () => {
    const url = await tcp((socket) => socket.resume());
    const one = client(url.replace('http:', 'https:'), { connectTimeoutMs: 60 });
    expect(await one.send(request())).toMatchObject({ failure: 'refused', detail: 'no connection within 60 ms' });
  });

  it('tells that the peer does not speak TLS', async () => {
    const { url } = await http();
    const attempt = await client(url.replace('http:', 'https:')).send(request());
    expect(attempt).toMatchObject({ failure: 'tls', detail: expect.stringMatching(/SSL|EPROTO/) as string });
  });

  it('tells that the peer hung up in the TLS handshake', async () => {
    const url = await tcp((socket) => socket.once('data', () => socket.destroy()));
    expect(gist(await client(url.replace('http:', 'https:')).send(request()))).toBe('tls');
  });

  it.each([
    ['without a reply', ''],
    ['in the status line', 'HTTP/1.1 2'],
    ['in the head', `${HEAD}Content-Le`],
    ['in the body', `${HEAD}Content-Length: 10\r\n\r\n{"a"`],
    ['in a chunk', `${HEAD}Transfer-Encoding: chunked\r\n\r\n10\r\n{"a"`],
    ['between chunks', `${HEAD}Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n`],
    ['before the end of the trailers', `${HEAD}Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n`],
    ['behind an interim reply', 'HTTP/1.1 103 Early Hints\r\n\r\n'],
  ])('tells that the connection was closed %s', async (_where, text) => {
    expect(gist(await client(await says(text)).send(request()))).toBe('reset');
  });

  it('tells that the connection was reset, before a reply and within it', async () => {
    const resets = (text: string) =>
      tcp((socket) => {
        socket.once('data', () =>
          text === ''
            ? socket.resetAndDestroy()
            : socket.write(text, () => setTimeout(() => socket.resetAndDestroy(), 20)),
        );
      });
    expect(gist(await client(await resets('')).send(request()))).toBe('reset');
    expect(gist(await client(await resets(`${HEAD}Content-Length: 10\r\n\r\n{`)).send(request()))).toBe('reset');
  });

  it.each([
    ['garbage', '\0\x01\x02 garbage\r\n\r\n'],
    ['HTML without a head', '<html>\r\n\r\n'],
    ['a TLS alert', '\x15\x03\x03\x00\x02\x02\x46'],
    ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['an invalid status', 'HTTP/1.1 abc OK\r\n\r\n'],
    ['a header without a colon', `${HEAD}nonsense\r\n\r\n`],
    ['a header name with a blank', `${HEAD}X A: b\r\n\r\n`],
    ['an invalid length', `${HEAD}Content-Length: abc\r\n\r\n{}`],
    ['two lengths', `${HEAD}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`],
    ['a length and chunks', `${HEAD}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['an invalid chunk size', `${HEAD}Transfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n0\r\n\r\n`],
  ])('tells that %s is not HTTP, without waiting', async (_what, text) => {
    const url = await says(Buffer.from(text, 'latin1'), { stay: true });
    expect(gist(await client(url).send(request()))).toBe('malformed');
  });

  it.each([
    ['closes', (socket: Socket) => socket.end()],
    ['resets', (socket: Socket) => socket.resetAndDestroy()],
  ])('tells that the peer %s every connection at once', async (_what, hangUp) => {
    const one = client(await tcp((socket) => void hangUp(socket)), { connections: 2 });
    const attempts = await Promise.all(Array.from({ length: 6 }, () => one.send(request())));
    expect(new Set(attempts.map(gist))).toEqual(new Set(['reset']));
  });

  it('tells that a proxy closes every tunnel at once', async () => {
    const one = client('http://x.invalid', { proxy: await says('HTTP/1.1 200 OK\r\n\r\n'), connections: 2 });
    const attempts = await Promise.all(Array.from({ length: 6 }, () => one.send(request())));
    expect(new Set(attempts.map(gist))).toEqual(new Set(['reset']));
  });

  it('tells that the peer speaks first, and not HTTP', async () => {
    const url = await tcp((socket) => socket.write('220 mail.example ESMTP\r\n'));
    expect(gist(await client(url).send(request()))).toBe('malformed');
  });

  it.each([
    ['announced', `${HEAD}Content-Length: 5000\r\n\r\n`],
    ['sent', `${HEAD}Content-Length: 1001\r\n\r\n${'x'.repeat(1_001)}`],
    ['chunked', `${HEAD}Transfer-Encoding: chunked\r\n\r\n3e9\r\n${'x'.repeat(1_001)}\r\n`],
    ['without an end', `${HEAD}\r\n${'x'.repeat(1_001)}`],
    ['in the head', `${HEAD}X-A: ${'x'.repeat(70_000)}`],
    ['in header fields', `${HEAD}${'X-A: b\r\n'.repeat(1_001)}Content-Length: 0\r\n\r\n`],
  ])('tells that a reply is too large: %s', async (how, text) => {
    const url = await says(text, { stay: true });
    const attempt = await client(url, { maxReplyBytes: 1_000, timeoutMs: 300 }).send(request());
    // undici waits for the announced bytes.
    expect(gist(attempt)).toBe(how === 'announced' && request().raw === undefined ? 'timeout' : 'too-large');
  });

  it('takes a reply of exactly the largest size', async () => {
    const url = await says(`${HEAD}Content-Length: 1000\r\n\r\n${'x'.repeat(1_000)}`);
    expect(gist(await client(url, { maxReplyBytes: 1_000 }).send(request()))).toBe(`200 ${'x'.repeat(1_000)}`);
  });

  it('gives up when the signal says so: before, meanwhile, and while connecting', async () => {
    const url = await tcp((socket) => socket.on('data', () => controllers[1]?.abort()));
    const controllers = [new AbortController(), new AbortController(), new AbortController()];
    controllers[0]?.abort();
    expect(gist(await client(url).send(request(), controllers[0]?.signal))).toBe('aborted');
    expect(gist(await client(url).send(request(), controllers[1]?.signal))).toBe('aborted');
    const third = client(url.replace('http:', 'https:')).send(request(), controllers[2]?.signal);
    setTimeout(() => controllers[2]?.abort(), 30);
    expect(gist(await third)).toBe('aborted');
  });

  it('stays usable after every kind of trouble', async () => {
    let n = 0;
    const troubles = ['', 'garbage\r\n\r\n', `${HEAD}Content-Length: 9\r\n\r\n{`, `${HEAD}\r\n${'x'.repeat(50_000)}`];
    const url = await tcp((socket) => {
      socket.once('data', () => {
        socket.end(n % 2 === 0 ? (troubles[n / 2] ?? '') : `${HEAD}Content-Length: 2\r\n\r\n{}`);
        n += 1;
      });
    });
    const one = client(url, { connections: 1, maxReplyBytes: 40_000 });
    const gists: string[] = [];
    for (let sent = 0; sent < 8; sent += 1) gists.push(gist(await one.send(request())));
    expect(gists).toEqual(['reset', '200 {}', 'malformed', '200 {}', 'reset', '200 {}', 'too-large', '200 {}']);
  });

  it('ends what is in flight and what is connecting when it is destroyed', async () => {
    const url = await tcp((socket) => socket.resume());
    const [plain, secure] = [client(url), client(url.replace('http:', 'https:'))];
    const attempts = [plain.send(request()), secure.send(request())];
    await new Promise((resolve) => setTimeout(resolve, 30));
    await Promise.all([plain.destroy(), secure.destroy()]);
    expect((await Promise.all(attempts)).map(gist)).toEqual(['aborted', 'aborted']);
    expect(gist(await plain.send(request()))).toBe('aborted');
  });
});

describe('many requests that share a signal', () => {
  const warnings: Error[] = [];
  const note = (warning: Error) => void warnings.push(warning);
  beforeEach(() => process.on('warning', note));
  afterEach(() => process.off('warning', note));

  it('do not make Node.js warn of a leak, and end together', async () => {
    const url = await tcp((socket) => socket.resume());
    const one = client(url, { connections: 4 });
    const controller = new AbortController();
    const attempts = Array.from({ length: 30 }, (_, n) => one.send(n % 3 === 0 ? rawPut() : put(), controller.signal));
    await new Promise((resolve) => setTimeout(resolve, 30));
    controller.abort();
    expect(new Set((await Promise.all(attempts)).map(gist))).toEqual(new Set(['aborted']));
    expect(warnings).toEqual([]);
  });

  it('leave the connections to others when those that wait are given up', async () => {
    const { url, seen } = await http((_request, response) => setTimeout(() => response.end('{}'), 30));
    const one = client(url, { connections: 1 });
    const controller = new AbortController();
    const first = one.send(put());
    const given = one.send(put(), controller.signal);
    const last = one.send(put());
    controller.abort();
    expect([gist(await first), gist(await given), gist(await last)]).toEqual(['200 {}', 'aborted', '200 {}']);
    expect(seen).toHaveLength(2);
  });
});
