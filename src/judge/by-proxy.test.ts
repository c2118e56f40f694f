import { describe, expect, it } from 'vitest';
import type { Attempt, AttemptResponse } from '../shared/model.js';
import { byProxy, doubtOf, throughProxy } from './by-proxy.js';
import { EarlierReplies } from './earlier-replies.js';
import { ordinary, type Meaning } from './classify.js';
import { ofRun } from './purpose.js';

const reply = (status: number, body: string, headers: AttemptResponse['headers'] = []): AttemptResponse => ({
  kind: 'response',
  status,
  headers,
  body: Buffer.from(body),
  sentAt: 0,
  endedAt: 1,
});

describe('a reply through a proxy that forwards', () => {
  it.each([
    [403, '<html>blocked</html>', '403 without the error envelope'],
    [502, '', '502 without the error envelope'],
    [400, '{"message":"no route"}', '400 without the error envelope'],
    [400, '{"error":{"code":"EndPoint.0002","mess', '400 without the error envelope'],
    [417, '{"error":{"code":"EndPoint.0002","message":"m"}}', '417 to the form of the request'],
    [302, '', '302'],
    [203, '{}', '203'],
    [200, '<html>log in</html>', '200 without JSON'],
    [200, '{"id":"cut o', '200 without JSON'],
  ])('of %i with %j may be its own', (status, body, doubt) => {
    expect(doubtOf(reply(status, body), false)).toEqual({ status, doubt });
  });

  it.each([
    [200, '{"id":"s"}'],
    [201, '[]'],
    [400, '{"error":{"code":"EndPoint.0002","message":"m"}}'],
    [418, '{"error":{"code":"X"}}'],
    [503, '{"error_code":"APIG.0101","error_msg":"m"}'],
  ])('of %i with %j is the target’s', (status, body) => {
    expect(doubtOf(reply(status, body), false)).toBe(null);
  });

  it.each([
    ['AGE', '7', true],
    ['Cache-Status', 'proxy; hit; ttl=30', true],
    ['X-Cache', 'TCP_MEM_HIT from proxy', true],
    ['X-Cache', 'HIT from proxy', true],
    ['X-Cache', 'MISS, HIT', true],
    ['X-Cache-Status', 'STALE', true],
    ['CF-Cache-Status', 'HIT', true],
    ['X-Cache', 'MISS from proxy', false],
    ['X-Cache-Status', 'BYPASS', false],
    ['X-Cache-Hits', '0', false],
    ['Cache-Status', 'proxy; fwd=uri-miss', false],
  ])('to a read with %s: %s may be from a cache: %s', (name, value, isCached) => {
    const cached = reply(200, '{"id":"s"}', [[name, value]]);
    expect([doubtOf(cached, true), doubtOf(cached, false)]).toEqual([
      isCached ? { status: 200, doubt: `200 from a cache (${name})` } : null,
      null,
    ]);
  });

  it('proves nothing, and neither does a broken connection, unless it means the same on any way', () => {
    const asked = ordinary(ofRun('survey', 's'));
    const request = { method: 'PUT', path: '/', headers: [], body: null };
    const of = (attempt: Attempt, plain: Meaning): Meaning =>
      throughProxy(request, attempt, asked, plain, new EarlierReplies());
    const broken: Attempt = { kind: 'failure', failure: 'reset', detail: 'closed', sentAt: 0, endedAt: 1 };
    expect(of(reply(404, ''), { kind: 'gone' })).toEqual({
      kind: 'transient',
      what: '404 without the error envelope, which the proxy may have caused',
      byProxy: { status: 404, doubt: '404 without the error envelope' },
    });
    expect(byProxy(of(broken, { kind: 'answer' }))).toBe(broken);
    expect(of(reply(407, ''), { kind: 'proxy' })).toEqual({ kind: 'proxy' });
    expect(of(reply(429, ''), { kind: 'throttled' })).toEqual({ kind: 'throttled' });
    expect(of(reply(200, '{}'), { kind: 'answer' })).toEqual({ kind: 'answer' });
  });
});
