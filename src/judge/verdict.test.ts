import { describe, expect, it } from 'vitest';
import type { Case } from '../contract/case.js';
import type { Profile } from '../shared/model.js';
import { expectedAnswer, rule } from './verdict.js';
import { forbidden, testCase } from './target.fixture.js';

const body = (code: string | null): Uint8Array =>
  Buffer.from(code === null ? '{}' : JSON.stringify({ error: { message: 'No', code } }));

interface How {
  readonly code?: string | null;
  readonly controlled?: boolean;
  readonly profile?: Profile;
}

function ruled(
  expect: Partial<Case['expect']>,
  status: number,
  { code = null, controlled = false, profile = 'document' }: How = {},
): string {
  const response = { kind: 'response', status, headers: [], body: body(code), sentAt: 0, endedAt: 1 } as const;
  const ruling = rule(testCase({}, { expect }), { kind: 'answered', response, attempts: [], controlled }, profile);
  switch (ruling.kind) {
    case 'conforms':
      return 'conforms';
    case 'violates':
      return `expected ${ruling.finding.expected}, received ${ruling.finding.received}`;
    case 'unjudged':
      return `unjudged: ${ruling.reason}`;
  }
}

describe('rule', () => {
  it.each<[string, Partial<Case['expect']>, number, Parameters<typeof ruled>[2], string]>([
    ['a status that is expected', { statuses: [404, 200] }, 200, {}, 'conforms'],
    ['another status', { statuses: [404, 200] }, 201, {}, 'expected 404 or 200, received 201'],
    ['another status with a code', {}, 400, { code: 'E.1' }, 'expected 200, received 400 with E.1'],
    ['a code of a success is no code', { statuses: [400] }, 200, { code: 'E.1' }, 'expected 400, received 200'],
    ['a 400 with a code that is wanted', { statuses: [400], codes: ['E.1', 'E.2'] }, 400, { code: 'e.2' }, 'conforms'],
    [
      'a 400 with another code',
      { statuses: [404, 400], codes: ['E.1', 'E.2'] },
      400,
      { code: 'E.3' },
      'expected 404 or 400 with E.1 or E.2, received 400 with E.3',
    ],
    [
      'a 400 without a code',
      { statuses: [400], codes: ['E.1'] },
      400,
      {},
      'expected 400 with E.1, received 400 with no code',
    ],
    ['codes matter only with a 400', { statuses: [404, 400], codes: ['E.1'] }, 404, { code: 'E.3' }, 'conforms'],
    ['any 4xx below the API', { statuses: [200], belowApi: true }, 431, {}, 'conforms'],
    ['the lowest of them', { statuses: [200], belowApi: true }, 400, {}, 'conforms'],
    ['the highest of them', { statuses: [200], belowApi: true }, 499, {}, 'conforms'],
    [
      'a 5xx below the API',
      { statuses: [200], belowApi: true },
      500,
      {},
      'expected 200 or any 4xx or a closed connection, received 500',
    ],
    [
      'a redirection below the API',
      { statuses: [200], belowApi: true },
      399,
      {},
      'expected 200 or any 4xx or a closed connection, received 399',
    ],
    ['403 in spite of the control', {}, 403, { controlled: true }, 'expected 200, received 403'],
    [
      '403 in spite of the control, in production',
      {},
      403,
      { controlled: true, profile: 'production' },
      'unjudged: 403: a firewall may have answered',
    ],
    [
      '404 in spite of the control, in production',
      {},
      404,
      { controlled: true, profile: 'production' },
      'expected 200, received 404',
    ],
    ['403 without a control, in production', {}, 403, { profile: 'production' }, 'expected 200, received 403'],
    [
      'a 404 of the gateway',
      { statuses: [405], gateway404: true },
      404,
      { code: 'APIGW.0101', profile: 'production' },
      'conforms',
    ],
    [
      'a 404 of the gateway in its older spelling',
      { statuses: [405], gateway404: true },
      404,
      { code: 'apig.0101', profile: 'production' },
      'conforms',
    ],
    [
      'a 404 of the service itself',
      { statuses: [405], gateway404: true },
      404,
      { code: 'EndPoint.0005', profile: 'production' },
      'expected 405, received 404 with EndPoint.0005',
    ],
    [
      'a code that only holds the name of the gateway',
      { statuses: [405], gateway404: true },
      404,
      { code: 'My.APIGW.1', profile: 'production' },
      'expected 405, received 404 with My.APIGW.1',
    ],
    [
      'a 404 without a code',
      { statuses: [405], gateway404: true },
      404,
      { profile: 'production' },
      'expected 405, received 404',
    ],
    [
      'another status of the gateway',
      { statuses: [405], gateway404: true },
      400,
      { code: 'APIGW.0201', profile: 'production' },
      'expected 405, received 400 with APIGW.0201',
    ],
    [
      'a 404 of the gateway when none is tolerated',
      { statuses: [405] },
      404,
      { code: 'APIGW.0101', profile: 'production' },
      'expected 405, received 404 with APIGW.0101',
    ],
    [
      'a 404 of the gateway by the letter of the document',
      { statuses: [405], gateway404: true },
      404,
      { code: 'APIGW.0101' },
      'expected 405, received 404 with APIGW.0101',
    ],
  ])('%s', (_name, expected, status, how, want) => {
    expect(ruled(expected, status, how)).toBe(want);
  });

  it('leaves unjudged what was not settled', () => {
    expect(rule(testCase({}), { kind: 'unjudged', reason: 'throttled', attempts: [] }, 'document')).toMatchObject({
      kind: 'unjudged',
      reason: 'throttled',
    });
  });

  it('lets a closed connection conform', () => {
    expect(rule(testCase({}), { kind: 'closed', attempts: [] }, 'document')).toEqual({ kind: 'conforms' });
  });

  it('accuses an input that breaks the service', () => {
    const ruling = rule(forbidden({}), { kind: 'breaks', what: 'no answer in time', attempts: [] }, 'document');
    expect(ruling).toEqual({
      kind: 'violates',
      finding: {
        requirement: 'r',
        expected: '400',
        received: 'no answer in time, every time, while good requests in between succeeded',
      },
    });
  });
});

describe('expectedAnswer', () => {
  it('names codes only with 400', () => {
    const { expect: expected } = testCase({}, { expect: { statuses: [404, 400], codes: ['A', 'B'] } });
    expect(expectedAnswer({ expect: expected })).toBe('404 or 400 with A or B');
  });
});
