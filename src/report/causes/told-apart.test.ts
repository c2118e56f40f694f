import { describe, expect, it } from 'vitest';
import { requirement } from '../report.fixture.js';
import { breach, rule, told, wrongly } from './breach.fixture.js';
import { causesOf } from './causes-of.js';

describe('the causes of what depends on how a request is written', () => {
  const chunked = (othersConform: boolean) => ({ forms: { names: ['a chunked body'], othersConform } });

  it('are one for a form, whatever comes of it, if what is written otherwise conforms', () => {
    const requirements = [
      breach('robustness/http-chunked', { expected: '"a"', received: '"b"', pointer: '/description' }, chunked(false)),
      breach('robustness/crossed/violation', wrongly('200'), chunked(true)),
      breach('robustness/crossed/token', wrongly('411', '401'), chunked(true)),
      breach('effect/echo/ports', { expected: '[]', received: '[1]', pointer: '/ports' }, chunked(false)),
    ];
    expect(told(requirements)).toEqual({ 'form/chunked-body': requirements.map(({ id }) => id) });
    expect(causesOf({ requirements })[0]?.says).toMatch(
      /^What is right for other requests goes wrong for those with a/,
    );
  });

  it('take in what breaks a rule in that form if the rule is kept in every other', () => {
    const seen = { ...wrongly('200'), breaks: [rule('service_name', 'type', 'number')] };
    const violation = breach('robustness/crossed/violation', seen);
    const inForm = { ...violation, failures: violation.failures.map((one) => ({ ...one, forms: ['a chunked body'] })) };
    const requirements = [
      breach('robustness/http-chunked', wrongly('411', '200'), chunked(false)),
      breach('robustness/crossed/accepted', wrongly('411', '200'), chunked(true)),
    ];
    const kept = requirement('request-body/service_name/type/integer');
    expect(Object.keys(told([...requirements, inForm, kept]))).toEqual(['form/chunked-body']);
    expect(Object.keys(told([...requirements, inForm]))).toEqual(['form/chunked-body', 'accepted/type']);
  });

  it('are as for any request if nothing was seen to conform, or only one requirement fails', () => {
    expect(Object.keys(told([breach('robustness/crossed/violation', wrongly('200'), chunked(true))]))).toEqual([
      'accepted/robustness/crossed',
    ]);
    const alone = ['robustness/http-chunked', 'robustness/http-trailers'].map((id) =>
      breach(id, wrongly('411', '200 or 400 or 417'), chunked(false)),
    );
    expect(Object.keys(told(alone))).toEqual(['status/411-for-400']);
  });
});

describe('the causes of texts that are accepted', () => {
  const sent = (body: string, reply: string) => ({ ...wrongly('200'), body, reply });

  it('are told apart by the member whose rule lets them through, except for members that let through the same', () => {
    expect(
      told([
        breach('request-body/service_name/pattern/letter-greek', wrongly('200')),
        breach('request-body/description/pattern/less-than', wrongly('200')),
        requirement('request-body/description/type/integer'),
        breach('port-list/client_port/minimum/one-under', wrongly('200')),
        breach('port-list/server_port/minimum/one-under', wrongly('200')),
        requirement('port-list/client_port/maximum/one-over'),
        requirement('port-list/server_port/maximum/one-over'),
      ]),
    ).toEqual({
      'accepted/range': ['port-list/client_port/minimum/one-under', 'port-list/server_port/minimum/one-under'],
      'accepted/characters/service_name': ['request-body/service_name/pattern/letter-greek'],
      'accepted/characters/description': ['request-body/description/pattern/less-than'],
    });
  });

  it('are one for the blanks around them that the service strips, even from what it rightly accepts', () => {
    const requirements = [
      breach('request-body/service_name/pattern/blank-first', sent('{"service_name":" a"}', '{"service_name":"a"}')),
      breach('request-body/vip_port_id/maxLength/with-blank', sent('{"vip_port_id":"b "}', '{}')),
      breach('effect/echo/description', { expected: '" c"', received: '"c"', pointer: '/description' }),
    ];
    const kept = [
      requirement('request-body/vip_port_id/maxLength/one-over'),
      requirement('request-body/description/type/integer'),
      requirement('request-body/service_name/pattern/letter-greek'),
    ];
    expect(told([...requirements, ...kept])).toEqual({ 'accepted/blanks': requirements.map(({ id }) => id) });
    const stored = sent('{"service_name":"a\\n"}', '{"service_name":"a\\n"}');
    expect(told([breach('request-body/service_name/pattern/line-feed-last', stored), ...kept])).toEqual({
      'accepted/characters': ['request-body/service_name/pattern/line-feed-last'],
    });
  });
});

describe('the cause of a status', () => {
  it('is one if some requests may get any 4xx, and others a certain one', () => {
    const requirements = [
      breach('robustness/crossed/special-forms', wrongly('307', '505 or any 4xx or a closed connection')),
      breach('path/service-trailing-slash', wrongly('307', '200 or 400 or 404')),
    ];
    expect(Object.values(told(requirements))).toEqual([requirements.map(({ id }) => id)]);
  });
});

describe('the cause of ever-changing statuses', () => {
  const answered = (statuses: readonly number[]) =>
    statuses.map((status, n) => breach(`request-body/case-${n}`, wrongly(String(status), n % 2 === 0 ? '200' : '400')));

  it('is one if they are too many to be mistakes', () => {
    const requirements = answered([201, 302, 404, 409, 418, 422, 451]);
    expect(told(requirements)).toEqual({ 'status/ever-other': requirements.map(({ id }) => id) });
    expect(Object.keys(told(answered([201, 302, 404, 409])))).toHaveLength(4);
  });
});

describe('the causes of what updates do', () => {
  const list = { expected: '2 mappings, among them [1,2,"TCP"]', received: '2 mappings, among them [1,2,null]' };
  const known = ['ports', 'approval_enabled', 'service_name'].map((name) => requirement(`request-body/${name}/type/x`));

  it('are one for what a list lacks, even if it is one of several findings, or a request beside it was refused', () => {
    const race = breach('effect/race', { expected: 'true', received: 'false', pointer: '/approval_enabled' });
    const several = race.failures.map((one) => ({
      ...one,
      findings: [...one.findings, { requirement: 'effect/race', pointer: '/ports', ...list }],
    }));
    const requirements = [
      breach('effect/echo/ports', { ...list, pointer: '/ports' }),
      breach('effect/beside-others', { ...list, pointer: '/ports', status: 400 }),
      { ...race, failures: several },
    ];
    expect(told([...requirements, ...known])).toEqual({ 'effect/incomplete': requirements.map(({ id }) => id) });
  });

  it('are the member’s rather than that of the one case that could be explained otherwise', () => {
    const seen = { expected: '"a"', received: '"b"', pointer: '/service_name' };
    const requirements = [
      breach('request-body/wrapped', { ...seen, body: '{"serviceName":"b"}' }),
      breach('effect/echo/service_name', seen),
      breach('effect/kept/service_name', seen),
    ];
    expect(told([...requirements, ...known])).toEqual({ 'effect/service_name': requirements.map(({ id }) => id) });
  });

  it('are one if no member is ever shown or kept, including the time that does not move on', () => {
    const seen = (name: string) => ({ expected: '"a"', received: '"b"', pointer: `/${name}` });
    const members = ['ports', 'approval_enabled', 'service_name'];
    const requirements = [
      ...members.flatMap((name) =>
        ['echo', 'persist'].map((respect) => breach(`effect/${respect}/${name}`, seen(name))),
      ),
      breach('effect/constant/vpc_id', seen('vpc_id')),
      breach('reply/updated_at/moves-on', seen('updated_at')),
    ];
    const causes = Object.entries(told([...requirements, ...known]));
    expect(causes.map(([id, own]) => [id, own.length])).toEqual([['effect/nothing', requirements.length]]);
    const kept = requirement('effect/persist/description');
    expect(Object.keys(told([...requirements, ...known, kept]))).not.toContain('effect/nothing');
  });
});

describe('the causes of a service that looks at nothing', () => {
  const seen = wrongly('200');
  const members = ['service_name', 'description', 'ports'].flatMap((name) =>
    ['null', 'integer'].map((way) => breach(`request-body/${name}/type/${way}`, seen)),
  );
  const texts = [
    breach('request-body/type/array-empty', { ...seen, body: '[]' }),
    breach('robustness/body-truncated', { ...seen, body: '{' }),
  ];

  it('are one for bodies, one for each id of the path, one for tokens, and one for methods', () => {
    const others = [
      breach('path/project-unknown', seen),
      breach('path/project_id/exact/half', seen),
      breach('robustness/crossed/project', seen),
      breach('path/service-unknown', seen),
      breach('path/service_id/exact/half', seen),
      breach('headers/token-missing', { ...seen, expected: '401' }),
      breach('headers/X-Auth-Token/exact/half', { ...seen, expected: '401' }),
      breach('robustness/crossed/token', { ...seen, expected: '401' }),
      ...['post', 'patch', 'typed'].map((name) => breach(`methods/${name}`, { ...seen, expected: '405' })),
    ];
    expect(Object.entries(told([...members, ...texts, ...others])).map(([id, own]) => [id, own.length])).toEqual([
      ['accepted/any', 8],
      ['accepted/path/project', 3],
      ['accepted/token', 3],
      ['accepted/methods', 3],
      ['accepted/path/service', 2],
    ]);
  });

  it('tell members from texts if either is validated', () => {
    expect(Object.keys(told([...members, ...texts.slice(1)]))).toEqual(['accepted/any', 'accepted/malformed-json']);
  });
});
