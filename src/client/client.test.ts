import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { UserError } from '../shared/errors.js';
import { createClient } from './client.js';
import { client, gist, http, put, says, tcp } from './servers.fixture.js';

describe('what is sent', () => {
  it('sends the path as it is', async () => {
    const { url, seen } = await http();
    const paths = ['/a/../b/./c', '/a%2fb%2F', '//x//', '/v1/p/s?x=1&x=2', '/%zz', '/a#b', '/[x]{y}|"<>\\^`'];
    for (const path of paths) await client(url).send(put({ path }));
    expect(seen.map(({ line }) => line)).toEqual(paths.map((path) => `PUT ${path}`));
  });

  it('sends an unpooled request on a connection of its own, otherwise as it is', async () => {
    const { url, seen } = await http();
    const sender = client(url);
    await sender.send(put({ path: '/first' }));
    await sender.send(put({ path: '/unpooled', headers: [['X-Own', 'a']], unpooled: true }));
    expect(seen.map(({ line }) => line)).toEqual(['PUT /first', 'PUT /unpooled']);
    expect(seen[1]?.headers).toEqual([
      'Host',
      new URL(url).host,
      'Connection',
      'close',
      'X-Own',
      'a',
      'Content-Length',
      '2',
    ]);
  });

  it('sends a path beyond ASCII as Latin-1', async () => {
    const lines: string[] = [];
    const url = await tcp((socket) => {
      socket.on('data', (bytes) => {
        lines.push(bytes.toString('latin1').split('\r\n')[0] ?? '');
        socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
      });
    });
    await client(url).send(put({ path: '/caf\u00e9' }));
    expect(lines).toEqual(['PUT /caf\u00e9 HTTP/1.1']);
  });

  it('sends headers in the order, spelling and number given, behind Host and before Content-Length', async () => {
    const { url, seen } = await http();
    const headers = [
      ['X-Auth-Token', 'a'],
      ['content-TYPE', 'application/json'],
      ['x-auth-token', 'b'],
      ['X-Empty', ''],
      ['X-Latin', '\u00e9 \u00ff'],
    ] as const;
    await client(url).send(put({ headers }));
    expect(seen[0]?.headers).toEqual([
      'host',
      new URL(url).host,
      'connection',
      'keep-alive',
      ...headers.flat(),
      'content-length',
      '2',
    ]);
  });

  it('sends the bytes of the body, even those of a part of a larger buffer', async () => {
    const { url, seen } = await http();
    const bytes = Uint8Array.from({ length: 300 }, (_, n) => n % 256);
    await client(url).send(put({ body: bytes.subarray(7, 290) }));
    expect(seen[0]?.body).toEqual(Buffer.from(bytes.subarray(7, 290)));
  });

  it.each(['PUT', 'POST', 'PATCH'])('announces that %s has no body', async (method) => {
    const { url, seen } = await http();
    await client(url).send(put({ method, body: null, headers: [] }));
    await client(url).send(put({ method, body: new Uint8Array(), headers: [] }));
    for (const { headers } of seen)
      expect(headers).toEqual(['host', new URL(url).host, 'connection', 'keep-alive', 'content-length', '0']);
    expect(seen).toHaveLength(2);
  });

  it('says nothing about a body if GET has none', async () => {
    const { url, seen } = await http();
    await client(url).send(put({ method: 'GET', body: null, headers: [] }));
    expect(seen[0]?.headers).toEqual(['host', new URL(url).host, 'connection', 'keep-alive']);
  });

  it.each([
    ['a line feed in a header', { headers: [['X-A', 'b\nX-C: d']] }],
    ['a header beyond Latin-1', { headers: [['X-A', '\u4e2d']] }],
    ['an Expect header', { headers: [['Expect', '100-continue']] }],
    ['a wrong Content-Length', { headers: [['Content-Length', '5']] }],
    ['a blank in the path', { path: '/a b' }],
    ['a blank in the method', { method: 'P T' }],
  ] as const)('refuses %s and stays usable', async (_what, broken) => {
    const { url, seen } = await http();
    const one = client(url);
    await expect(one.send(put(broken))).rejects.toThrow(TypeError);
    expect(gist(await one.send(put()))).toBe('200 {}');
    expect(seen).toHaveLength(1);
  });
});

describe('what comes back', () => {
  it('keeps headers in order, spelling and number', async () => {
    const url = await says(
      'HTTP/1.1 200 OK\r\nX-A: 1\r\nset-COOKIE: b\r\nx-a: 2\r\nX-Latin: \xe9\r\nX-Empty:\r\nContent-Length: 0\r\n\r\n'.replace(
        '\xe9',
        '\u00e9',
      ),
    );
    const attempt = await client(url).send(put());
    const latin = Buffer.from('\u00e9').toString('latin1');
    expect(attempt).toMatchObject({
      kind: 'response',
      headers: [
        ['X-A', '1'],
        ['set-COOKIE', 'b'],
        ['x-a', '2'],
        ['X-Latin', latin],
        ['X-Empty', ''],
        ['Content-Length', '0'],
      ],
    });
  });

  it('keeps a BOM, bad UTF-8, and what is declared as gzip but is not; decodes what is', async () => {
    const bodies = [Buffer.from('\ufeff{}'), Buffer.from([0xff, 0xc0, 0x80, 0]), gzipSync('{}')];
    const said = [...bodies.slice(0, 2), Buffer.from('{}')];
    const { url } = await http((_request, response) => response.setHeader('Content-Encoding', 'gzip').end(bodies[n]));
    const one = client(url);
    let n = 0;
    for (; n < bodies.length; n += 1) {
      const attempt = await one.send(put());
      expect(attempt.kind === 'response' && Array.from(attempt.body)).toEqual([...(said[n] ?? [])]);
    }
  });

  it('joins a body that comes in pieces', async () => {
    const { url } = await http((_request, response) => {
      response.write('{"a":');
      setImmediate(() => {
        response.write('[1,');
        setImmediate(() => response.end('2]}'));
      });
    });
    expect(gist(await client(url).send(put()))).toBe('200 {"a":[1,2]}');
  });

  it('takes a body that ends with the connection', async () => {
    expect(gist(await client(await says('HTTP/1.1 200 OK\r\n\r\n{"a":1}')).send(put()))).toBe('200 {"a":1}');
  });

  it('follows no redirect', async () => {
    const { url, seen } = await http((_request, response) => response.writeHead(307, { Location: '/elsewhere' }).end());
    expect(gist(await client(url).send(put()))).toBe('307');
    expect(seen).toHaveLength(1);
  });

  it('skips interim replies', async () => {
    const url = await says(
      'HTTP/1.1 102 Processing\r\nX-A: b\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}',
    );
    expect(await client(url).send(put())).toMatchObject({ status: 200, headers: [['Content-Length', '2']] });
  });

  it('gets along with a server that sends 100 Continue unasked, from the second request on', async () => {
    const lines: string[] = [];
    const url = await tcp((socket) =>
      socket.on('data', (bytes) => {
        lines.push(bytes.toString());
        socket.write('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}');
      }),
    );
    const one = client(url);
    expect(gist(await one.send(put()))).toBe('reset');
    expect(gist(await one.send(put()))).toBe('200 {}');
    expect(lines[1]).toBe(
      `PUT /v1/p/vpc-endpoint-services/s HTTP/1.1\r\nHost: ${new URL(url).host}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`,
    );
  });

  it('says when it was sent and when it ended', async () => {
    const { url } = await http();
    const before = performance.now();
    const { sentAt, endedAt } = await client(url).send(put());
    const times = [before, sentAt, endedAt, performance.now()];
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });
});

describe('connections', () => {
  it('are as many as requested, and are used again', async () => {
    const { url } = await http((request, response) => {
      ports.add(request.socket.remotePort ?? 0);
      setImmediate(() => response.end('{}'));
    });
    const ports = new Set<number>();
    const one = client(url, { connections: 3 });
    const attempts = await Promise.all(Array.from({ length: 40 }, () => one.send(put())));
    expect(new Set(attempts.map(gist))).toEqual(new Set(['200 {}']));
    expect(ports.size).toBe(3);
  });

  it('that the peer closes when idle are replaced', async () => {
    const { url } = await http((request, response) => {
      response.end('{}', () => setImmediate(() => request.socket.destroy()));
    });
    const one = client(url, { connections: 2 });
    const gists = new Set<string>();
    for (let n = 0; n < 60; n += 1) {
      gists.add(gist(await one.send(put())));
      if (n % 3 === 0) await new Promise(setImmediate);
    }
    expect([...gists].filter((seen) => seen !== 'reset')).toEqual(['200 {}']);
  });

  it('that the peer closes as the next request arrives make that one a reset, and the one after it good', async () => {
    let requests = 0;
    const url = await tcp((socket) => {
      let first = true;
      socket.on('data', () => {
        requests += 1;
        if (first) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}');
        else socket.destroy();
        first = false;
      });
    });
    const one = client(url, { connections: 1 });
    expect([gist(await one.send(put())), gist(await one.send(put())), gist(await one.send(put()))]).toEqual([
      '200 {}',
      'reset',
      '200 {}',
    ]);
    expect(requests).toBe(3);
  });

  it('are waited for by close, and no request is taken after it', async () => {
    const { url } = await http((_request, response) => setTimeout(() => response.end('{}'), 20));
    const one = client(url);
    const attempts = [one.send(put()), one.send(put())];
    await one.close();
    expect((await Promise.all(attempts)).map(gist)).toEqual(['200 {}', '200 {}']);
    expect(gist(await one.send(put()))).toBe('aborted');
    await one.close();
    await one.destroy();
  });

  it('are dropped by destroy, also those that wait', async () => {
    const url = await tcp(() => undefined);
    const one = client(url, { connections: 1 });
    const attempts = [one.send(put()), one.send(put())];
    await new Promise(setImmediate);
    await one.destroy();
    expect((await Promise.all(attempts)).map(gist)).toEqual(['aborted', 'aborted']);
  });
});

describe('options', () => {
  it.each([
    [{ url: 'ftp://x' }, /"ftp:\/\/x" is not an http or https URL/],
    [{ url: 'nonsense' }, /not an http or https URL/],
    [{ url: 'http://x', connections: 0 }, /connections is 0/],
    [{ url: 'http://x', timeoutMs: 2 ** 31 }, /timeoutMs is 2147483648/],
    [{ url: 'http://x', maxReplyBytes: 1.5 }, /maxReplyBytes is 1.5/],
    [{ url: 'https://x', tls: { ca: 'no PEM', cert: 'x', key: 'y' } }, /CA, certificate or key cannot be used/],
    [{ url: 'https://x', tls: { key: 'y' } }, /client certificate is given alone|key is given alone/],
    [{ url: 'http://x', proxy: 'socks5://user:secret@h:1' }, /proxy names a proxy of the kind socks5$/],
    [{ url: 'http://x', env: { HTTP_PROXY: 'http://user:secret@:1' } }, /^HTTP_PROXY is not a URL$/],
  ])('%j are refused', (options, message) => {
    expect(() => createClient({ env: {}, ...options })).toThrow(UserError);
    expect(() => createClient({ env: {}, ...options })).toThrow(message);
  });
});
