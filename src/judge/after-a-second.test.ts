import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../shared/json.js';
import { judgeAfterASecond } from './after-a-second.js';
import { put, reasons, tally } from './stage-log.fixture.js';
import { elsewhere, forbidden, foundState, IDS, dealt, testCase, refusal, baseline, stage } from './target.fixture.js';
import type { Case } from '../contract/case.js';

describe('what shows after a second (R16, R26)', () => {
  const rejected = (id = 'leaves'): Case =>
    forbidden({ description: '<' }, { requirement: id, shape: 'after-a-second' });
  const change = testCase({ description: 'later' }, { requirement: 'moves', shape: 'after-a-second' });

  it('sends nothing for no cases', async () => {
    const made = await stage();
    await judgeAfterASecond(made.sessions[0], []);
    expect(made.target.log).toEqual([]);
  });

  it('sets the service to its baseline once, waits, and sends each', async () => {
    const made = await stage();
    await judgeAfterASecond(made.sessions[0], dealt(rejected(), change));
    expect(made.target.log).toEqual([
      put(baseline),
      'GET',
      'GET',
      put({ description: '<' }),
      'GET',
      put({ description: 'later' }),
      'GET',
    ]);
    for (const id of ['leaves', 'moves']) expect(tally(made, id)).toMatchObject({ judged: 1, failed: 0 });
    expect(made.sessions[0].touchedWhileIdle).toBe(false);
  });

  it('accuses a rejection that moves updated_at', async () => {
    const made = await stage();
    made.target.answer = ({ text }, serve) => {
      if (text.includes('<')) made.target.write({});
      return serve();
    };
    await judgeAfterASecond(made.sessions[0], dealt(rejected()));
    const { failed, breaches } = tally(made, 'leaves');
    expect(failed).toBe(1);
    expect(breaches[0]?.findings).toMatchObject([{ requirement: 'leaves', pointer: '/updated_at' }]);
    expect(breaches[0]?.findings[0]?.expected).not.toBe(breaches[0]?.findings[0]?.received);
    expect(breaches[0]?.exchanges.map(({ role }) => role)).toEqual(['read', 'case', 'read']);
  });

  it('reads once after several rejections, and sends them one by one only if the time moved', async () => {
    const made = await stage();
    const named = forbidden({ description: '<<' }, { requirement: 'named', shape: 'after-a-second' });
    await judgeAfterASecond(made.sessions[0], dealt(rejected(), named));
    expect(made.target.log.slice(3).toSorted()).toEqual(['GET', put({ description: '<' }), put({ description: '<<' })]);
    for (const id of ['leaves', 'named']) expect(tally(made, id)).toMatchObject({ judged: 1, failed: 0 });
    made.target.answer = ({ text }, serve) => {
      if (text.includes('<<')) made.target.write({});
      return serve();
    };
    await judgeAfterASecond(made.sessions[0], dealt(rejected(), named));
    expect(tally(made, 'leaves').failed).toBe(0);
    expect(tally(made, 'named').failed).toBe(1);
  });

  it('proves nothing if the initial state is not accepted', async () => {
    const made = await stage();
    made.target.answer = ({ method }, serve) => (method === 'PUT' ? refusal(400, 'EndPoint.0002') : serve());
    await judgeAfterASecond(made.sessions[0], dealt(rejected(), change));
    for (const [n, id] of ['leaves', 'moves'].entries())
      expect(reasons(made, id)).toEqual([[n, 'the initial state was not accepted']]);
    expect(made.target.log).toEqual([put(baseline), 'PUT {}']);
  });

  it.each(['PUT {}', null] as const)('cannot see the time if it reads by %s', async (reads) => {
    const made = await stage({ reads });
    await judgeAfterASecond(made.sessions[0], dealt(rejected(), change));
    expect(tally(made, 'leaves').impossible).toBe('updated_at cannot be read without an update');
    expect(tally(made, 'moves').judged).toBe(1);
  });

  it('cannot see the time if the service does not show it', async () => {
    const made = await stage();
    made.target.answer = (_incoming, serve) => {
      const { updated_at: _left, ...value } = serve().value as JsonObject;
      return { status: 200, value };
    };
    await judgeAfterASecond(made.sessions[0], dealt(rejected()));
    expect(tally(made, 'leaves').impossible).toBe('the service does not show updated_at');
  });

  it('attributes a wrongly accepted change to this run, not to another writer', async () => {
    const made = await stage();
    made.target.answer = ({ text, body }, serve) => {
      if (!text.includes('<')) return serve();
      made.target.write(body as JsonObject);
      return { status: 200, value: { ...foundState(IDS[0]), ...baseline, ...(body as JsonObject) } };
    };
    const named = testCase({ service_name: 'later' }, { requirement: 'moves', shape: 'after-a-second' });
    await judgeAfterASecond(made.sessions[0], dealt(rejected(), named));
    expect(tally(made, 'moves')).toMatchObject({ judged: 1, failed: 0 });
  });

  it('leaves wrong acceptance to other requirements', async () => {
    const made = await stage();
    made.target.answer = ({ text }, serve) =>
      text.includes('<') ? { status: 200, value: foundState(IDS[0]) } : serve();
    await judgeAfterASecond(made.sessions[0], dealt(rejected()));
    expect(tally(made, 'leaves')).toMatchObject({
      impossible: 'the request was accepted, which is judged elsewhere',
      failed: 0,
    });
  });

  it('judges nothing if the state cannot be read afterwards', async () => {
    const made = await stage();
    let gone = false;
    made.target.answer = ({ text, method }, serve) => {
      if (text.includes('<')) gone = true;
      return gone && method === 'GET' ? refusal(405, 'E') : serve();
    };
    await judgeAfterASecond(made.sessions[0], dealt(rejected()));
    expect(reasons(made, 'leaves')).toEqual([[0, 'the state could not be read undisturbed']]);
  });

  it('judges nothing if a control in between was accepted', async () => {
    const made = await stage();
    let n = 0;
    made.target.answer = ({ text }, serve) => {
      if (!text.includes('<')) return serve();
      n += 1;
      return n < 4 ? refusal(500, 'E') : serve();
    };
    await judgeAfterASecond(made.sessions[0], dealt(rejected()));
    expect(reasons(made, 'leaves')).toEqual([[0, 'the state could not be read undisturbed']]);
  });

  it('notes that updated_at moves while nothing is sent to the service', async () => {
    const made = await stage();
    let reads = 0;
    made.target.answer = ({ method }, serve) => {
      reads += method === 'GET' ? 1 : 0;
      if (reads === 2) made.target.write({});
      return serve();
    };
    await judgeAfterASecond(made.sessions[0], dealt(rejected()));
    expect(made.sessions[0].touchedWhileIdle).toBe(true);
    expect(elsewhere).not.toEqual(baseline);
  });
});
