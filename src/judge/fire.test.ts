import { describe, expect, it } from 'vitest';
import { askedOf, bodyOf, fire } from './fire.js';
import { forbidden, probe, refusal, stage } from './target.fixture.js';
import { pair } from './found-service.fixture.js';

const token: readonly [string, string] = ['X-Auth-Token', '{{token}}'];

describe('what a probe asks', () => {
  it.each<[string, readonly (readonly [string, string])[], boolean]>([
    ['the good token', [token], true],
    [
      'it in another case',
      [
        ['x-auth-TOKEN', '{{token}}'],
        ['Accept', '*/*'],
      ],
      true,
    ],
    ['another token', [['X-Auth-Token', 'wrong']], false],
    ['the good token twice', [token, token], false],
    ['none', [['Accept', '{{token}}']], false],
  ])('is to be trusted or not: %s', async (_name, headers, trusted) => {
    const { benches } = await stage();
    expect(askedOf(benches[0], { probe: forbidden({}, { headers }), order: 1 }).trusted).toBe(trusted);
  });

  it('tells whose the mappings of its body are', async () => {
    const { benches } = await stage();
    const asked = (body: Parameters<typeof probe>[0]) => askedOf(benches[0], { probe: probe(body), order: 1 });
    expect(asked({ ports: [pair(77)] }).mappings).toBe('contestable');
    expect(asked({ description: 'x' }).mappings).toBe('none');
    expect(asked({})).toMatchObject({ begins: true, reading: false, good: true, statuses: [200] });
  });

  it('has a JSON value, or none', () => {
    expect(bodyOf(probe({ a: 1 }))).toEqual({ a: 1 });
    expect(bodyOf(probe({}, { body: null }))).toBeUndefined();
    expect(bodyOf(probe({}, { body: Buffer.from('{"a":').toString('base64') }))).toBeUndefined();
  });
});

describe('fire', () => {
  it('counts rejections of a member, and those that name it', async () => {
    const made = await stage();
    const [bench] = made.benches;
    const one = { probe: forbidden({ description: '<' }, { member: 'description' }), order: 1 };
    expect(await fire(bench, one)).toMatchObject({ ruling: { kind: 'conforms' }, accepted: null });
    made.target.answer = () => refusal(400, 'EndPoint.0002', 'it is not legal');
    await fire(bench, one);
    made.target.answer = () => refusal(400, 'Illegal.DESCRIPTION', 'no');
    await fire(bench, one);
    expect(made.ledger.of('r')).toMatchObject({ rejections: 3, named: 2 });
    made.target.answer = (_incoming, serve) => ({ ...serve(), status: 200, value: {} });
    expect(await fire(bench, one)).toMatchObject({ ruling: { kind: 'violates' }, accepted: {} });
    expect(made.ledger.of('r')).toMatchObject({ rejections: 3, named: 2, broke: false });
  });

  it.each([
    [204, true],
    [299, true],
    [300, false],
  ])('takes %i for acceptance or not', async (status, accepted) => {
    const made = await stage();
    made.target.answer = () => ({ status, value: { shown: 1 } });
    const fired = await fire(made.benches[0], { probe: forbidden({ description: '<' }), order: 1 });
    expect(fired.accepted !== null).toBe(accepted);
    expect(fired.ruling.kind).toBe('violates');
  });
});
