import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../shared/json.js';
import { put } from './stage-log.fixture.js';
import {
  flyAround as batch,
  forbidden,
  IDS,
  dealt,
  refusal,
  baseline,
  stage,
  base,
  type Stage,
} from './target.fixture.js';

const bad = (n: number): JsonObject => ({ description: `<${n}>` });
const batchOf = (count: number) =>
  dealt(...Array.from({ length: count }, (_, n) => forbidden(bad(n), { requirement: `r${n}`, drawn: n === 1 })));
const atBaseline = { ...baseline, approval_enabled: false };
/** Serves every request, and calls `effect` for each bad body. */
const onBad = (made: Stage, effect: (body: JsonObject) => void): void => {
  made.target.answer = ({ text, body }, serve) => {
    const reply = serve();
    if (text.includes('<')) effect(body as JsonObject);
    return reply;
  };
};
const atomic = ({ ledger }: Stage) => ledger.of('effect/atomic');

describe('batch', () => {
  it('sends nothing for no cases', async () => {
    const { sessions, target } = await stage();
    await batch(sessions[0], base, []);
    expect(target.log).toEqual([]);
  });

  it('is sent between two updates with the base body, to a service at its baseline, and reads before and after', async () => {
    const made = await stage();
    await batch(made.sessions[0], base, batchOf(3));
    const { log } = made.target;
    expect(log.slice(0, 3)).toEqual([put(base), put(atBaseline), 'GET']);
    expect(log.slice(3, 6).sort()).toEqual([put(bad(0)), put(bad(1)), put(bad(2))]);
    expect(log.slice(6)).toEqual(['GET', put(base)]);
    for (const [id, drawn] of [
      ['r0', 0],
      ['r1', 1],
      ['r2', 0],
    ] as const)
      expect(made.ledger.of(id)).toMatchObject({ judged: 1, drawn, failed: 0 });
    expect(atomic(made)).toMatchObject({ judged: 3, failed: 0 });
  });

  it('needs no second update with the base body if the batch before it ended with one', async () => {
    const made = await stage();
    const [session] = made.sessions;
    await batch(session, base, batchOf(1));
    await batch(session, base, batchOf(2));
    expect(made.target.log.slice(5, 7)).toEqual([put(base), put(atBaseline)]);
    await session.put(atBaseline, { order: 0, testCase: null, serviceId: session.service.id });
    await batch(session, base, batchOf(1));
    await batch(session, { ...base }, batchOf(1));
    expect(made.target.log.filter((line) => line === put(base))).toHaveLength(7);
  });

  it('inverts approval_enabled of the base body in its baseline', async () => {
    const { sessions, target } = await stage();
    await batch(sessions[0], { approval_enabled: false }, batchOf(1));
    expect(target.log[1]).toBe(put({ ...baseline, approval_enabled: true }));
  });

  it('sends empty updates instead to a service that may not be changed', async () => {
    const made = await stage();
    await batch(made.sessions[0], {}, batchOf(1), false);
    expect(made.target.log).toEqual(['PUT {}', 'PUT {}', 'GET', put(bad(0)), 'GET', 'PUT {}']);
    expect(made.ledger.of('r0').judged).toBe(1);
  });

  it.each([
    ['the base body', put(base), 3],
    ['the baseline', put(atBaseline), 4],
  ])('proves nothing if %s is refused twice and the control accepted', async (_name, refused, sent) => {
    const made = await stage();
    made.target.answer = ({ body }, serve) =>
      put(body as JsonObject) === refused ? refusal(400, 'EndPoint.0002') : serve();
    await batch(made.sessions[0], base, batchOf(2));
    expect(made.target.log).toHaveLength(sent);
    for (const id of ['r0', 'r1']) {
      expect([...made.ledger.of(id).unjudged.values()]).toEqual(['the base body was not accepted']);
      expect(made.ledger.of(id).judged).toBe(0);
    }
  });

  it('proves nothing but wrong acceptance if the base body is not accepted afterwards', async () => {
    const made = await stage();
    let bases = 0;
    made.target.answer = ({ method, body }, serve) => {
      if (put(body as JsonObject) === put(base)) bases += 1;
      if (bases === 2) return refusal(400, 'EndPoint.0002');
      return method === 'PUT' && JSON.stringify(body) === JSON.stringify(bad(1))
        ? { status: 200, value: made.target.state() }
        : serve();
    };
    await batch(made.sessions[0], base, batchOf(2));
    expect([...made.ledger.of('r0').unjudged]).toEqual([[0, 'the base body was not accepted afterwards']]);
    expect(made.ledger.of('r1')).toMatchObject({ failed: 1, judged: 1 });
  });

  it('leaves unjudged what was never answered, with the reason', async () => {
    const made = await stage();
    made.target.answer = ({ body }, serve) =>
      JSON.stringify(body) === JSON.stringify(bad(0)) ? refusal(400, 'EndPoint.0022') : serve();
    await batch(made.sessions[0], base, batchOf(2));
    expect([...made.ledger.of('r0').unjudged]).toEqual([[0, 'throttled']]);
    expect(made.ledger.of('r1').judged).toBe(1);
  });

  it('accuses what is accepted, and sends the others again without it', async () => {
    const made = await stage();
    made.target.answer = ({ method, body }, serve) => {
      if (method !== 'PUT' || JSON.stringify(body) !== JSON.stringify(bad(1))) return serve();
      made.target.write(bad(1));
      return { status: 200, value: made.target.state() };
    };
    await batch(made.sessions[0], base, batchOf(3));
    const { breaches, failed } = made.ledger.of('r1');
    expect(failed).toBe(1);
    expect(breaches[0]).toMatchObject({
      purpose: { order: 1, serviceId: IDS[0] },
      findings: [{ expected: '400', received: '200' }],
    });
    expect(breaches[0]?.exchanges.map(({ role }) => role)).toEqual(['case']);
    const { log } = made.target;
    expect(log.slice(6, 8)).toEqual([put(atBaseline), 'GET']);
    expect(log.slice(8, 10).sort()).toEqual([put(bad(0)), put(bad(2))]);
    expect(log.slice(10)).toEqual(['GET', put(base)]);
    expect(atomic(made)).toMatchObject({ judged: 2, failed: 0 });
  });

  it('does not look again if all were accepted', async () => {
    const made = await stage();
    made.target.answer = ({ method }, serve) =>
      method === 'PUT' ? { status: 200, value: made.target.state() } : serve();
    await batch(made.sessions[0], {}, batchOf(2), false);
    expect(made.target.log).toHaveLength(6);
    expect(atomic(made).judged).toBe(0);
  });

  it('names what changes the service in spite of its rejection', async () => {
    const made = await stage();
    onBad(made, (body) => {
      if (body['description'] === '<1>') made.target.write(body);
    });
    await batch(made.sessions[0], base, batchOf(3));
    const { failed, breaches, judged } = atomic(made);
    expect({ failed, judged }).toEqual({ failed: 1, judged: 4 });
    expect(breaches[0]).toMatchObject({ purpose: { order: 1, serviceId: IDS[0], testCase: { requirement: 'r1' } } });
    expect(breaches[0]?.findings.map(({ pointer }) => pointer)).toEqual(['/description', '/updated_at']);
    expect(breaches[0]?.exchanges.map(({ role, request }) => `${role} ${request.method}`)).toEqual([
      'prepare PUT',
      'prepare GET',
      'case PUT',
      'read GET',
    ]);
  });

  it('names at most three', async () => {
    const made = await stage();
    onBad(made, (body) => made.target.write(body));
    await batch(made.sessions[0], base, batchOf(5));
    expect(atomic(made).failed).toBe(3);
    expect(made.target.log.filter((line) => line === put(bad(3)))).toHaveLength(1);
  });

  it('sends the whole batch again if only updated_at moved, and names the first', async () => {
    const made = await stage();
    onBad(made, () => made.target.write({}));
    await batch(made.sessions[0], base, batchOf(3));
    const { failed, breaches } = atomic(made);
    expect(failed).toBe(1);
    expect(breaches[0]).toMatchObject({ purpose: { order: 0 }, findings: [{ pointer: '/updated_at' }] });
    expect(breaches[0]?.exchanges.map(({ role }) => role)).toEqual(['prepare', 'prepare', 'case', 'read']);
    expect(made.target.log.filter((line) => line.includes('<'))).toHaveLength(9);
  });

  it('accuses nobody of updated_at if the platform moves it too', async () => {
    const made = await stage();
    const { answer } = made.target;
    made.target.answer = (incoming, serve) => {
      if (incoming.method === 'GET') made.target.write({});
      return answer(incoming, serve);
    };
    await batch(made.sessions[0], base, batchOf(2));
    expect(atomic(made).failed).toBe(0);
  });

  it('does not compare updated_at across updates that were left out of a record', async () => {
    for (const left of [false, true]) {
      const made = await stage();
      let reads = 0;
      onBad(made, () => made.target.write({}));
      const { answer } = made.target;
      made.target.answer = (incoming, serve) => {
        if (incoming.method === 'GET') reads += 1;
        return answer(incoming, serve);
      };
      const env = { ...made.env, lapsed: () => left && reads === 2 };
      await batch(made.sessions[0].within(env), base, batchOf(2));
      expect(atomic(made).failed).toBe(left ? 0 : 1);
      expect(made.target.log.filter((line) => line.includes('<'))).toHaveLength(left ? 2 : 6);
    }
  });

  it('does not compare updated_at if reading is itself an update', async () => {
    const made = await stage({ reads: 'PUT {}' });
    made.target.answer = ({ method }, serve) => {
      if (method === 'PUT') made.target.write({});
      return serve();
    };
    await batch(made.sessions[0], base, batchOf(2));
    expect(atomic(made)).toMatchObject({ failed: 0, judged: 2 });
  });

  it('cannot see changes if state cannot be read', async () => {
    const made = await stage({ reads: null });
    onBad(made, (body) => made.target.write(body));
    await batch(made.sessions[0], base, batchOf(2));
    expect(atomic(made)).toMatchObject({ judged: 0, failed: 0 });
    expect(made.ledger.of('r0').judged).toBe(1);
  });

  it('blames the whole batch for a change that happened only once and that this run explains', async () => {
    const made = await stage();
    let once = true;
    onBad(made, () => {
      if (once) made.target.write({ description: 'As found' });
      once = false;
    });
    await batch(made.sessions[0], base, batchOf(3));
    const { failed, breaches } = atomic(made);
    expect(failed).toBe(1);
    expect(breaches[0]).toMatchObject({ purpose: { order: 0, testCase: null } });
    expect(breaches[0]?.exchanges.map(({ role }) => role)).toEqual(['prepare', 'case', 'case', 'read']);
  });

  it('stops if a change happened only once and nothing explains it', async () => {
    const made = await stage();
    let once = true;
    onBad(made, () => {
      if (once) made.target.write({ description: 'Of somebody else' });
      once = false;
    });
    await expect(batch(made.sessions[0], base, batchOf(2))).rejects.toThrow(`another writer is changing ${IDS[0]}`);
    expect(atomic(made).failed).toBe(0);
  });

  it('accuses a body of a value that nobody sent once it has produced that value twice', async () => {
    const made = await stage();
    onBad(made, (body) => {
      if (body['description'] === '<0>') made.target.write({ description: 'Made of nothing' });
    });
    await batch(made.sessions[0], base, batchOf(2));
    expect(atomic(made)).toMatchObject({ failed: 1, breaches: [{ purpose: { order: 0 } }] });
    expect(made.target.log.filter((line) => line === put(bad(0)))).toHaveLength(3);
  });

  it('stops if a change comes and goes during the search for culprits', async () => {
    const made = await stage();
    let n = 0;
    onBad(made, () => {
      n += 1;
      made.target.write({ description: `Of somebody else, ${n}` });
    });
    await expect(batch(made.sessions[0], base, batchOf(1))).rejects.toThrow('another writer');
  });

  it('counts as rejected what was not accepted, whatever was expected', async () => {
    const made = await stage();
    made.target.answer = ({ text }, serve) =>
      text.includes('<') ? { status: 403, value: refusal(403, 'EndPoint.0004').value } : serve();
    await batch(made.sessions[0], base, dealt(forbidden(bad(0), { expect: { good: false } })));
    expect(made.ledger.of('r')).toMatchObject({
      failed: 1,
      breaches: [{ findings: [{ received: '403 with EndPoint.0004' }] }],
    });
    expect(atomic(made).judged).toBe(1);
  });
});
