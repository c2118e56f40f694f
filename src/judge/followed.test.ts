import { describe, expect, it } from 'vitest';
import { isObject } from '../shared/json.js';
import { solo } from './solo.js';
import { put, tally } from './stage-log.fixture.js';
import { at, testCase, refusal, baseline, stage } from './target.fixture.js';

const bad = { service_name: 'rejected', description: 'Not <legal>' };
const purpose = at(testCase(bad, { expect: { statuses: [400] }, applies: [], shape: 'followed', prepare: 'baseline' }));
const isEmpty = (body: unknown) => isObject(body) && Object.keys(body).length === 0;

describe('solo, of a rejected request and an empty update', () => {
  it('judges the answer, and that the empty update keeps what there was', async () => {
    const made = await stage();
    await solo(made.sessions[0], purpose);
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
    await solo(made.sessions[0], purpose);
    expect(tally(made)).toMatchObject({ judged: 1, failed: 1, breaches: [{ purpose: { order: 3 } }] });
    expect(tally(made, 'effect/kept/service_name')).toMatchObject({ failed: 1, breaches: [{ purpose: { order: 3 } }] });
    expect(tally(made, 'effect/kept/service_name').breaches[0]?.exchanges).toHaveLength(3);
  });

  it('leaves what a rejected request stores at once to other requirements, and suspects nobody', async () => {
    const made = await stage();
    made.target.answer = ({ body }, serve) => {
      if (isObject(body) && body['description'] === 'Not <legal>') made.target.write({ service_name: 'rej' });
      return serve();
    };
    await solo(made.sessions[0], purpose);
    expect(tally(made)).toMatchObject({ failed: 0, impossible: expect.stringContaining('judged elsewhere') as string });
    expect(made.target.log.at(-1)).toBe(put(baseline));
  });

  it('leaves what is not rejected to other requirements, and goes back to its baseline', async () => {
    const made = await stage();
    made.target.answer = ({ body }, serve) =>
      isObject(body) && body['description'] === 'Not <legal>' ? { status: 200, value: made.target.state() } : serve();
    await solo(made.sessions[0], purpose);
    expect(made.target.log).toEqual([put(baseline), put(bad), put(baseline)]);
    expect(tally(made)).toMatchObject({ failed: 0, impossible: expect.stringContaining('judged elsewhere') as string });
  });

  it('proves nothing if the empty update is not accepted', async () => {
    const made = await stage();
    made.target.answer = ({ body }, serve) => (isEmpty(body) ? refusal(400, 'EndPoint.0002') : serve());
    await solo(made.sessions[0], purpose);
    expect([...tally(made).unjudged]).toEqual([[3, 'the update after it was not accepted']]);
  });
});

describe('solo, of a rejected request and its legal part', () => {
  const list = [{ client_port: 48_000, server_port: 48_001, protocol: 'TCP' }];
  const legal = { ports: list };
  const broken = { ports: list, description: 'Not <legal>' };
  const withLegal = at({ ...purpose.testCase, body: testCase(broken).body, rival: legal });
  const conflict = refusal(409, 'EndPoint.3044');

  it('judges that the legal part is obeyed', async () => {
    const made = await stage();
    await solo(made.sessions[0], withLegal);
    expect(made.target.log).toEqual([put(baseline), put(broken), 'GET', put(legal), 'GET']);
    expect(tally(made)).toMatchObject({ judged: 1, failed: 0 });
  });

  it('accuses a service that refuses the legal part', async () => {
    const made = await stage();
    made.target.answer = ({ text }, serve) =>
      text === JSON.stringify(legal) ? refusal(400, 'EndPoint.0002') : serve();
    await solo(made.sessions[0], withLegal);
    expect(tally(made)).toMatchObject({ judged: 1, failed: 1 });
  });

  it('accuses a service in which a rejected body reserves a list that was accepted before', async () => {
    const made = await stage();
    const reserved = new Set<string>();
    made.target.answer = ({ body }, serve) => {
      const key = isObject(body) && body['ports'] !== undefined ? JSON.stringify(body['ports']) : '';
      const reply = serve();
      if (reply.status === 400) reserved.add(key);
      return reply.status === 200 && reserved.has(key) ? conflict : reply;
    };
    await solo(made.sessions[0], withLegal);
    const { failed, breaches } = tally(made);
    expect(failed).toBe(1);
    expect(breaches[0]?.findings).toMatchObject([{ pointer: '/ports', expected: '200' }]);
    expect(breaches[0]?.exchanges.map(({ role }) => role)).toEqual(['prepare', 'prepare', 'case', 'case']);
  });

  it('accuses nobody of a pair that another service may own', async () => {
    const made = await stage();
    made.target.answer = ({ text }, serve) => (text === JSON.stringify(legal) ? conflict : serve());
    await solo(made.sessions[0], withLegal);
    expect(tally(made)).toMatchObject({ failed: 0 });
    expect([...tally(made).unjudged.values()]).toEqual(['another service may own the port pair']);
  });
});
