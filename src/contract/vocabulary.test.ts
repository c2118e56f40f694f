import { describe, expect, it } from 'vitest';
import { lexeme } from './values.js';
import { section, table } from './clause.js';
import { sentBy, contextWith, OWN_PORT_ID, textOf } from './context.fixture.js';
import * as headers from './headers.js';
import { casesOf } from './cases-of.js';
import type { Sent } from './case.js';
import { assemble, chapter, must, should, type CaseMaker } from './requirement.js';
import * as sent from './sent.js';
import { isPlainPath } from './templates.js';
import * as then from './then.js';
import { documentedOperation } from '../operation/documented.js';

const { path: RESOURCE } = documentedOperation();

const one = sent.body({ description: 'x' });
const token = ['X-Auth-Token', '{{token}}'];
const json = ['Content-Type', 'application/json'];

describe('clauses', () => {
  it('name a row, or the whole', () => {
    expect(table(3)).toEqual({ table: 3 });
    expect(table(3, 'ports')).toEqual({ table: 3, row: 'ports' });
    expect(section('URI')).toEqual({ section: 'URI' });
    expect(section('Status codes', '400')).toEqual({ section: 'Status codes', row: '400' });
  });
});

describe('what is sent', () => {
  it('is an update with the documented headers', () => {
    expect(sentBy(one)).toEqual([
      {
        drawn: false,
        shape: 'single',
        method: 'PUT',
        path: RESOURCE,
        headers: [token, json],
        body: Buffer.from('{"description":"x"}').toString('base64'),
        raw: null,
        applies: [{ description: 'x' }],
        base: null,
        member: null,
        prepare: null,
        rival: null,
        open: null,
      },
    ]);
  });

  it('applies the members that the operation knows', () => {
    const [mixed] = sentBy(sent.body({ description: 'x', unknown: 1, ports: [], vip_port_id: 'v' }));
    expect(mixed).toMatchObject({ applies: [{ description: 'x', ports: [], vip_port_id: 'v' }], open: 'R7' });
    expect(sent.knownMembers(documentedOperation(), null)).toEqual({});
    expect(sent.knownMembers(documentedOperation(), [])).toEqual({});
    const [list] = sentBy(sent.body([1]));
    expect(list).toMatchObject({ applies: [{}], open: null });
  });

  it('applies numbers as they are read, and sends them as they are written', () => {
    const [written] = sentBy(sent.body({ ports: [{ client_port: lexeme('8e1') }] }));
    expect(written?.applies).toEqual([{ ports: [{ client_port: 80 }] }]);
    expect(textOf(written ?? { body: null })).toBe('{"ports":[{"client_port":8e1}]}');
  });

  it('may depend on the context', () => {
    const made = sent.bodies(({ portId }) => [{ port_id: portId }, {}]);
    expect(sentBy(made).map(({ applies }) => applies)).toEqual([[{ port_id: OWN_PORT_ID }], [{}]]);
  });

  it('may be text or bytes, with or without meaning', () => {
    expect(sentBy(sent.text('{', new Uint8Array([0xff]))).map(({ body, applies }) => [body, applies])).toEqual([
      ['ew==', []],
      ['/w==', []],
    ]);
    const says = { description: 'x' };
    expect(sentBy(sent.textSaying(says, 'a', 'b')).map(({ body, applies }) => [body, applies])).toEqual([
      ['YQ==', [says]],
      ['Yg==', [says]],
    ]);
  });

  it('may be several, or changed, or missing if another service has it', () => {
    const some: CaseMaker = () => [null, ...one(contextWith())];
    expect(
      sent
        .all(
          some,
          one,
        )(contextWith())
        .map((each) => each !== null),
    ).toEqual([false, true, true]);
    const changed = sent.but(some, (each, { serviceId }) => ({ ...each, member: serviceId }));
    expect(changed(contextWith()).map((each) => each?.member)).toEqual([undefined, 'service']);
  });
});

describe('headers', () => {
  const of = (given: CaseMaker): unknown[] => sentBy(given).map((each) => each.headers);
  const withNull: CaseMaker = () => [null];

  it('are replaced in place, doubled, removed or added', () => {
    expect(of(headers.withHeader('x-auth-token', ['bad'], one))).toEqual([[['x-auth-token', 'bad'], json]]);
    expect(of(headers.withHeader('Content-Type', ['a', 'b'], one))).toEqual([
      [token, ['Content-Type', 'a'], ['Content-Type', 'b']],
    ]);
    expect(of(headers.withHeader('Content-Type', [], one))).toEqual([[token]]);
    expect(of(headers.withHeader('Accept', ['a'], one))).toEqual([[token, json, ['Accept', 'a']]]);
    const doubled = headers.withHeader('Accept', ['a', 'b'], one);
    expect(of(headers.withHeader('ACCEPT', ['c'], doubled))).toEqual([[token, json, ['ACCEPT', 'c']]]);
  });

  it('come once for each value', () => {
    expect(of(headers.withEachHeader('Accept', ['a', 'b'], one))).toEqual([
      [token, json, ['Accept', 'a']],
      [token, json, ['Accept', 'b']],
    ]);
    expect(headers.withEachHeader('Accept', ['a'], withNull)(contextWith())).toEqual([null]);
  });

  it('hold a signature in place of the token', () => {
    expect(of(headers.unsigned(one))).toEqual([[json]]);
    expect(of(headers.withAuthorization(['v'], one))).toEqual([[json, ['Authorization', 'v']]]);
    expect(of(headers.signedAs(['good', 'changed'], one))).toEqual([
      [json, ['Authorization', '{{signature}}']],
      [json, ['Authorization', '{{signature-changed}}']],
    ]);
  });

  it('go with paths, methods and raw parts', () => {
    expect(sentBy(headers.onPath(['/a', '/b'], one)).map(({ path }) => path)).toEqual(['/a', '/b']);
    expect(headers.onPath(['/a'], withNull)(contextWith())).toEqual([null]);
    expect(sentBy(headers.withMethod('PATCH', one)).map(({ method }) => method)).toEqual(['PATCH']);
    expect(sentBy(headers.onTheWire({}, one))[0]?.raw).toEqual({
      framing: 'content-length',
      requestLine: null,
      omitHost: false,
    });
    expect(sentBy(headers.onTheWire({ framing: 'chunked', omitHost: true }, one))[0]?.raw).toEqual({
      framing: 'chunked',
      requestLine: null,
      omitHost: true,
    });
  });
});

describe('what conforms', () => {
  const [plain] = sentBy(one);
  if (plain === undefined) throw new Error('there is a case');
  const says = (given: ReturnType<typeof then.accepted>, each: Sent = plain) => given(each, contextWith());
  const answer = {
    statuses: [200],
    codes: null,
    gateway404: false,
    belowApi: false,
    good: true,
    conflict: false,
    forces: null,
    foldsPortId: false,
  };

  it('is described in full', () => {
    expect(says(then.accepted())).toEqual(answer);
    expect(says(then.accepted(), { ...plain, open: 'R3' })).toEqual({ ...answer, statuses: [200, 400] });
    expect(says(then.accepted(), { ...plain, open: 'R5' })).toEqual({
      ...answer,
      statuses: [200, 400],
      foldsPortId: true,
    });
    expect(says(then.rejected())).toEqual({ ...answer, statuses: [400] });
    expect(says(then.open())).toEqual({ ...answer, statuses: [200, 400] });
    expect(says(then.answers(200, 417))).toEqual({ ...answer, statuses: [200, 417] });
    expect(says(then.refuses(401, 403))).toEqual({ ...answer, statuses: [401, 403], good: false });
    expect(says(then.unknownService())).toEqual({
      ...answer,
      statuses: [404, 400],
      codes: ['EndPoint.2003', 'EndPoint.3062'],
      good: false,
    });
    expect(says(then.methodNotAllowed())).toEqual({ ...answer, statuses: [405], gateway404: true, good: false });
    expect(says(then.conflicts())).toEqual({ ...answer, statuses: [409, 400], conflict: true });
    expect(says(then.forced(503))).toEqual({ ...answer, statuses: [503], forces: 503, good: false });
    expect(says(then.belowTheApi(200))).toEqual({ ...answer, statuses: [200], belowApi: true, good: false });
    expect(says(then.openCase())).toEqual({ ...answer, statuses: [200, 400], foldsPortId: true });
  });
});

describe('a requirement', () => {
  const stated = { clause: table(3), basis: 'documented', says: 'It is so' } as const;

  it('has a level, and nothing that was not stated', () => {
    const made = must('a', { ...stated, watching: ['b'] });
    expect(made).toEqual({
      id: 'a',
      level: 'MUST',
      basis: 'documented',
      clause: { table: 3 },
      covers: [],
      reading: null,
      says: 'It is so',
      needs: [],
      loosenedBy: null,
      judged: { by: 'watching', carriers: ['b'] },
    });
    expect(
      should('a', { ...stated, watching: [], reading: 'R1', covers: ['R2'], needs: ['reads'], loosenedBy: 'R1' }),
    ).toMatchObject({ level: 'SHOULD', reading: 'R1', covers: ['R2'], needs: ['reads'], loosenedBy: 'R1' });
  });

  const cases = (given: CaseMaker, answers: ReturnType<typeof then.open>, context = contextWith()) =>
    casesOf(must('a', { ...stated, given, then: answers }), context);

  it('makes cases that say what conforms, and omits those of another service', () => {
    const [missing, made] = cases(() => [null, ...one(contextWith())], then.open());
    expect(missing).toBeNull();
    expect(made).toMatchObject({ applies: [{ description: 'x' }], expect: { statuses: [200, 400] } });
    expect(made).not.toHaveProperty('open');
  });

  it('expects nothing to be stored if acceptance would be a breach', () => {
    expect(cases(one, then.rejected())[0]?.applies).toEqual([]);
  });

  it('lets a signature be refused if servers read a request differently (R33)', () => {
    const statuses = (given: CaseMaker, capabilities: readonly ('aksk' | 'token')[], answers = then.open()): unknown =>
      cases(given, answers, contextWith({ capabilities: new Set(capabilities) }))[0]?.expect.statuses;
    const odd = headers.onPath(['/v1/../x'], one);
    expect(statuses(odd, ['aksk'])).toEqual([200, 400, 401]);
    expect(statuses(headers.onTheWire({}, one), ['aksk'])).toEqual([200, 400, 401]);
    expect(statuses(one, ['aksk'])).toEqual([200, 400]);
    expect(statuses(odd, ['aksk', 'token'])).toEqual([200, 400]);
    expect(statuses(odd, [])).toEqual([200, 400]);
    expect(statuses(odd, ['aksk'], then.refuses(401))).toEqual([401]);
  });

  it('gets its chapter as a prefix, which derived ones have already', () => {
    const plain = must('a', { ...stated, watching: [] });
    const family = { unfold: (name: string) => [must(`${name}/b`, { ...stated, watching: [] })] };
    const source = { statuses: [], constraints: () => [] } as unknown as Parameters<typeof assemble>[1];
    expect(assemble([chapter('one', [plain, family]), chapter('two', [plain])], source).map(({ id }) => id)).toEqual([
      'one/a',
      'one/b',
      'two/a',
    ]);
    expect(() => assemble([chapter('one', [plain, plain])], source)).toThrow('two requirements have the id one/a');
  });
});

describe('isPlainPath', () => {
  it.each([
    [RESOURCE, true],
    ['/a.b/~c/-d', true],
    ['/..a/a..', true],
    ['', false],
    ['/', false],
    ['a', false],
    ['/a/', false],
    ['/a//b', false],
    ['/./a', false],
    ['/a/..', false],
    ['/a%20', false],
    ['/a?b', false],
    ['/a b', false],
  ])('%s', (path, plain) => {
    expect(isPlainPath(path)).toBe(plain);
  });
});
