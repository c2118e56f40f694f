import { describe, expect, it } from 'vitest';
import { client, gist, http, put, rawPut, says, tcp } from './servers.fixture.js';

describe('the raw client', () => {
  it('sends these bytes and no others, on a connection of their own', async () => {
    const received: Buffer[] = [];
    const url = await tcp((socket) => {
      socket.on('data', (bytes) => {
        received.push(bytes);
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}');
      });
    });
    const bytes = Buffer.from([0, 255, 13, 10, ...Buffer.from('no HTTP at all')]);
    const one = client(url);
    expect(gist(await one.send(put({ raw: bytes })))).toBe('200 {}');
    expect(gist(await one.send(put({ raw: bytes })))).toBe('200 {}');
    expect(received).toEqual([bytes, bytes]);
  });

  it('takes a reply that comes before all is sent', async () => {
    const url = await tcp((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 431 Too Large\r\nContent-Length: 0\r\n\r\n');
        socket.pause();
      });
    });
    const head = `PUT / HTTP/1.1\r\nHost: h\r\nX-Long: ${'x'.repeat(40_000_000)}\r\n\r\n`;
    expect(gist(await client(url).send(rawPut(head)))).toBe('431');
  });

  it('takes a reply without a head for a closed connection if the request named no version of HTTP that has one', async () => {
    const url = await tcp((socket) => {
      socket.once('data', () => socket.end('{"error":{}}'));
    });
    const one = client(url);
    for (const line of ['PUT /', 'PUT  / HTTP/1.1', 'PUT / HTTP/9.9', 'nonsense'])
      expect(gist(await one.send(rawPut(`${line}\r\nHost: h\r\n\r\n`)))).toBe('reset');
    expect(gist(await one.send(rawPut('PUT / HTTP/1.1\r\nHost: h\r\n\r\n')))).toBe('malformed');
  });

  it('sends the whole of a large body', async () => {
    const { url, seen } = await http();
    await client(url).send(
      rawPut(`PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 3000000\r\n\r\n${'x'.repeat(3_000_000)}`),
    );
    expect(seen[0]?.body.equals(Buffer.alloc(3_000_000, 'x'))).toBe(true);
  });

  it('shows what Node.js makes of chunks, Expect, and broken framing', async () => {
    const { url } = await http();
    const one = client(url);
    const ask = async (text: string) => gist(await one.send(rawPut(text)));
    expect(await ask('PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n')).toBe(
      '200 {}',
    );
    expect(await ask('PUT / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}')).toBe(
      '200 {}',
    );
    expect(await ask('PUT / HTTP/1.1\r\nHost: h\r\nExpect: magic\r\nContent-Length: 2\r\n\r\n{}')).toBe('417');
    expect(await ask('PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}')).toBe('400');
    expect(await ask('PUT / HTTP/1.1\r\n\r\n')).toBe('400');
    expect(await ask('nonsense\r\n\r\n')).toBe('400');
  });

  it('waits for the given time if the body never ends', async () => {
    const { url, seen } = await http();
    expect(
      gist(
        await client(url, { timeoutMs: 60 }).send(rawPut('PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n{}')),
      ),
    ).toBe('timeout');
    expect(seen).toEqual([]);
  });

  it('reads one reply and no more', async () => {
    const url = await says(
      'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1HTTP/1.1 500 No\r\nContent-Length: 1\r\n\r\n2',
      { stay: true },
    );
    expect(gist(await client(url).send(rawPut()))).toBe('200 1');
  });

  it('knows by the method of the request whether the reply has a body', async () => {
    const url = await says('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n', { stay: true });
    expect(gist(await client(url).send({ ...rawPut('HEAD / HTTP/1.1\r\nHost: h\r\n\r\n'), method: 'HEAD' }))).toBe(
      '200',
    );
  });

  it('sends another request before it on the same connection, and drops its reply', async () => {
    const { url, seen } = await http((request, response) => response.end(request.headers['x-which']));
    const first = Buffer.from('PUT / HTTP/1.1\r\nHost: h\r\nX-Which: 1\r\nContent-Length: 2\r\n\r\n{}');
    const second = rawPut('PUT / HTTP/1.1\r\nHost: h\r\nX-Which: 2\r\nContent-Length: 0\r\n\r\n');
    expect(gist(await client(url).send({ ...second, behind: first }))).toBe('200 2');
    expect(seen.length).toBe(2);
  });

  it.each([
    ['says that it closes', 'Connection: close\r\n', false],
    ['closes without a word', '', true],
  ])('goes over another connection if the server %s after the one before it', async (_, header, ends) => {
    let opened = 0;
    const url = await tcp((socket) => {
      opened += 1;
      const nth = opened;
      socket.once('data', () => {
        socket.write(`HTTP/1.1 401 No\r\n${nth === 1 ? header : ''}Content-Length: 1\r\n\r\n${nth}`);
        if (ends && nth === 1) socket.end();
      });
    });
    expect(gist(await client(url).send({ ...rawPut(), behind: Buffer.from('PUT / HTTP/1.1\r\n\r\n') }))).toBe('401 2');
    expect(opened).toBe(2);
  });

  it('takes what comes unasked after the reply to the one before it for its own reply', async () => {
    const url = await tcp((socket) => {
      socket.once('data', () =>
        socket.write('HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\nHTTP/1.1 400 What\r\nContent-Length: 1\r\n\r\n?'),
      );
    });
    expect(gist(await client(url).send({ ...rawPut(), behind: Buffer.from('PUT / HTTP/1.1\r\n\r\n') }))).toBe('400 ?');
  });

  it('closes its connections', async () => {
    let [opened, closed] = [0, 0];
    let tell: (() => void) | undefined;
    const url = await tcp((socket) => {
      opened += 1;
      socket.on('data', () => opened % 2 === 0 && socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'));
      socket.on('close', () => {
        closed += 1;
        if (closed === 10) tell?.();
      });
    });
    const all = new Promise<void>((resolve) => (tell = resolve));
    const one = client(url, { timeoutMs: 40 });
    for (let n = 0; n < 10; n += 1) await one.send(rawPut());
    await all;
    expect([opened, closed]).toEqual([10, 10]);
  });

  it('is waited for by close', async () => {
    const { url } = await http((_request, response) => setTimeout(() => response.end('{}'), 30));
    const one = client(url);
    const attempt = one.send(rawPut());
    await one.close();
    expect(gist(await attempt)).toBe('200 {}');
    expect(gist(await one.send(rawPut()))).toBe('aborted');
  });
});
