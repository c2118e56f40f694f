import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../shared/json.js';
import { solo } from './solo.js';
import { put, reasons, tally } from './stage-log.fixture.js';
import { at, IDS, testCase, refusal, baseline, stage } from './target.fixture.js';

describe('solo, of one request', () => {
  it('judges what is accepted, and reads it', async () => {
    const made = await stage();
    await solo(made.sessions[0], at(testCase({ description: 'x' }, { drawn: true })));
    expect(made.target.log).toEqual([put({ description: 'x' }), 'GET']);
    expect(tally(made)).toMatchObject({ judged: 1, drawn: 1, failed: 0 });
    expect(tally(made, 'effect/echo/description')).toMatchObject({ judged: 1, failed: 0 });
    expect(tally(made, 'effect/persist/description')).toMatchObject({ judged: 1, failed: 0 });
    expect(tally(made, 'effect/persist/ports').judged).toBe(0);
  });

  it.each([
    ['baseline', put(baseline)],
    [{ service_name: 'before' }, put({ service_name: 'before' })],
  ] as const)('sets the initial state: %j', async (prepare, first) => {
    const made = await stage();
    await solo(made.sessions[0], at(testCase({ description: 'x' }, { prepare })));
    expect(made.target.log).toEqual([first, put({ description: 'x' }), 'GET']);
    expect(tally(made).judged).toBe(1);
  });

  it('counts how often the case was sent again before its answer, except after throttling', async () => {
    for (const [first, resent] of [
      ['reset', 1],
      [refusal(503, 'EndPoint.0011'), 1],
      [refusal(429, 'APIGW.0308'), 0],
    ] as const) {
      const made = await stage();
      let n = 0;
      made.target.answer = (_incoming, serve) => (n++ === 0 ? first : serve());
      await solo(made.sessions[0], at(testCase({ description: 'x' })));
      expect(tally(made)).toMatchObject({ judged: 1, failed: 0, resent });
    }
  });

  it('proves nothing if the initial state is not accepted', async () => {
    const made = await stage();
    made.target.answer = () => refusal(400, 'EndPoint.0002');
    await solo(made.sessions[0], at(testCase({ description: 'x' }, { prepare: 'baseline' })));
    expect(made.target.log).toEqual([put(baseline), 'PUT {}']);
    expect(reasons(made)).toEqual([[3, 'the initial state was not accepted']]);
  });

  it('accuses a rejection, and checks whether it changed anything', async () => {
    const made = await stage();
    made.target.answer = ({ method }, serve) => (method === 'PUT' ? refusal(400, 'EndPoint.0002') : serve());
    await solo(made.sessions[0], at(testCase({ description: 'x' })));
    expect(tally(made)).toMatchObject({ failed: 1, breaches: [{ purpose: { order: 3, serviceId: IDS[0] } }] });
    expect(tally(made).breaches[0]?.findings).toEqual([
      { requirement: 'r', expected: '200', received: '400 with EndPoint.0002' },
    ]);
    expect(tally(made, 'effect/atomic')).toMatchObject({ judged: 1, failed: 0 });
  });

  it('accuses a rejection that changes something nonetheless', async () => {
    const made = await stage();
    made.target.answer = ({ method }, serve) => {
      const reply = serve();
      return method === 'PUT' ? refusal(400, 'EndPoint.0002') : reply;
    };
    await solo(made.sessions[0], at(testCase({ description: 'x' }, { expect: { statuses: [200, 400] } })));
    expect(tally(made)).toMatchObject({ failed: 1 });
    const { breaches, failed } = tally(made, 'effect/atomic');
    expect(failed).toBe(1);
    expect(breaches[0]).toMatchObject({
      purpose: { order: 3 },
      findings: [{ pointer: '/description', received: '"x"' }],
    });
    expect(breaches[0]?.exchanges.map(({ role }) => role)).toEqual(['case', 'read']);
    // What is shown is the state from then on: the next case is not accused of it.
    await solo(made.sessions[0], at(testCase({}, { expect: { statuses: [200, 400] } })));
    expect(tally(made, 'effect/atomic').failed).toBe(1);
  });

  it('stops if a rejection seems to produce what nobody sent, and no update does', async () => {
    const made = await stage();
    made.target.answer = ({ text }, serve) => {
      if (!text.includes('odd')) return serve();
      made.target.write({ description: 'Of somebody else' });
      return refusal(400, 'EndPoint.0002');
    };
    await solo(made.sessions[0], at(testCase({ description: 'x' })));
    await expect(
      solo(made.sessions[0], at(testCase({ odd: 1 }, { expect: { statuses: [200, 400] } }))),
    ).rejects.toThrow('another writer');
  });

  it('looks no further after a request without an answer', async () => {
    const made = await stage();
    made.target.answer = ({ text }, serve) => (text.includes('odd') ? refusal(429, 'EndPoint.0022') : serve());
    await solo(made.sessions[0], at(testCase({ odd: 1 })));
    expect(reasons(made)).toEqual([[3, 'throttled']]);
    expect(tally(made, 'effect/atomic').judged).toBe(0);
    expect(made.target.log.at(-1)).toBe('GET');
  });

  it('notes what breaks the service', async () => {
    const made = await stage();
    made.target.answer = ({ text }, serve) => (text.includes('odd') ? 'reset' : serve());
    await solo(made.sessions[0], at(testCase({ odd: 1 })));
    expect(tally(made)).toMatchObject({ broke: true, failed: 1 });
    expect(tally(made).breaches[0]?.findings[0]?.received).toContain('every time');
  });

  it('accuses a reply that does not show what was sent, and a read that does not', async () => {
    const made = await stage();
    made.target.answer = ({ method }, serve) => {
      const reply = serve();
      const shown = method === 'PUT' ? { description: 'As found' } : { service_name: 'found' };
      return { ...reply, value: { ...(reply.value as JsonObject), ...shown } };
    };
    await solo(made.sessions[0], at(testCase({ description: 'x', service_name: 'y' })));
    expect(tally(made, 'effect/echo/description').breaches[0]).toMatchObject({
      purpose: { order: 3 },
      exchanges: [{ role: 'case' }],
    });
    const persisted = tally(made, 'effect/persist/service_name').breaches[0];
    expect(persisted?.exchanges.map(({ role }) => role)).toEqual(['case', 'read']);
    expect(tally(made)).toMatchObject({ judged: 1, failed: 0 });
  });

  it('does not judge the effect of a rejected update on a service that cannot be read', async () => {
    const made = await stage({ reads: null });
    made.target.answer = ({ method }, serve) => (method === 'PUT' ? refusal(400, 'EndPoint.0002') : serve());
    await solo(made.sessions[0], at(testCase({ description: 'x' }, { expect: { statuses: [200, 400] } })));
    expect(made.target.log).toHaveLength(1);
    expect(tally(made, 'effect/atomic').judged).toBe(0);
  });

  it('does not compare times if reading is an update', async () => {
    const made = await stage({ reads: 'PUT {}' });
    made.target.answer = ({ text }, serve) => (text === '{}' ? serve() : refusal(400, 'EndPoint.0002'));
    await solo(made.sessions[0], at(testCase({ description: 'x' }, { expect: { statuses: [200, 400] } })));
    expect(tally(made, 'effect/atomic').judged).toBe(0);
    expect(made.target.log).toEqual([put({ description: 'x' }), 'PUT {}']);
  });
});

describe('solo, of the same request twice (R17)', () => {
  const same = testCase({ description: 'x' }, { shape: 'twice' });

  it('requires the same representation', async () => {
    const made = await stage();
    await solo(made.sessions[0], at(same));
    expect(made.target.log).toEqual([put({ description: 'x' }), put({ description: 'x' }), 'GET']);
    expect(tally(made)).toMatchObject({ judged: 1, failed: 0 });
  });

  it('accuses a different representation', async () => {
    const made = await stage();
    let n = 0;
    made.target.answer = ({ method }, serve) => {
      const reply = serve();
      n += 1;
      return method === 'PUT' ? { ...reply, value: { ...(reply.value as JsonObject), id: `${n}` } } : reply;
    };
    await solo(made.sessions[0], at(same));
    expect(tally(made).breaches[0]?.findings).toEqual([
      { requirement: 'r', pointer: '/id', expected: '"1"', received: '"2"' },
    ]);
  });

  it('accuses a rejection of the second', async () => {
    const made = await stage();
    let n = 0;
    made.target.answer = ({ method }, serve) => {
      n += method === 'PUT' ? 1 : 0;
      return n === 2 && method === 'PUT' ? refusal(400, 'EndPoint.0002') : serve();
    };
    await solo(made.sessions[0], at(same));
    expect(tally(made).breaches[0]?.findings[0]?.received).toBe('400 with EndPoint.0002');
  });

  it('cannot be judged if the first is rejected', async () => {
    const made = await stage();
    made.target.answer = () => refusal(400, 'EndPoint.0002');
    await solo(made.sessions[0], at(same));
    expect(made.target.log).toHaveLength(1);
    expect(reasons(made)).toEqual([[3, 'the first of the two updates was not accepted']]);
  });

  it('enters what either reply breaches', async () => {
    const made = await stage();
    made.target.answer = ({ method }, serve) => {
      const reply = serve();
      return method === 'PUT'
        ? { ...reply, value: { ...(reply.value as JsonObject), description: 'As found' } }
        : reply;
    };
    await solo(made.sessions[0], at(same));
    const { failed, breaches } = tally(made, 'effect/echo/description');
    expect(failed).toBe(2);
    expect(breaches.map(({ exchanges }) => exchanges.length)).toEqual([1, 2]);
  });
});
