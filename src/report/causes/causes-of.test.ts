import { describe, expect, it } from 'vitest';
import { failed, failure, requirement } from '../report.fixture.js';
import type { ExchangeReport, RequirementReport } from '../report.js';
import { causesAmong, causesOf } from './causes-of.js';

interface Seen {
  readonly expected: string;
  readonly received: string;
  readonly pointer?: string;
  readonly body?: string | null;
  readonly status?: number | null;
  readonly reply?: string | null;
  readonly case?: string;
}

/** A requirement that failed because of what was seen. */
function breach(id: string, seen: Seen, changes: Partial<RequirementReport> = {}): RequirementReport {
  const { expected, received, pointer, body = '{}', reply = '' } = seen;
  const status = seen.status === undefined ? Number(/^\d{3}/.exec(received)?.[0] ?? 200) : seen.status;
  const own = failure({ case: seen.case ?? `${id}#0` });
  const [exchange] = own.exchanges as readonly [ExchangeReport];
  return failed(id, {
    failures: [
      {
        ...own,
        findings: [{ requirement: id, expected, received, ...(pointer === undefined ? {} : { pointer }) }],
        exchanges: [{ ...exchange, body, status, responseBody: reply }],
        minimalBody: null,
      },
    ],
    ...changes,
  });
}

const breaks = '500, every time, while a good request in between succeeded';
const wrongly = (received: string, expected = '400') => ({ expected, received });

/** The ids of the causes of some requirements, each with the requirements that it explains. */
function told(requirements: readonly RequirementReport[]): Record<string, readonly string[]> {
  return Object.fromEntries(causesOf({ requirements }).map((cause) => [cause.id, cause.requirements]));
}

describe('the causes of wrong answers', () => {
  it('are one for a wrong status, whatever was rejected with it, and for the breach that it is not listed', () => {
    const requirements = [
      breach('path/service-no-uuid', wrongly('422', '400 or 404')),
      breach('headers/content-type-other', wrongly('422', '200 or 400')),
      breach('request-body/service_name/type/null', wrongly('422')),
      breach('request-body/ports/maxItems/one-over', wrongly('422')),
      breach('errors/documented-status', { expected: 'a status that the document lists', received: '422' }),
    ];
    expect(told(requirements)).toEqual({ 'status/422-for-400': requirements.map(({ id }) => id) });
    expect(causesOf({ requirements })[0]?.says).toBe('Rejections are 422; the document knows 400');
  });

  it('are told apart by the status that conforms', () => {
    expect(
      told([
        breach('headers/token-missing', wrongly('422', '401')),
        breach('headers/token-long', wrongly('422', '401 or 400')),
        breach('path/service-no-uuid', wrongly('422', '400 or 404')),
        breach('request-body/service_name/type/null', wrongly('422')),
        breach('request-body/service_name/pattern/tag', wrongly('422')),
        breach('headers/token-as-bearer', wrongly('403', '401')),
        breach('methods/post', wrongly('404', '405')),
        breach('request-body/empty-object', wrongly('201', '200')),
        breach('errors/documented-status', { expected: 'a status that the document lists', received: '418' }),
      ]),
    ).toEqual({
      'status/422-for-400': [
        'path/service-no-uuid',
        'request-body/service_name/type/null',
        'request-body/service_name/pattern/tag',
      ],
      'status/422-for-401': ['headers/token-missing', 'headers/token-long'],
      'status/403-for-401': ['headers/token-as-bearer'],
      'status/404-for-405': ['methods/post'],
      'status/201-for-200': ['request-body/empty-object'],
      'status/418': ['errors/documented-status'],
    });
  });

  it('are told apart, where input is accepted that must be rejected, by what is wrong with it', () => {
    const clause = { table: 3, row: 'port_id' };
    const kept = requirement('request-body/vip_port_id/maxLength/one-over');
    expect(
      told([
        kept,
        requirement('request-body/ports/maxItems/one-over'),
        breach('request-body/service_name/type/null', wrongly('200')),
        breach('request-body/ports/type/null', wrongly('200')),
        breach('request-body/approval_enabled/type/string-true', wrongly('200')),
        breach('port-list/client_port/type/string-numeric', wrongly('200')),
        breach('request-body/port_id/format/urn', wrongly('200'), { clause }),
        breach('request-body/port-id-misspelt', wrongly('200'), { clause }),
        breach('request-body/ports/uniqueItems/adjacent', wrongly('200')),
        breach('request-body/ports/distinct-mappings/adjacent', wrongly('200')),
        breach('robustness/body-comments', { ...wrongly('200'), body: '{/**/}' }),
        breach('robustness/body-truncated', { ...wrongly('200'), body: '{"a"' }),
        breach('robustness/body-blank', { ...wrongly('200'), body: ' ' }),
        breach('robustness/body-invalid-utf8', { ...wrongly('200'), body: '{"description":"\uFFFD"}' }),
        breach('request-body/type/array-empty', { ...wrongly('200'), body: '[]' }),
        breach('headers/token-missing', wrongly('200', '401')),
        breach('headers/token-cut', wrongly('200', '401')),
        breach('headers/token-foreign', wrongly('200', '403 or 401')),
      ]),
    ).toEqual({
      'accepted/null': ['request-body/service_name/type/null', 'request-body/ports/type/null'],
      'accepted/type': ['request-body/approval_enabled/type/string-true', 'port-list/client_port/type/string-numeric'],
      'accepted/format': ['request-body/port_id/format/urn', 'request-body/port-id-misspelt'],
      'accepted/equal-items': [
        'request-body/ports/uniqueItems/adjacent',
        'request-body/ports/distinct-mappings/adjacent',
      ],
      'accepted/malformed-json': ['robustness/body-comments', 'robustness/body-truncated'],
      'accepted/no-body': ['robustness/body-blank'],
      'accepted/not-utf-8': ['robustness/body-invalid-utf8'],
      'accepted/not-an-object': ['request-body/type/array-empty'],
      'accepted/token': ['headers/token-missing', 'headers/token-cut'],
      'accepted/foreign-token': ['headers/token-foreign'],
    });
  });

  it('are a member that nobody looks at, where nothing of it is rejected', () => {
    const all = ['type/null', 'type/integer', 'pattern/tag'].map((way) =>
      breach(`request-body/description/${way}`, wrongly('200')),
    );
    const kept = requirement('request-body/service_name/type/null');
    expect(told([...all, kept])).toEqual({ 'accepted/any/description': all.map(({ id }) => id) });
    const looked = requirement('request-body/description/pattern/less-than');
    expect(Object.keys(told([...all, looked]))).toEqual(['accepted/null', 'accepted/type', 'accepted/characters']);
  });

  it('are told apart, where input is refused that must be accepted, by member and keyword', () => {
    const refusal = wrongly('400', '200');
    const body = '{"service_name":"aaaaaaaaaaaaaaaa"}';
    expect(
      told([
        requirement('request-body/service_name/accepts/type/typical'),
        breach('request-body/service_name/accepts/maxLength/most', refusal),
        breach('request-body/service_name/accepts/pattern/underscore', refusal),
        breach('request-body/every-combination', { ...refusal, body }),
        breach('request-body/port_id/accepts/format/nil', refusal),
        breach('request-body/port_id/accepts/type/typical', refusal),
        breach('robustness/body-large', wrongly('413', '200')),
      ]),
    ).toEqual({
      'refused/400/port_id': ['request-body/port_id/accepts/format/nil', 'request-body/port_id/accepts/type/typical'],
      'refused/400/service_name/maxlength': [
        'request-body/service_name/accepts/maxLength/most',
        'request-body/every-combination',
      ],
      'refused/400/service_name/pattern': ['request-body/service_name/accepts/pattern/underscore'],
      'refused/413': ['robustness/body-large'],
    });
  });

  it('put what breaks the service first, by what is wrong with the input', () => {
    const wrong = Array.from({ length: 9 }, (_, n) =>
      breach(`request-body/service_name/pattern/n${n}`, wrongly('422')),
    );
    const requirements = [
      ...wrong,
      breach('port-list/client_port/type/huge-exponent', wrongly(breaks)),
      breach('port-list/server_port/type/huge-exponent', wrongly(breaks)),
      breach('robustness/body-invalid-utf8', { ...wrongly(breaks), body: '\uFFFD' }),
      breach('request-body/type/null', { ...wrongly('reset, every time, while'), status: null, body: 'null' }),
    ];
    expect(Object.keys(told(requirements))).toEqual([
      'breaks/500/type',
      'breaks/500/not-utf-8',
      'breaks/reset/not-an-object',
      'status/422-for-400',
    ]);
  });

  it('are one where most rejections break the service', () => {
    const all = ['type/null', 'pattern/tag', 'maxLength/one-over'].map((way) =>
      breach(`request-body/service_name/${way}`, wrongly(breaks)),
    );
    expect(Object.keys(told([...all, requirement('request-body/description/type/null')]))).toEqual(['breaks/500']);
  });
});

describe('the causes of wrong contents', () => {
  it('are null for absent, a layout, a type, and what is missing, at any member', () => {
    const type = (name: string, received: string, expected = 'must be string') =>
      breach(`reply/${name}/type`, { expected, received, pointer: `/${name}` });
    const pattern = (name: string, received: string) =>
      breach(`reply/${name}/pattern`, { expected: 'must match', received, pointer: `/${name}` });
    expect(
      told([
        type('vip_port_id', 'null'),
        type('description', 'null'),
        breach('effect/echo/description', { expected: '"x"', received: 'null', pointer: '/description' }),
        pattern('created_at', '"2026-11-28T18:29:47.686835Z"'),
        pattern('updated_at', '"2026-11-28T18:30:03.315260Z"'),
        type('approval_enabled', '"true"', 'must be boolean'),
        breach('reply/vpc_id/required', { expected: 'present', received: 'absent', pointer: '/vpc_id' }),
        breach('reply/pool_id/required', { expected: 'present', received: 'absent', pointer: '/pool_id' }),
      ]),
    ).toEqual({
      'reply/null': ['reply/vip_port_id/type', 'reply/description/type', 'effect/echo/description'],
      'reply/required': ['reply/vpc_id/required', 'reply/pool_id/required'],
      'reply/format/created_at': ['reply/created_at/pattern', 'reply/updated_at/pattern'],
      'reply/type/approval_enabled': ['reply/approval_enabled/type'],
    });
  });

  it('are errors without the envelope, by what stands in its place', () => {
    const envelope = (name: number | 'unlisted', received: string, reply = '', status = Number(name)) =>
      breach(`errors/envelope/${name}`, { expected: 'an object', received, pointer: '/error', status, reply });
    const listed = [
      envelope(400, '"Bad Request"'),
      envelope(401, 'absent', '{"detail":"x"}'),
      envelope(404, 'absent', '{"detail":"y"}'),
    ];
    const inCommon = {
      'envelope/error-absent': ['errors/envelope/401', 'errors/envelope/404'],
      'envelope/error-string': ['errors/envelope/400'],
    };
    expect(told(listed)).toEqual(inCommon);
    const wrong = breach('request-body/service_name/type/null', wrongly('422'));
    expect(told([...listed, wrong, envelope('unlisted', 'absent', '{"detail":[]}', 422)])).toEqual({
      ...inCommon,
      'status/422-for-400': ['request-body/service_name/type/null', 'errors/envelope/unlisted'],
    });
    expect(told([...listed, wrong, envelope('unlisted', 'absent', '{"detail":"z"}', 422)])).toEqual({
      'status/422-for-400': ['request-body/service_name/type/null'],
      'envelope/error-string': ['errors/envelope/400'],
      'envelope/error-absent': [...inCommon['envelope/error-absent'], 'errors/envelope/unlisted'],
    });
  });

  it('are members that are stored as they were sent, though no update may set them', () => {
    const body = '{"id":"other","vpc_id":"0"}';
    expect(
      told([
        breach('reply/id/matches-path', { expected: 'mine', received: '"other"', pointer: '/id', body }),
        breach('effect/constant/vpc_id', { expected: '"1"', received: '"0"', pointer: '/vpc_id', body }),
        breach('effect/constant/pool_id', { expected: '"1"', received: '"2"', pointer: '/pool_id', body }),
      ]),
    ).toEqual({
      'stored/other-members': ['reply/id/matches-path', 'effect/constant/vpc_id'],
      'effect/constant': ['effect/constant/pool_id'],
    });
  });

  it('are a member that fares ill in every respect, or a respect in which many do', () => {
    const effect = (aspect: string, name: string) =>
      breach(`effect/${aspect}/${name}`, { expected: '"a"', received: '"b"', pointer: `/${name}` });
    const ports = [effect('echo', 'ports'), effect('persist', 'ports'), effect('kept', 'ports')];
    expect(told(ports)).toEqual({ 'effect/ports': ports.map(({ id }) => id) });
    const persist = ['description', 'ports', 'service_name'].map((name) => effect('persist', name));
    expect(told(persist)).toEqual({ 'effect/persist': persist.map(({ id }) => id) });
  });

  it('are each their own where nothing is in common', () => {
    expect(
      told([
        breach('effect/atomic', { expected: '"a"', received: '"b"', pointer: '/ports' }),
        breach('methods/allow', { expected: 'an Allow header that names PUT', received: 'GET' }),
      ]),
    ).toEqual({ 'effect/atomic': ['effect/atomic'], 'methods/allow': ['methods/allow'] });
  });
});

describe('a cause', () => {
  it('shows its plainest exchange: no trick of a header, and the smallest body', () => {
    const reply = '{"detail":[{"msg":"Field\\n required \\u001b[2J"}]}';
    const [cause] = causesOf({
      requirements: [
        breach('headers/content-type-other', { ...wrongly('422', '200 or 400'), body: '' }),
        breach('request-body/ports/maxItems/one-over', { ...wrongly('422'), body: '{"ports":[{},{}]}' }, { failed: 7 }),
        breach('request-body/type/array-empty', { ...wrongly('422'), body: '[]', reply }),
      ],
    });
    expect(cause).toMatchObject({ requests: 9, example: { requirement: 'request-body/type/array-empty', body: '[]' } });
    expect(cause?.example?.message).toBe('Field required \\u001b[2J');
    expect(cause?.example?.answer).toBe('422');
  });

  it('has an id of its own, and every failed requirement is in exactly one', () => {
    const requirements = [
      ...Array.from({ length: 3 }, (_, n) =>
        breach(`errors/envelope/40${n}`, { expected: `x${n}`, received: 'absent', pointer: '/error' }),
      ),
      failed('reply/json', { failures: [] }),
      requirement('reply/status'),
    ];
    const causes = causesOf({ requirements });
    expect(causes.map(({ id }) => id).sort()).toEqual([
      'envelope/error-absent',
      'envelope/error-absent-2',
      'envelope/error-absent-3',
      'reply/form',
    ]);
    expect(causes.flatMap((one) => one.requirements).sort()).toEqual(requirements.slice(0, 4).map(({ id }) => id));
    expect(causes.find(({ id }) => id === 'reply/form')?.example).toBeNull();
  });

  it('keeps its number where only a part of a report is shown', () => {
    const known = { reason: 'a proxy', ticket: null, expires: null };
    const fresh = breach('methods/post', wrongly('404', '405'));
    const requirements = [
      breach('request-body/service_name/type/null', wrongly('422'), { known }),
      breach('request-body/service_name/pattern/tag', wrongly('422')),
      fresh,
    ];
    const parts = causesAmong({ requirements }, [fresh]);
    expect(parts.map(({ number, cause, requirements: own }) => [number, cause.id, own])).toEqual([
      [2, 'status/404-for-405', [fresh]],
    ]);
    const [first] = causesAmong({ requirements }, requirements.slice(1));
    expect(first).toMatchObject({ number: 1, cause: { requests: 1 } });
    expect(first?.requirements.map(({ id }) => id)).toEqual(['request-body/service_name/pattern/tag']);
  });
});
