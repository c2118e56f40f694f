import { describe, expect, it } from 'vitest';
import { askedOf, bodyOf, fire } from './fire.js';
import type { JsonObject } from '../shared/json.js';
import { at, flyAround as batch, forbidden, dealt, testCase, refusal, stage, base } from './target.fixture.js';
import { pair } from './found-service.fixture.js';

const token: readonly [string, string] = ['X-Auth-Token', '{{token}}'];

const bad = (n: number): JsonObject => ({ description: `<${n}>` });

describe('what a case asks', () => {
  it.each<[string, readonly (readonly [string, string])[], boolean]>([
    ['the good token', [token], true],
    [
      'the good token in a header in another case',
      [
        ['x-auth-TOKEN', '{{token}}'],
        ['Accept', '*/*'],
      ],
      true,
    ],
    ['another token', [['X-Auth-Token', 'wrong']], false],
    ['the good token twice', [token, token], false],
    ['none', [['Accept', '{{token}}']], false],
  ])('decides whether its credentials are good: %s', async (_name, headers, trusted) => {
    const { sessions } = await stage();
    const probed = at(forbidden({}, { headers, expect: { good: false } }), 1);
    expect(askedOf(sessions[0], probed).good).toBe(trusted ? 'credentials' : 'nothing');
  });

  it('tells who may own the mappings of its body', async () => {
    const { sessions } = await stage();
    const asked = (body: Parameters<typeof testCase>[0]) => askedOf(sessions[0], at(testCase(body), 1));
    expect(asked({ ports: [pair(77)] }).mappings).toBe('contestable');
    expect(asked({ description: 'x' }).mappings).toBe('none');
    const colliding = at(testCase({ ports: [pair(77)] }, { expect: { conflict: true } }), 1);
    expect(askedOf(sessions[0], colliding).mappings).toBe('conflicting');
    expect(asked({})).toMatchObject({ sends: 'case', good: 'all', statuses: [200] });
  });

  it('has a JSON value, or none', () => {
    expect(bodyOf(testCase({ a: 1 }))).toEqual({ a: 1 });
    expect(bodyOf(testCase({}, { body: null }))).toBeUndefined();
    expect(bodyOf(testCase({}, { body: Buffer.from('{"a":').toString('base64') }))).toBeUndefined();
  });
});

describe('fire', () => {
  it('counts rejections of a member, and those that name it', async () => {
    const made = await stage();
    const [session] = made.sessions;
    const one = at(forbidden({ description: '<' }, { member: 'description' }), 1);
    expect(await fire(session, one)).toMatchObject({ ruling: { kind: 'conforms' }, accepted: null });
    made.target.answer = () => refusal(400, 'EndPoint.0002', 'it is not legal');
    await fire(session, one);
    made.target.answer = () => refusal(400, 'Illegal.DESCRIPTION', 'no');
    await fire(session, one);
    expect(made.ledger.of('r')).toMatchObject({ rejections: 3, named: 2 });
    made.target.answer = (_incoming, serve) => ({ ...serve(), status: 200, value: {} });
    expect(await fire(session, one)).toMatchObject({ ruling: { kind: 'violates' }, accepted: {} });
    expect(made.ledger.of('r')).toMatchObject({ rejections: 3, named: 2, broke: false });
  });

  it.each([
    [204, true],
    [299, true],
    [300, false],
  ])('decides whether %i is acceptance', async (status, accepted) => {
    const made = await stage();
    made.target.answer = () => ({ status, value: { shown: 1 } });
    const fired = await fire(made.sessions[0], at(forbidden({ description: '<' }), 1));
    expect(fired.accepted !== null).toBe(accepted);
    expect(fired.ruling.kind).toBe('violates');
  });
});

describe('fire, in a batch', () => {
  it('counts rejections, and those that name the member', async () => {
    const made = await stage();
    made.target.answer = ({ body }, serve) =>
      JSON.stringify(body) === JSON.stringify(bad(1)) ? refusal(400, 'EndPoint.0002', 'no') : serve();
    await batch(
      made.sessions[0],
      base,
      dealt(
        forbidden(bad(0), { member: 'Description' }),
        forbidden(bad(1), { member: 'description' }),
        forbidden(bad(2), { member: null }),
      ),
    );
    expect(made.ledger.of('r')).toMatchObject({ rejections: 2, named: 1, judged: 3 });
  });

  it('counts a code that names the member too', async () => {
    const made = await stage();
    made.target.answer = ({ text }, serve) => (text.includes('<') ? refusal(400, 'bad_description', 'no') : serve());
    await batch(made.sessions[0], base, dealt(forbidden(bad(0), { member: 'description' })));
    expect(made.ledger.of('r')).toMatchObject({ rejections: 1, named: 1 });
  });

  it('notes what breaks the service, and does not investigate the next of that kind', async () => {
    const made = await stage();
    made.target.answer = ({ text }, serve) => (text.includes('<') ? 'reset' : serve());
    await batch(made.sessions[0], base, dealt(forbidden(bad(0))));
    expect(made.ledger.of('r')).toMatchObject({ broke: true, failed: 1 });
    const before = made.target.log.length;
    await batch(made.sessions[0], base, dealt(forbidden(bad(0))));
    expect([...made.ledger.of('r').unjudged.values()][0]).toContain('not investigated further');
    expect(made.target.log.slice(before).filter((line) => line.includes('<')).length).toBeLessThan(
      made.target.log.slice(0, before).filter((line) => line.includes('<')).length,
    );
  });

  it('sends cases without a body, or without JSON', async () => {
    const made = await stage();
    await batch(
      made.sessions[0],
      base,
      dealt({ ...forbidden({}), body: null }, { ...forbidden({}), body: Buffer.from('{').toString('base64') }),
    );
    expect(made.ledger.of('r')).toMatchObject({ judged: 2, failed: 0 });
    expect(made.target.log.slice(3, 5).sort()).toEqual(['PUT ', 'PUT {']);
  });

  it('leaves unjudged mappings that another service may own, and judges its own', async () => {
    const made = await stage();
    made.target.answer = ({ text }, serve) => (text.includes('odd') ? refusal(409, 'EndPoint.3044') : serve());
    const { sessions, ledger } = made;
    await batch(
      sessions[0],
      base,
      dealt(
        forbidden({ odd: 1, ports: [{ client_port: 1, server_port: 1 }] }, { requirement: 'other' }),
        forbidden({ odd: 1, ports: [{ client_port: 1, server_port: 31_001 }] }, { requirement: 'own' }),
      ),
    );
    expect([...ledger.of('other').unjudged.values()]).toEqual(['another service may own the port pair']);
    expect(ledger.of('own').failed).toBe(1);
  });

  it('takes a status that its case expects for what it is', async () => {
    const made = await stage();
    made.target.answer = ({ headers }, serve) => (headers['prefer'] === undefined ? serve() : refusal(503, 'E'));
    const asks = testCase(
      {},
      { headers: [['Prefer', 'code=503']], applies: [], expect: { statuses: [503], forces: 503 } },
    );
    await batch(made.sessions[0], base, dealt(asks));
    expect(made.ledger.of('r')).toMatchObject({ judged: 1, failed: 0 });
  });
});
