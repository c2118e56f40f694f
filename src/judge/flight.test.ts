import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../shared/json.js';
import { fly, baselineUnlike, type Flight } from './flight.js';
import { insteadOf } from './purpose.js';
import { put } from './stage-log.fixture.js';
import { forbidden, dealt, testCase, refusal, baseline, stage, base, type Stage } from './target.fixture.js';

const other: JsonObject = { ...base, description: 'Another base body' };
const bad = (n: number): JsonObject => ({ description: `<${n}>` });
const atBaseline = baselineUnlike(baseline, base);
const change = dealt(testCase({ description: 'later' }, { requirement: 'moves', shape: 'after-a-second' }));

/** A batch of one bad body for each base body, of the requirements r0, r1 and so on. */
function flight(bases: readonly JsonObject[], afterwards: Flight['afterwards'] = []): Flight {
  const batches = bases.map((base, n) => ({ base, cases: dealt(forbidden(bad(n), { requirement: `r${n}` })) }));
  return { baseline: atBaseline, batches, afterwards };
}

/** Answers these bodies as told, and serves all others. */
function answer({ target }: Stage, body: JsonObject, how: (n: number) => ReturnType<typeof refusal> | null): void {
  let n = 0;
  target.answer = (incoming, serve) => {
    if (JSON.stringify(incoming.body) !== JSON.stringify(body)) return serve();
    n += 1;
    return how(n) ?? serve();
  };
}

describe('fly', () => {
  it('has all base bodies accepted before and after, and one baseline for all batches, with a read after each', async () => {
    const made = await stage();
    await fly(made.sessions[0], flight([base, other]));
    expect(made.target.log).toEqual([
      ...[put(base), put(other), put(atBaseline), 'GET'],
      ...[put(bad(0)), 'GET', put(bad(1)), 'GET'],
      ...[put(base), put(other)],
    ]);
    for (const id of ['r0', 'r1']) expect(made.ledger.of(id)).toMatchObject({ judged: 1, failed: 0 });
    expect(made.ledger.of('effect/atomic')).toMatchObject({ judged: 2, failed: 0 });
  });

  it('reports each batch once it has landed', async () => {
    const made = await stage();
    const landed: string[] = [];
    await fly(made.sessions[0], flight([base, other]), (cases) =>
      landed.push(...cases.map((one) => one.testCase.requirement)),
    );
    expect(landed).toEqual(['r0', 'r1']);
  });

  it.each([
    [1, 'before', 'the base body was not accepted'],
    [2, 'after', 'the base body was not accepted afterwards'],
  ])(
    'proves nothing only for the batch whose base body is not accepted (update %s, %s): %s',
    async (nth, _when, reason) => {
      const made = await stage();
      answer(made, base, (n) => (n === nth ? refusal(400, 'EndPoint.0002') : null));
      await fly(made.sessions[0], flight([base, other]));
      expect([...made.ledger.of('r0').unjudged.values()]).toEqual([reason]);
      expect(made.ledger.of('r1')).toMatchObject({ judged: 1, failed: 0 });
      expect(made.target.log.includes(put(bad(0)))).toBe(nth === 2);
    },
  );

  it('sends no batch if no base body is accepted, or the baseline is not', async () => {
    for (const refused of [[base, other], [atBaseline]]) {
      const made = await stage();
      made.target.answer = ({ body }, serve) =>
        refused.some((one) => JSON.stringify(one) === JSON.stringify(body)) ? refusal(400, 'EndPoint.0002') : serve();
      await fly(made.sessions[0], flight([base, other], change));
      for (const id of ['r0', 'r1', 'moves'])
        expect([...made.ledger.of(id).unjudged.values()]).toEqual(['the base body was not accepted']);
      expect(made.target.log.filter((line) => line.includes('<'))).toEqual([]);
    }
  });

  it('sets the service to its baseline again after a body that changed it, accepted or not', async () => {
    for (const status of [200, 400]) {
      const made = await stage();
      answer(made, bad(0), () => {
        made.target.write(bad(0));
        return status === 200 ? { status, value: made.target.state() } : null;
      });
      await fly(made.sessions[0], flight([base, other]));
      const { log } = made.target;
      const second = log.indexOf(put(bad(1)));
      expect(log.slice(second - 2, second + 2)).toEqual([put(atBaseline), 'GET', put(bad(1)), 'GET']);
      expect(made.ledger.of('effect/atomic').failed).toBe(status === 200 ? 0 : 1);
      expect(made.ledger.of('r1')).toMatchObject({ judged: 1, failed: 0 });
    }
  });

  it('goes on with the next batch if the service cannot be set to its baseline again for one', async () => {
    const made = await stage();
    answer(made, bad(0), () => ({ status: 200, value: made.target.state() }));
    const { answer: accepting } = made.target;
    let baselines = 0;
    made.target.answer = (incoming, serve) => {
      if (put(incoming.body as JsonObject) === put(atBaseline)) baselines += 1;
      return baselines === 2 && put(incoming.body as JsonObject) === put(atBaseline)
        ? refusal(400, 'EndPoint.0002')
        : accepting(incoming, serve);
    };
    await fly(made.sessions[0], flight([base, other, base]));
    expect(made.ledger.of('r0').failed).toBe(1);
    expect([...made.ledger.of('r1').unjudged.values()]).toEqual(['the base body was not accepted']);
    expect(made.ledger.of('r2')).toMatchObject({ judged: 1, failed: 0 });
  });

  it('waits for the second that a later change needs, at its baseline since before the first batch', async () => {
    const made = await stage();
    await fly(made.sessions[0], flight([base, other], change));
    const { log } = made.target;
    expect(log.slice(log.indexOf(put(bad(1))) + 1)).toEqual([
      ...['GET', 'GET', put({ description: 'later' }), 'GET'],
      ...[put(base), put(other)],
    ]);
    expect(made.ledger.of('moves')).toMatchObject({ judged: 1, failed: 0 });
  });

  it('sets the state in which a change begins only if the flight was not in it', async () => {
    const from = (prepare: JsonObject): Flight['afterwards'] =>
      change.map((one) => insteadOf(one, { ...one.testCase, prepare }));
    for (const [state, prepared] of [
      [{ description: 'At rest' }, []],
      [{ description: 'Before' }, [put({ description: 'Before' })]],
    ] as const) {
      const made = await stage();
      await fly(made.sessions[0], {
        ...flight([base], from(state)),
        baseline: { ...atBaseline, description: 'At rest' },
      });
      const { log } = made.target;
      const [first, last] = [log.indexOf(put(bad(0))), log.indexOf(put({ description: 'later' }))];
      expect(log.slice(first + 1, last)).toEqual(['GET', 'GET', ...prepared]);
      expect(made.ledger.of('moves')).toMatchObject({ judged: 1, failed: 0 });
    }
  });

  it('sets the service to its baseline once more for a change if reading is an update', async () => {
    const made = await stage({ reads: 'PUT {}' });
    await fly(made.sessions[0], flight([base], change));
    const { log } = made.target;
    expect(log.slice(log.indexOf(put(bad(0))) + 1, log.indexOf(put({ description: 'later' })))).toEqual([
      put({}),
      put(baseline),
    ]);
  });

  it('waits even if there are no batches', async () => {
    const made = await stage();
    await fly(made.sessions[0], { baseline: {}, batches: [], afterwards: change });
    expect(made.target.log).toEqual([put(baseline), 'GET', 'GET', put({ description: 'later' }), 'GET']);
  });
});
