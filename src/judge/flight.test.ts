import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../shared/json.js';
import { fly, restUnlike, type Flight } from './flight.js';
import { forbidden, placed, probe, refusal, rest, stage, twin, type Stage } from './target.fixture.js';

const other: JsonObject = { ...twin, description: 'Another twin' };
const put = (body: JsonObject): string => `PUT ${JSON.stringify(body)}`;
const bad = (n: number): JsonObject => ({ description: `<${n}>` });
const atRest = restUnlike(rest, twin);
const change = placed(probe({ description: 'later' }, { requirement: 'moves', shape: 'later' }));

/** A flock of one bad body for each twin, of the requirements r0, r1 and so on. */
function flight(twins: readonly JsonObject[], afterwards: Flight['afterwards'] = []): Flight {
  const flocks = twins.map((base, n) => ({ twin: base, probes: placed(forbidden(bad(n), { requirement: `r${n}` })) }));
  return { rest: atRest, flocks, afterwards };
}

/** Answers these bodies so, and serves all others. */
function answer({ target }: Stage, body: JsonObject, how: (n: number) => ReturnType<typeof refusal> | null): void {
  let n = 0;
  target.answer = (incoming, serve) => {
    if (JSON.stringify(incoming.body) !== JSON.stringify(body)) return serve();
    n += 1;
    return how(n) ?? serve();
  };
}

describe('fly', () => {
  it('has all twins accepted before and after, and one rest for all flocks, with a read after each', async () => {
    const made = await stage();
    await fly(made.benches[0], flight([twin, other]));
    expect(made.target.log).toEqual([
      ...[put(twin), put(other), put(atRest), 'GET'],
      ...[put(bad(0)), 'GET', put(bad(1)), 'GET'],
      ...[put(twin), put(other)],
    ]);
    for (const id of ['r0', 'r1']) expect(made.ledger.of(id)).toMatchObject({ judged: 1, failed: 0 });
    expect(made.ledger.of('effect/atomic')).toMatchObject({ judged: 2, failed: 0 });
  });

  it('tells of each flock when it has flown', async () => {
    const made = await stage();
    const landed: string[] = [];
    await fly(made.benches[0], flight([twin, other]), (probes) =>
      landed.push(...probes.map((one) => one.probe.requirement)),
    );
    expect(landed).toEqual(['r0', 'r1']);
  });

  it.each([
    [1, 'before', 'the base body was not accepted'],
    [2, 'after', 'the base body was not accepted afterwards'],
  ])('proves nothing of the flock alone whose twin is not accepted %s times: %s', async (nth, _when, reason) => {
    const made = await stage();
    answer(made, twin, (n) => (n === nth ? refusal(400, 'EndPoint.0002') : null));
    await fly(made.benches[0], flight([twin, other]));
    expect([...made.ledger.of('r0').unjudged.values()]).toEqual([reason]);
    expect(made.ledger.of('r1')).toMatchObject({ judged: 1, failed: 0 });
    expect(made.target.log.includes(put(bad(0)))).toBe(nth === 2);
  });

  it('flies nothing where no twin is accepted, or not the resting state', async () => {
    for (const refused of [[twin, other], [atRest]]) {
      const made = await stage();
      made.target.answer = ({ body }, serve) =>
        refused.some((one) => JSON.stringify(one) === JSON.stringify(body)) ? refusal(400, 'EndPoint.0002') : serve();
      await fly(made.benches[0], flight([twin, other], change));
      for (const id of ['r0', 'r1', 'moves'])
        expect([...made.ledger.of(id).unjudged.values()]).toEqual(['the base body was not accepted']);
      expect(made.target.log.filter((line) => line.includes('<'))).toEqual([]);
    }
  });

  it('sets the service to rest again after a body that changed it, accepted or not', async () => {
    for (const status of [200, 400]) {
      const made = await stage();
      answer(made, bad(0), () => {
        made.target.write(bad(0));
        return status === 200 ? { status, value: made.target.state() } : null;
      });
      await fly(made.benches[0], flight([twin, other]));
      const { log } = made.target;
      const second = log.indexOf(put(bad(1)));
      expect(log.slice(second - 2, second + 2)).toEqual([put(atRest), 'GET', put(bad(1)), 'GET']);
      expect(made.ledger.of('effect/atomic').failed).toBe(status === 200 ? 0 : 1);
      expect(made.ledger.of('r1')).toMatchObject({ judged: 1, failed: 0 });
    }
  });

  it('goes on with the next flock where the service cannot be set to rest again for one', async () => {
    const made = await stage();
    answer(made, bad(0), () => ({ status: 200, value: made.target.state() }));
    const { answer: accepting } = made.target;
    let rests = 0;
    made.target.answer = (incoming, serve) => {
      if (put(incoming.body as JsonObject) === put(atRest)) rests += 1;
      return rests === 2 && put(incoming.body as JsonObject) === put(atRest)
        ? refusal(400, 'EndPoint.0002')
        : accepting(incoming, serve);
    };
    await fly(made.benches[0], flight([twin, other, twin]));
    expect(made.ledger.of('r0').failed).toBe(1);
    expect([...made.ledger.of('r1').unjudged.values()]).toEqual(['the base body was not accepted']);
    expect(made.ledger.of('r2')).toMatchObject({ judged: 1, failed: 0 });
  });

  it('lets pass the second of what waits for it, at rest since before the first flock', async () => {
    const made = await stage();
    await fly(made.benches[0], flight([twin, other], change));
    const { log } = made.target;
    expect(log.slice(log.indexOf(put(bad(1))) + 1)).toEqual([
      ...['GET', 'GET', put({ description: 'later' }), 'GET'],
      ...[put(twin), put(other)],
    ]);
    expect(made.ledger.of('moves')).toMatchObject({ judged: 1, failed: 0 });
  });

  it('sets the service to rest once more for it where reading is an update', async () => {
    const made = await stage({ reads: 'PUT {}' });
    await fly(made.benches[0], flight([twin], change));
    const { log } = made.target;
    expect(log.slice(log.indexOf(put(bad(0))) + 1, log.indexOf(put({ description: 'later' })))).toEqual([
      put({}),
      put(rest),
    ]);
  });

  it('waits without flocks where there are none', async () => {
    const made = await stage();
    await fly(made.benches[0], { rest: {}, flocks: [], afterwards: change });
    expect(made.target.log).toEqual([put(rest), 'GET', 'GET', put({ description: 'later' }), 'GET']);
  });
});
