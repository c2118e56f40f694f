import { describe, expect, it } from 'vitest';
import { checkForm } from '../checks/reply.js';
import type { JsonObject } from '../shared/json.js';
import type { AttemptResponse, Profile, WireRequest } from '../shared/model.js';
import { put } from '../client/servers.fixture.js';
import type { Asked } from './classify.js';
import type { Framing } from '../contract/case.js';
import { ledgerOfAny } from './ledger.fixture.js';
import { asked } from './scripted.fixture.js';
import { forbidden, testCase } from './target.fixture.js';
import { Watch } from './watch.js';
import { documentedOperation } from '../operation/documented.js';

const json: readonly (readonly [string, string])[] = [['Content-Type', 'application/json']];
const places = [
  { id: 'reply/name/type', place: ['name'] },
  { id: 'reply/ports/client_port/type', place: ['ports', '*', 'client_port'] },
  { id: 'reply/whole', place: [] },
];
const enveloped = (code: string): JsonObject => ({ error: { message: 'No', code } });

function reply(status: number, body: unknown, headers = json): AttemptResponse {
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  return { kind: 'response', status, headers, body: bytes, sentAt: 0, endedAt: 1 };
}

function watching({ profile = 'document' }: { readonly profile?: Profile } = {}) {
  const ledger = ledgerOfAny();
  const schema = (value: unknown) =>
    (value as JsonObject)['bad'] === undefined
      ? []
      : [{ pointer: '/bad', keyword: 'enum', message: 'one of a', params: {} }];
  const watch = new Watch(
    ledger,
    schema,
    new Set([200, 400, 401, 405, 503]),
    places,
    profile,
    'project',
    documentedOperation(),
  );
  const observe = (response: AttemptResponse, extra: Partial<Asked> = {}, request: WireRequest = put()): void =>
    watch.observe(request, response, asked({ purpose: { order: 4, testCase: null, serviceId: 's' }, ...extra }));
  const counts = (...ids: string[]): string[] => ids.map((id) => `${ledger.of(id).failed}/${ledger.of(id).judged}`);
  return { ledger, watch, observe, counts };
}

describe('Watch, on statuses', () => {
  it('knows those that the document lists, and those that a request expects', () => {
    const { observe, counts } = watching();
    observe(reply(200, {}));
    observe(reply(503, enveloped('E')));
    observe(reply(417, enveloped('E')), { statuses: [417] });
    expect(counts('errors/documented-status', 'reply/status')).toEqual(['0/3', '0/1']);
  });

  it('accuses others, and a success that is not 200 twice', () => {
    const { observe, counts, ledger } = watching();
    observe(reply(422, enveloped('E')));
    observe(reply(299, {}));
    observe(reply(302, {}));
    observe(reply(204, ''));
    expect(counts('errors/documented-status', 'reply/status')).toEqual(['4/4', '2/2']);
    expect(ledger.of('reply/status').breaches[0]).toMatchObject({
      purpose: { order: 4, serviceId: 's' },
      findings: [{ expected: '200', received: '299' }],
      exchanges: [{ role: 'case', attempts: [{ status: 299 }] }],
    });
    expect(ledger.of('errors/documented-status').breaches[0]?.findings).toEqual([
      { requirement: 'errors/documented-status', expected: 'a status that the document lists', received: '422' },
    ]);
  });

  it('says nothing about a reply to a read, or a refusal below the API', () => {
    const { observe, counts } = watching();
    observe(reply(422, ''), { sends: 'read' });
    observe(reply(422, ''), { belowApi: true });
    expect(counts('errors/documented-status')).toEqual(['0/0']);
    observe(reply(200, {}), { belowApi: true });
    expect(counts('errors/documented-status', 'reply/status')).toEqual(['0/1', '0/1']);
  });
});

describe('Watch, on a 200', () => {
  const always = ['content-type', 'utf-8', 'json', 'object'].map((id) => `reply/${id}`);
  const identity = ['id', 'project_id'].map((id) => `reply/${id}/matches-path`);

  it('judges form, members and identity', () => {
    const { observe, counts } = watching();
    observe(reply(200, { name: 'n', ports: [{ client_port: 1 }], id: 's', project_id: 'project' }));
    expect(counts(...always, ...identity, 'reply/vip_port_id/only-vip')).toEqual(Array(7).fill('0/1'));
    expect(counts(...places.map(({ id }) => id))).toEqual(['0/1', '0/1', '0/1']);
  });

  it('accuses what departs', () => {
    const { observe, counts } = watching();
    observe(reply(200, { bad: 1, id: 'other', project_id: 'other', vip_port_id: 'v' }));
    expect(counts('reply/bad/enum', ...identity, 'reply/vip_port_id/only-vip')).toEqual(['1/1', '1/2', '1/2', '1/2']);
    observe(reply(200, '[]', [['Content-Type', 'text/html']]));
    expect(counts('reply/content-type', 'reply/object')).toEqual(['1/3', '1/3']);
  });

  it('tolerates in production what that profile tolerates', () => {
    const { observe, counts } = watching({ profile: 'production' });
    observe(reply(200, { bad: 1 }));
    expect(counts('reply/bad/enum')).toEqual(['0/0']);
  });

  it.each<[string, JsonObject, string[]]>([
    ['nothing of either', {}, ['0/0', '0/0', '0/1']],
    ['an empty list', { ports: [] }, ['0/0', '0/0', '0/1']],
    ['items without the member', { ports: [{}] }, ['0/0', '0/0', '0/1']],
    ['items that are no objects', { ports: [null, 1] }, ['0/0', '0/0', '0/1']],
    ['no list', { ports: { client_port: 1 } }, ['0/0', '0/0', '0/1']],
    ['a null', { name: null }, ['0/1', '0/0', '0/1']],
  ])('counts as watched only what a reply holds: %s', (_name, value, want) => {
    const { observe, counts } = watching();
    observe(reply(200, value));
    expect(counts(...places.map(({ id }) => id))).toEqual(want);
  });

  it('judges only the form if acceptance itself is the breach', () => {
    const { observe, counts } = watching();
    observe(reply(200, { bad: 1, name: 'n' }), { purpose: { order: 1, testCase: forbidden({}), serviceId: 's' } });
    expect(counts('reply/bad/enum', 'reply/name/type', 'reply/json')).toEqual(['0/0', '0/0', '0/1']);
    observe(reply(200, { bad: 1 }), { purpose: { order: 1, testCase: testCase({}), serviceId: 's' } });
    expect(counts('reply/bad/enum')).toEqual(['1/1']);
  });

  it('says nothing about the reply to another method', () => {
    const { observe, counts } = watching();
    observe(reply(200, '<html>', []), { statuses: [200] }, put({ method: 'POST' }));
    expect(counts('reply/json', 'reply/content-type')).toEqual(['0/0', '0/0']);
  });

  it('keeps the value that it decoded', () => {
    const { watch, observe } = watching();
    const one = reply(200, { a: 1 });
    observe(one);
    expect(watch.value(one)).toEqual({ a: 1 });
    expect(watch.value(reply(200, '[]'))).toBeNull();
    const unseen = reply(200, { b: 1 });
    expect(watch.value(unseen)).toBe(watch.value(unseen));
    expect(watch.value(unseen)).toEqual(checkForm(unseen).value);
  });
});

describe('Watch, on an error', () => {
  it('judges the envelope of each documented status, and keeps its forms', () => {
    const { observe, counts, watch } = watching();
    observe(reply(400, enveloped('EndPoint.0002')));
    observe(reply(400, { error: {} }));
    observe(reply(400, { error_code: 'APIGW.1', error_msg: 'No' }));
    observe(reply(400, {}));
    expect(counts('errors/envelope/400')).toEqual(['3/4']);
    expect([...watch.envelopes]).toEqual(['nested, EndPoint', 'nested, no code', 'flat, APIGW']);
  });

  it('requires no envelope of an undocumented status, nor below the API', () => {
    const { observe, counts } = watching();
    observe(reply(422, ''));
    observe(reply(400, ''), { belowApi: true });
    observe(reply(400, ''), {}, put({ raw: new Uint8Array() }));
    expect(counts('errors/envelope/422', 'errors/envelope/400')).toEqual(['0/0', '0/0']);
    observe(reply(503, ''), {}, put({ raw: new Uint8Array() }));
    expect(counts('errors/envelope/503')).toEqual(['1/1']);
  });

  it('requires the envelope for a raw request with an ordinary head, except in a refusal of its framing', () => {
    const { observe, counts } = watching();
    const sent = (framing: Framing, headers: WireRequest['headers'] = []): void => {
      const raw = { framing, requestLine: null, omitHost: false };
      const purpose = { order: 4, testCase: testCase({}, { raw }), serviceId: 's' };
      for (const status of [400, 405])
        observe(reply(status, ''), { purpose }, { ...put({ raw: new Uint8Array() }), headers });
    };
    sent('split');
    expect(counts('errors/envelope/400', 'errors/envelope/405')).toEqual(['1/1', '1/1']);
    sent('chunked');
    sent('content-length', [['Expect', '100-continue']]);
    expect(counts('errors/envelope/400', 'errors/envelope/405')).toEqual(['1/1', '3/3']);
  });

  it('requires the envelope of a 401 to HTTP/1.0, which only the API can give, but not in a refusal of the version', () => {
    const { observe, counts } = watching();
    const raw = { framing: 'content-length', requestLine: 'PUT {path} HTTP/1.0', omitHost: false } as const;
    const sent = testCase({}, { raw, expect: { statuses: [200, 505] } });
    for (const status of [401, 400, 505])
      observe(
        reply(status, ''),
        { purpose: { order: 4, testCase: sent, serviceId: 's' }, statuses: [200, 505], belowApi: true },
        {
          ...put({ raw: new Uint8Array() }),
        },
      );
    observe(
      reply(505, ''),
      { purpose: { order: 4, testCase: sent, serviceId: 's' }, statuses: [200, 505] },
      {
        ...put({ raw: new Uint8Array() }),
      },
    );
    expect(counts('errors/envelope/401', 'errors/envelope/400', 'r')).toEqual(['1/1', '0/0', '0/0']);
  });

  it('requires a 405 to another method to name PUT', () => {
    const to = (allow: string | null, method = 'POST'): string[] => {
      const { observe, counts } = watching();
      const headers = allow === null ? json : [...json, ['Allow', allow] as const];
      observe(reply(405, enveloped('E'), headers), {}, put({ method }));
      return counts('methods/allow');
    };
    expect(to('PUT')).toEqual(['0/1']);
    expect(to('GET, PUT, DELETE')).toEqual(['0/1']);
    expect(to('GET,PUT')).toEqual(['0/1']);
    expect(to('GET')).toEqual(['1/1']);
    expect(to('OUTPUT')).toEqual(['1/1']);
    expect(to('PUTS')).toEqual(['1/1']);
    expect(to(null)).toEqual(['1/1']);
    expect(to(null, 'PUT')).toEqual(['0/0']);
    const { observe, ledger } = watching();
    observe(reply(405, enveloped('E')), {}, put({ method: 'POST' }));
    expect(ledger.of('methods/allow').breaches[0]?.findings[0]?.received).toBe('no Allow header');
  });

  it('looks for the credential that was sent, whatever its header is called', () => {
    const leaks = (name: string, status = 400): string[] => {
      const { observe, counts } = watching();
      const request = put({ headers: [[name, ' the-secret ']] });
      observe(reply(status, { error: { message: 'the-secret', code: 'E' } }), { statuses: [status] }, request);
      return counts('errors/no-leak/credential', 'errors/no-leak/stack-trace', 'errors/no-leak/source-path');
    };
    expect(leaks('X-Auth-Token')).toEqual(['1/2', '0/1', '0/1']);
    expect(leaks('authorization')).toEqual(['1/2', '0/1', '0/1']);
    expect(leaks('X-Trace')).toEqual(['0/1', '0/1', '0/1']);
    expect(leaks('X-Auth-Token', 302)).toEqual(['0/1', '0/1', '0/1']);
  });
});
