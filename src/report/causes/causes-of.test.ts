import { describe, expect, it } from 'vitest';
import { failed, requirement } from '../report.fixture.js';
import type { RequirementReport } from '../requirement-report.js';
import { breach, rule, told, wrongly } from './breach.fixture.js';
import { causesAmong, causesOf } from './causes-of.js';

const breaks = '500, every time, while good requests in between succeeded';

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

  it('are told apart by what is wrong with the input if it is accepted but must be rejected', () => {
    const kept = requirement('request-body/vip_port_id/maxLength/one-over');
    expect(
      told([
        kept,
        requirement('request-body/ports/maxItems/one-over'),
        breach('request-body/service_name/type/null', wrongly('200')),
        breach('request-body/ports/type/null', wrongly('200')),
        breach('request-body/approval_enabled/type/string-true', wrongly('200')),
        breach('port-list/client_port/type/string-numeric', wrongly('200')),
        breach('request-body/port_id/format/urn', wrongly('200')),
        breach('request-body/port-id-misspelt', { ...wrongly('200'), breaks: [rule('port_id', 'format')] }),
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

  it('take in what breaks the same rule among others, in a state or in another spelling', () => {
    const body = '{"ports":[{"client_port":"80","server_port":0}]}';
    const own = [rule('ports.server_port', 'minimum', 'number'), rule('ports.client_port', 'type')];
    const range = requirement('port-list/server_port/minimum/one-under');
    const plain = breach('port-list/client_port/type/string-numeric', wrongly('200'));
    const composed = [
      breach('port-list/wrong-throughout', { ...wrongly('200'), body, breaks: own }),
      breach('effect/from/bare/rejections', { ...wrongly('200'), body, breaks: own }),
      breach('effect/from/full/rejections', { ...wrongly('200'), body, breaks: own }),
    ];
    const ids = composed.map(({ id }) => id);
    expect(told([plain, range, ...composed])).toEqual({ 'accepted/type': [plain.id, ...ids] });
    // If the rules alone are kept, the state or the company lets it through.
    const kept = requirement(plain.id);
    expect(told([kept, range, ...composed])).toEqual({
      'accepted/effect/from': ids.slice(1),
      'accepted/port-list/wrong-throughout': ids.slice(0, 1),
    });
  });

  it('take in what replies show of it', () => {
    const equal = breach('request-body/ports/uniqueItems/adjacent', wrongly('200'));
    const shown = breach('reply/ports/uniqueItems', {
      expected: 'no equal items',
      received: '[1,1]',
      pointer: '/ports',
    });
    expect(told([equal, shown])).toEqual({ 'accepted/equal-items': [equal.id, shown.id] });
    expect(Object.keys(told([shown]))).toEqual([shown.id]);
  });

  it('are one if the same sentence comes with one status, whatever each should have got', () => {
    const said = (id: string, expected: string, message: string) =>
      breach(id, { ...wrongly('403', expected), reply: JSON.stringify({ message }) });
    const requirements = [
      said('methods/post', '405', 'The project is not yours'),
      said('path/service-unknown', '400 or 404', 'The project is not yours'),
    ];
    expect(causesOf({ requirements })).toMatchObject([
      {
        id: 'status/403-for-405',
        says: 'Replies are 403 "The project is not yours"; the document knows other statuses (methods/post, path/service-unknown)',
      },
    ]);
    // The name of a status says nothing about who gave it.
    expect(
      Object.keys(
        told([said('methods/post', '405', 'Forbidden'), said('path/service-unknown', '400 or 404', 'Forbidden')]),
      ),
    ).toHaveLength(2);
  });

  it('are a member that is not validated if none of its values is rejected', () => {
    const all = ['type/null', 'type/integer', 'pattern/tag'].map((way) =>
      breach(`request-body/description/${way}`, wrongly('200')),
    );
    const kept = requirement('request-body/service_name/type/null');
    expect(told([...all, kept])).toEqual({ 'accepted/any/description': all.map(({ id }) => id) });
    const looked = requirement('request-body/description/pattern/less-than');
    expect(Object.keys(told([...all, looked]))).toEqual(['accepted/null', 'accepted/type', 'accepted/characters']);
    // What a selection leaves out says nothing about a member: a run of what failed last has nothing else.
    const left: RequirementReport = { ...looked, verdict: { kind: 'deselected', reason: '--last-failed' } };
    expect(Object.keys(told([...all, left]))).toEqual(['accepted/null', 'accepted/type', 'accepted/characters']);
  });

  it('are one if nothing at all is validated', () => {
    const ids = ['service_name', 'description', 'vip_port_id'].flatMap((name) => [
      `${name}/type/null`,
      `${name}/type/integer`,
    ]);
    const all = ids.map((id) => breach(`request-body/${id}`, wrongly('200')));
    expect(told(all)).toEqual({ 'accepted/any': all.map(({ id }) => id) });
    const refused = breach('request-body/port_id/type/null', wrongly('422'));
    expect(Object.keys(told([...all, refused]))).toEqual([
      'accepted/any/service_name',
      'accepted/any/description',
      'accepted/any/vip_port_id',
      'status/422-for-400',
    ]);
  });

  it('are told apart by member and keyword if input is refused but must be accepted', () => {
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
      'breaks/reset/type',
      'status/422-for-400',
    ]);
  });

  it('are one if most rejections break the service', () => {
    const all = ['type/null', 'pattern/tag', 'maxLength/one-over'].map((way) =>
      breach(`request-body/service_name/${way}`, wrongly(breaks)),
    );
    expect(Object.keys(told([...all, requirement('request-body/description/type/null')]))).toEqual(['breaks/500']);
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

  it('keeps its number if only a part of a report is shown', () => {
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
