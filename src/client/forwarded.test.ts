import { onTestFinished, describe, expect, it } from 'vitest';
import { forwardingProxy, type ForwardingOptions } from '../forwarding-proxy.fixture.js';
import { lookAtWay } from './look-at-way.js';
import { client, gist, http, put, rawPut, says, tcp } from './servers.fixture.js';

async function forwarding(options: ForwardingOptions = {}) {
  const proxy = await forwardingProxy(options);
  onTestFinished(() => proxy.close());
  return proxy;
}

describe('through a proxy that refuses CONNECT', () => {
  it.each([400, 403, 404, 405, 501])('with %i, requests to http are sent in absolute form', async (refused) => {
    const [{ url, seen }, proxy] = [await http(), await forwarding({ refused })];
    const one = client(url, { proxy: `http://${proxy.authority}` });
    expect(one.way).toBe(null);
    const attempts = await Promise.all(
      [put(), put({ unpooled: true }), put({ method: 'GET', body: null })].map((request) => one.send(request)),
    );
    expect(attempts.map(gist)).toEqual(['200 {}', '200 {}', '200 {}']);
    expect(new Set(proxy.forwarded.map(({ target }) => target))).toEqual(new Set([`${url}${put().path}`]));
    expect(new Set(proxy.forwarded.map(({ headers }) => headers.host))).toEqual(new Set([new URL(url).host]));
    expect(seen.map(({ line }) => line).sort()).toEqual([
      `GET ${put().path}`,
      `PUT ${put().path}`,
      `PUT ${put().path}`,
    ]);
    expect({ way: one.way, connects: proxy.connects }).toEqual({
      way: { proxy: proxy.authority, refused },
      connects: [new URL(url).host],
    });
  });

  it('each carries the credentials of the proxy, and the wish for no cache, which gives way to its own', async () => {
    const [{ url, seen }, proxy] = [await http(), await forwarding({ credentials: 'user:pass word' })];
    const one = client(url, { proxy: `http://user:pass%20word@${proxy.authority}` });
    expect(gist(await one.send(put()))).toBe('200 {}');
    expect(gist(await one.send(put({ unpooled: true, headers: [['cache-control', 'max-age=0']] })))).toBe('200 {}');
    const basic = `Basic ${Buffer.from('user:pass word').toString('base64')}`;
    expect(proxy.forwarded.map(({ headers }) => [headers['proxy-authorization'], headers['cache-control']])).toEqual([
      [basic, 'no-cache, no-store, no-transform'],
      [basic, 'max-age=0'],
    ]);
    expect(JSON.stringify(seen)).not.toContain(basic);
  });

  it('one that speaks HTTP/1.0 and closes serves as well', async () => {
    const url = await tcp((socket) => {
      socket.once('data', (bytes) => {
        const isAsked = bytes.toString().startsWith('CONNECT');
        socket.end(isAsked ? 'HTTP/1.0 403 No\r\n\r\nno' : 'HTTP/1.0 200 OK\r\n\r\n{"whole":true}');
      });
    });
    const one = client('http://x.invalid', { proxy: url });
    const attempts = await Promise.all([put(), put({ unpooled: true })].map((request) => one.send(request)));
    expect(attempts.map(gist)).toEqual(['200 {"whole":true}', '200 {"whole":true}']);
  });

  it('a demand for other credentials is a reply', async () => {
    const proxy = await forwarding({ credentials: 'user:password' });
    expect(gist(await client('http://x.invalid', { proxy: `http://${proxy.authority}` }).send(put()))).toMatch(/^407 /);
  });

  it('raw bytes are not sent', async () => {
    const proxy = await forwarding();
    await expect(client('http://x.invalid', { proxy: `http://${proxy.authority}` }).send(rawPut())).rejects.toThrow(
      'raw bytes are not sent',
    );
    expect(proxy.forwarded).toEqual([]);
  });

  it.each([
    ['http://x.invalid', 408],
    ['http://x.invalid', 429],
    ['http://x.invalid', 500],
    ['http://x.invalid', 502],
    ['http://x.invalid', 503],
    ['http://x.invalid', 504],
    ['https://x.invalid', 405],
  ])('nothing goes to %s where it says %i', async (url, refused) => {
    const proxy = await forwarding({ refused });
    const attempt = await client(url, { proxy: `http://${proxy.authority}` }).send(put());
    expect(attempt).toMatchObject({
      failure: 'refused',
      detail: expect.stringContaining(` ${refused} to CONNECT`) as string,
    });
    expect(proxy.forwarded).toEqual([]);
  });

  it('is known from the look at the way', async () => {
    const [proxy, url] = [await forwarding(), await says('')];
    const way = await lookAtWay({ url, proxy: `http://${proxy.authority}`, env: {} });
    expect(way).toMatchObject({ failure: null, refused: 405, proxy: proxy.authority, certificate: null });
  });
});
