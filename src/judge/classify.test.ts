import { describe, expect, it } from 'vitest';
import type { FailureKind } from '../shared/failure.js';
import type { Attempt } from '../shared/model.js';
import { codeClass } from '../spec/document.js';
import { classify, type Asked } from './classify.js';
import { asked } from './scripted.fixture.js';

function reply(status: number): Attempt {
  return { kind: 'response', status, headers: [], body: new Uint8Array(), sentAt: 0, endedAt: 1 };
}

function failure(kind: FailureKind): Attempt {
  return { kind: 'failure', failure: kind, detail: 'what the network said', sentAt: 0, endedAt: 1 };
}

function meaningOf(attempt: Attempt, code: string | null = null, extra: Partial<Asked> = {}): string {
  return classify(attempt, code, asked(extra), codeClass).kind;
}

const numbers = (prefix: string, ...tails: number[]): string[] => tails.map((tail) => `${prefix}.${tail}`);

describe('classify', () => {
  it.each([
    ['throttled', ['EndPoint.0022', 'ENDPOINT.0022', 'endpoint.0022', 'APIGW.0308', 'apigw.0308']],
    ['platform', numbers('EndPoint', 2004, 2019, 2051, 3045)],
    ['platform', numbers('EndPoint', 1008, 1018, 3006, 3056)],
    ['platform', numbers('EndPoint', 2021, 2022, 3001, 3005, 3022, 3023, 3040, 4009, 4010, 4011)],
    ['platform', ['ENDPOINT.2004', 'endpoint.3056']],
    ['answer', ['EndPoint.0002', 'EndPoint.1003', 'EndPoint.1004', 'Unlisted.1', '']],
  ])('takes a 400 as %s with %j', (kind, codes) => {
    expect(codes.map((code) => [code, meaningOf(reply(400), code)])).toEqual(codes.map((code) => [code, kind]));
  });

  it('recognizes throttling whatever its status', () => {
    expect([403, 429, 503].map((status) => meaningOf(reply(status), 'APIGW.0308'))).toEqual([
      'throttled',
      'throttled',
      'throttled',
    ]);
    expect(meaningOf(reply(429))).toBe('throttled');
  });

  it('blames the platform only for a 400', () => {
    expect(meaningOf(reply(500), 'EndPoint.3001')).toBe('transient');
    expect(meaningOf(reply(403), 'EndPoint.3006')).toBe('denied');
  });

  it.each([
    ['answer', [200, 201, 202, 204, 302, 304, 400, 402, 405, 406, 410, 411, 412, 413, 415, 418, 422, 431]],
    ['denied', [401, 403]],
    ['gone', [404]],
    ['proxy', [407]],
    ['transient', [408, 500, 501, 502, 503, 504, 505, 599]],
    ['platform', [409]],
  ])('takes as %s, for an ordinary update: %j', (kind, statuses) => {
    expect(statuses.map((status) => [status, meaningOf(reply(status))])).toEqual(
      statuses.map((status) => [status, kind]),
    );
  });

  it.each([
    [409, null, { mappings: 'contestable' }, 'contested'],
    [400, 'EndPoint.3044', { mappings: 'contestable' }, 'contested'],
    [400, 'EndPoint.3046', { mappings: 'contestable' }, 'contested'],
    [409, null, { mappings: 'own' }, 'answer'],
    [400, 'EndPoint.3044', { mappings: 'own' }, 'answer'],
    [400, 'EndPoint.3044', { mappings: 'none' }, 'answer'],
    [409, null, { mappings: 'conflicting' }, 'answer'],
    [400, 'EndPoint.3044', { mappings: 'conflicting' }, 'answer'],
    [409, null, { mappings: 'contestable', statuses: [200, 409] }, 'answer'],
  ] as const)('takes %i %s to %j as %s', (status, code, extra, kind) => {
    expect(meaningOf(reply(status), code, extra)).toBe(kind);
  });

  it('wants a 401 explained if the credentials are good, though the path is not', () => {
    expect(meaningOf(reply(401), null, { good: 'credentials' })).toBe('denied');
    expect(meaningOf(reply(401), null, { good: 'credentials', statuses: [401] })).toBe('answer');
    for (const status of [403, 404]) expect(meaningOf(reply(status), null, { good: 'credentials' })).toBe('answer');
  });

  it.each([401, 403, 404])('needs no explanation for a %i that the request invites', (status) => {
    expect(meaningOf(reply(status), null, { statuses: [status] })).toBe('answer');
    expect(meaningOf(reply(status), null, { good: 'nothing' })).toBe('answer');
    expect(meaningOf(reply(status), null, { sends: 'read' })).toBe('answer');
  });

  it('knows a status that was asked for, whatever it means otherwise', () => {
    for (const forces of [400, 401, 404, 407, 408, 409, 429, 503]) {
      expect(meaningOf(reply(forces), 'EndPoint.0022', { forces })).toBe('answer');
    }
    expect(meaningOf(reply(503), null, { forces: 501 })).toBe('transient');
  });

  it('lets a read be refused with 501, and by no other 5xx', () => {
    expect(meaningOf(reply(501), null, { sends: 'read' })).toBe('answer');
    expect(meaningOf(reply(500), null, { sends: 'read' })).toBe('transient');
    expect(meaningOf(reply(503), null, { sends: 'read' })).toBe('transient');
  });

  it.each([
    ['refused', 'unreachable'],
    ['unresolved', 'unreachable'],
    ['tls', 'unreachable'],
    ['timeout', 'transient'],
    ['reset', 'transient'],
    ['malformed', 'transient'],
    ['too-large', 'transient'],
    ['aborted', 'aborted'],
  ] as const)('takes the failure %s as %s', (kind, meaning) => {
    expect(meaningOf(failure(kind))).toBe(meaning);
  });

  it('takes a closed connection below the API for an answer, but never a hang', () => {
    expect(meaningOf(failure('reset'), null, { belowApi: true })).toBe('answer');
    expect(meaningOf(failure('timeout'), null, { belowApi: true })).toBe('transient');
  });
});
