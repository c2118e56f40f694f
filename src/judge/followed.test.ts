import { describe, expect, it } from 'vitest';
import { isObject, type JsonObject } from '../shared/json.js';
import { solo } from './solo.js';
import { probe, refusal, baseline, stage, type Stage } from './target.fixture.js';
import type { Placed } from './placed.js';

const put = (body: JsonObject): string => `PUT ${JSON.stringify(body)}`;
const bad = { service_name: 'rejected', description: 'Not <legal>' };
const placed: Placed = {
  probe: probe(bad, { expect: { statuses: [400] }, applies: [], shape: 'followed', prepare: 'baseline' }),
  order: 3,
};
const tally = ({ ledger }: Stage, id = 'r') => ledger.of(id);
const isEmpty = (body: unknown) => isObject(body) && Object.keys(body).length === 0;

describe('solo, of a rejected request and an empty update', () => {
  it('judges the answer, and that the empty update keeps what there was', async () => {
    const made = await stage();
    await solo(made.sessions[0], placed);
    expect(made.target.log).toEqual([put(baseline), put(bad), 'GET', put({})]);
    expect(tally(made)).toMatchObject({ judged: 1, failed: 0 });
    expect(tally(made, 'effect/kept/service_name')).toMatchObject({ failed: 0 });
    expect(tally(made, 'effect/kept/service_name').judged).toBeGreaterThan(0);
  });

  it('accuses the service of a rejected value that the empty update stores', async () => {
    const made = await stage();
    made.target.answer = ({ body }, serve) => {
      if (isEmpty(body) && made.target.log.at(-3) === put(bad)) made.target.write({ service_name: 'rejected' });
      return serve();
    };
    await solo(made.sessions[0], placed);
    expect(tally(made)).toMatchObject({ judged: 1, failed: 1, evidence: [{ order: 3 }] });
    expect(tally(made, 'effect/kept/service_name')).toMatchObject({ failed: 1, evidence: [{ order: 3 }] });
    expect(tally(made, 'effect/kept/service_name').evidence[0]?.exchanges).toHaveLength(3);
  });

  it('leaves to others what a rejected request stores at once, and suspects nobody of it', async () => {
    const made = await stage();
    made.target.answer = ({ body }, serve) => {
      if (isObject(body) && body['description'] === 'Not <legal>') made.target.write({ service_name: 'rej' });
      return serve();
    };
    await solo(made.sessions[0], placed);
    expect(tally(made)).toMatchObject({ failed: 0, impossible: expect.stringContaining('judged elsewhere') as string });
    expect(made.target.log.at(-1)).toBe(put(baseline));
  });

  it('leaves to others what is not rejected, and goes back to its baseline', async () => {
    const made = await stage();
    made.target.answer = ({ body }, serve) =>
      isObject(body) && body['description'] === 'Not <legal>' ? { status: 200, value: made.target.state() } : serve();
    await solo(made.sessions[0], placed);
    expect(made.target.log).toEqual([put(baseline), put(bad), put(baseline)]);
    expect(tally(made)).toMatchObject({ failed: 0, impossible: expect.stringContaining('judged elsewhere') as string });
  });

  it('proves nothing where the empty update is not accepted', async () => {
    const made = await stage();
    made.target.answer = ({ body }, serve) => (isEmpty(body) ? refusal(400, 'EndPoint.0002') : serve());
    await solo(made.sessions[0], placed);
    expect([...tally(made).unjudged]).toEqual([[3, 'the update after it was not accepted']]);
  });
});
