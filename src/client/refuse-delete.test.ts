import { describe, expect, it } from 'vitest';
import { onTestFinished } from 'vitest';
import { listenTo, server } from '../run.fixture.js';
import type { WireRequest } from '../shared/model.js';
import { createClient } from './client.js';

const put: WireRequest = { method: 'PUT', path: '/v1', headers: [['Content-Type', 'application/json']], body: null };
const bytes = (text: string): WireRequest => ({ ...put, raw: Buffer.from(text, 'latin1') });

describe('a DELETE', () => {
  it.for<[string, WireRequest]>([
    ['by its method', { ...put, method: 'DELETE' }],
    ['in lower case', { ...put, method: ' delete ' }],
    ['by a header', { ...put, headers: [['X-HTTP-Method-Override', 'delete']] }],
    ['by another header', { ...put, headers: [['x-method', ' DELETE ']] }],
    ['by a query', { ...put, path: '/v1?a=b&_method=DELETE' }],
    ['in bytes', bytes('DELETE /v1 HTTP/1.1\r\nHost: h\r\n\r\n')],
    ['in bytes, after line feeds', bytes('\r\n\n delete\t/v1 HTTP/1.1\r\n\r\n')],
    ['behind another request', bytes('PUT /v1 HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}DELETE /v1 HTTP/1.1\r\n\r\n')],
    ['behind another request, with bare line feeds', bytes('PUT /v1 HTTP/1.1\n\nDELETE /v1\n')],
    ['in a chunk', bytes('PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nDELETE / HTTP/1.1\r\n\r\n')],
  ])('is not sent: %s', async ([, request]) => {
    const url = await server((_, response) => response.end());
    const got = listenTo({ url });
    const client = createClient({ url, env: {} });
    onTestFinished(() => client.destroy());
    await expect(client.send(request)).rejects.toThrow(/is a DELETE by /);
    expect(got).toEqual([]);
  });

  it('is not a mere mention of it', async () => {
    const url = await server((_, response) => response.end());
    const client = createClient({ url, env: {} });
    onTestFinished(() => client.destroy());
    const body = Buffer.from('{"description":"DELETE FROM services; DELETE /v1"}');
    const ends = [
      await client.send({ ...put, body, headers: [['X-Note', 'delete']] }),
      await client.send({ ...put, path: '/v1/delete?description=delete' }),
    ];
    expect(ends.map((attempt) => attempt.kind === 'response' && attempt.status)).toEqual([200, 200]);
  });
});
