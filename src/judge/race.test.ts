import { describe, expect, it } from 'vitest';
import { solo } from './solo.js';
import { put, reasons, tally } from './stage-log.fixture.js';
import { at, IDS, testCase, refusal, stage } from './target.fixture.js';

describe('solo, of two updates at once (R32)', () => {
  const [one, other] = [
    { description: 'one', service_name: 'one' },
    { description: 'other', service_name: 'other' },
  ];
  const both = testCase(one, { shape: 'race', rival: other });

  it.each([
    ['one', one],
    ['the other', other],
  ])('lets %s of them win whole', async (_name, winner) => {
    const made = await stage();
    made.target.answer = ({ method }, serve) => {
      const reply = serve();
      if (method === 'PUT') made.target.write(winner);
      return reply;
    };
    await solo(made.sessions[0], at(both));
    expect(made.target.log.slice(0, 2).sort()).toEqual([put(one), put(other)]);
    expect(made.target.log[2]).toBe('GET');
    expect(tally(made)).toMatchObject({ judged: 1, failed: 0 });
  });

  it('accuses a mixture, with its departures from either', async () => {
    const made = await stage();
    made.target.answer = ({ method }, serve) => {
      const reply = serve();
      if (method === 'PUT') made.target.write({ description: 'one', service_name: 'other' });
      return reply;
    };
    await solo(made.sessions[0], at(both));
    const { failed, breaches } = tally(made);
    expect(failed).toBe(1);
    expect(breaches[0]).toMatchObject({ purpose: { order: 3, serviceId: IDS[0] } });
    expect(breaches[0]?.findings.map(({ pointer }) => pointer)).toEqual(['/service_name', '/description']);
    expect(breaches[0]?.exchanges.map(({ role, attempts }) => `${role} ${attempts.length}`)).toEqual([
      'case 1',
      'case 1',
      'read 1',
    ]);
    // The mixture is its state from then on.
    await made.sessions[0].read({ order: 9, testCase: null, serviceId: IDS[0] }, []);
    expect(tally(made, 'effect/kept/service_name').failed).toBe(0);
  });

  it('accuses a member that neither sets and both lose', async () => {
    const made = await stage();
    made.target.answer = ({ method }, serve) => {
      const reply = serve();
      if (method === 'PUT') made.target.write({ ports: [] });
      return reply;
    };
    await solo(made.sessions[0], at(both));
    expect(tally(made).failed).toBe(1);
  });

  it('cannot be judged if one is not accepted', async () => {
    const made = await stage();
    made.target.answer = ({ text }, serve) => (text.includes('other') ? refusal(400, 'EndPoint.0002') : serve());
    await solo(made.sessions[0], at(both));
    expect(reasons(made)).toEqual([[3, 'the two updates were not both accepted']]);
    expect(tally(made).judged).toBe(0);
  });

  it('cannot be judged if state cannot be read', async () => {
    const made = await stage({ reads: null });
    await solo(made.sessions[0], at(both));
    expect(reasons(made)).toHaveLength(1);
  });

  it('lets an empty update that reads the state set approval_enabled to its default (R12)', async () => {
    const made = await stage({ reads: 'PUT {}' });
    made.target.answer = ({ text }, serve) => {
      if (text === '{}') made.target.write({ approval_enabled: true });
      return serve();
    };
    const closed = [one, other].map((body) => ({ ...body, approval_enabled: false }));
    await solo(made.sessions[0], at(testCase(closed[0] ?? {}, { shape: 'race', rival: closed[1] ?? {} })));
    expect(tally(made)).toMatchObject({ judged: 1, failed: 0 });
  });

  it('does not let a read set the default', async () => {
    const made = await stage();
    made.target.answer = ({ method }, serve) => {
      if (method === 'GET') made.target.write({ approval_enabled: true });
      return serve();
    };
    const closed = [one, other].map((body) => ({ ...body, approval_enabled: false }));
    await solo(made.sessions[0], at(testCase(closed[0] ?? {}, { shape: 'race', rival: closed[1] ?? {} })));
    expect(tally(made).failed).toBe(1);
  });

  it('is not judged if a control set the service back in between', async () => {
    const made = await stage();
    await made.sessions[0].put(
      { description: 'rest', service_name: 'rest' },
      { order: 0, testCase: null, serviceId: IDS[0] },
    );
    let failures = 5;
    made.target.answer = ({ method, text }, serve) =>
      method === 'PUT' && text.includes('other') && (failures -= 1) >= 0 ? refusal(503, 'E') : serve();
    await solo(made.sessions[0], at(both));
    expect(made.target.log).toContain(put({ description: 'rest', service_name: 'rest' }));
    expect(tally(made)).toMatchObject({ judged: 0, failed: 0 });
    expect(reasons(made)).toEqual([
      [3, 'another update had to be sent in between, to see whether the service still works'],
    ]);
  });

  it('needs two bodies', async () => {
    const made = await stage();
    await expect(solo(made.sessions[0], at(testCase(one, { shape: 'race' })))).rejects.toThrow('two bodies');
    await expect(
      solo(made.sessions[0], at(testCase(one, { shape: 'race', rival: other, applies: [] }))),
    ).rejects.toThrow('two bodies');
  });
});
