import { describe, expect, it } from 'vitest';
import { requirement } from '../report.fixture.js';
import type { RequirementReport } from '../requirement-report.js';
import { breach, told, wrongly, type Seen } from './breach.fixture.js';

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

  it('are errors without the envelope, by what they hold instead', () => {
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

  it('are a member that goes wrong in every respect, or a respect in which many do', () => {
    const effect = (aspect: string, name: string) =>
      breach(`effect/${aspect}/${name}`, { expected: '"a"', received: '"b"', pointer: `/${name}` });
    const ports = [effect('echo', 'ports'), effect('persist', 'ports'), effect('kept', 'ports')];
    expect(told(ports)).toEqual({ 'effect/ports': ports.map(({ id }) => id) });
    const persist = ['description', 'ports', 'service_name'].map((name) => effect('persist', name));
    expect(told(persist)).toEqual({ 'effect/persist': persist.map(({ id }) => id) });
  });

  it('are told by how a wrong value came about, whichever requirement saw it', () => {
    const seen = (id: string, pointer: string, expected: string, received: string, more: Partial<Seen> = {}) =>
      breach(id, { expected, received, pointer, status: 200, ...more });
    const known = ['approval_enabled', 'service_name', 'description'].map((name) =>
      requirement(`request-body/${name}/type/integer-one`),
    );
    const emptied = [
      seen('request-body/vip_port_id/accepts/type/dot', '/approval_enabled', 'false', 'true', {
        body: '{"approval_enabled":false,"vip_port_id":"."}',
      }),
      seen('effect/echo/service_name', '/service_name', '""', '"old"', { body: '{"service_name":""}' }),
    ];
    const trimmed = [
      seen('request-body/description/accepts/pattern/tab', '/description', '"a\\t"', '"a"'),
      seen('effect/persist/description', '/description', '" a"', '"a"'),
    ];
    const refusal = [
      seen('effect/atomic', '/service_name', '"old"', '"new"', {
        status: 400,
        body: '{"service_name":"new","ports":1}',
      }),
      seen('port-list/incomplete', '/description', '"old"', '"new"', { status: 400, body: '{"description":"new"}' }),
    ];
    const respelt = [
      seen('request-body/near-names', '/description', '"old"', '"new"', { body: '{"DESCRIPTION":"new"}' }),
      seen('effect/kept/service_name', '/service_name', '"old"', '"new"', { body: '{"Service-Name":"new"}' }),
    ];
    const ids = (own: readonly RequirementReport[]) => own.map(({ id }) => id);
    expect(told([...known, ...emptied, ...trimmed, ...refusal, ...respelt])).toEqual({
      'effect/emptied': ids(emptied),
      'effect/trimmed': ids(trimmed),
      'effect/refused': ids(refusal),
      'effect/respelt': ids(respelt),
    });
    // Of two possible origins, the one that is certain elsewhere.
    const either = seen('effect/beside-others', '/approval_enabled', 'false', 'true', {
      status: 400,
      before: { status: 200, body: '{"approval_enabled":false}' },
    });
    expect(told([...known, ...emptied, either])['effect/emptied']).toEqual(ids([...emptied, either]));
    expect(told([...known, ...refusal, either])['effect/refused']).toEqual(ids([...refusal, either]));
  });

  it('are separate if they have nothing in common', () => {
    expect(
      told([
        breach('effect/atomic', { expected: '"a"', received: '"b"', pointer: '/ports' }),
        breach('methods/allow', { expected: 'an Allow header that names PUT', received: 'GET' }),
      ]),
    ).toEqual({ 'effect/atomic': ['effect/atomic'], 'methods/allow': ['methods/allow'] });
  });
});
