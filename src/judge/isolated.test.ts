import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../shared/json.js';
import { contrast, inIsolation, isolated, touched } from './isolated.js';
import { put, tally } from './stage-log.fixture.js';
import {
  at,
  elsewhere,
  forbidden,
  IDS,
  dealt,
  testCase,
  refusal,
  baseline,
  stage,
  type Stage,
} from './target.fixture.js';

const change = testCase({ description: 'Only here' }, { shape: 'isolated' });
const [here] = dealt(change);
const [turnedDown] = dealt(forbidden({ description: '<' }, { shape: 'isolated' }));
if (here === undefined || turnedDown === undefined) throw new Error('there are two cases');
const [FIRST, SECOND] = IDS;
/** Calls `effect` on the other service for each update of the first one, except those that set its baseline. */
const onUpdate = (made: Stage, effect: (body: JsonObject) => void): void => {
  made.target.answer = ({ method, serviceId, body, text }, serve) => {
    const reply = serve();
    if (method === 'PUT' && serviceId === FIRST && !text.includes('at-rest')) effect(body as JsonObject);
    return reply;
  };
};

describe('isolated (R18)', () => {
  it('reads every other service before and after an update', async () => {
    const made = await stage();
    const [session, other] = made.sessions;
    await isolated(session, [here], [other]);
    expect(made.target.log).toEqual([put(baseline), 'GET', put({ description: 'Only here' }), 'GET', 'GET']);
    expect(session.steps).toBe(4);
    expect(tally(made)).toMatchObject({ judged: 2, failed: 0 });
  });

  it('also sends what must not be accepted', async () => {
    const made = await stage();
    const [session, other] = made.sessions;
    await isolated(session, [turnedDown], [other]);
    expect(made.target.log).toEqual([put(baseline), 'GET', put({ description: '<' }), 'GET']);
    expect(tally(made)).toMatchObject({ judged: 1, failed: 0 });
  });

  it('sends consecutive refusals of one requirement at once, between two looks, and accuses the first', async () => {
    const made = await stage();
    const [session, other] = made.sessions;
    const again = at(forbidden({ description: '<<' }, { shape: 'isolated' }), 1);
    const groups = inIsolation([turnedDown, again, here, turnedDown]);
    expect(groups).toEqual([[turnedDown, again], [here], [turnedDown]]);
    await isolated(session, groups[0] ?? [], [other]);
    expect(made.target.log).toEqual([
      put(baseline),
      'GET',
      put({ description: '<' }),
      put({ description: '<<' }),
      'GET',
    ]);
    expect(session.steps).toBe(4);
    expect(tally(made)).toMatchObject({ judged: 2, failed: 0 });
    onUpdate(made, (body) => {
      if (body['description'] === '<<') made.target.write({ description: '' }, SECOND);
    });
    await isolated(session, groups[0] ?? [], [other]);
    expect(tally(made).breaches[0]).toMatchObject({ purpose: turnedDown });
    expect(tally(made).breaches[0]?.exchanges.map(({ role }) => role)).toEqual([
      'prepare',
      'read',
      'case',
      'case',
      'read',
    ]);
  });

  it('notes another service whose time of the last change moves, which is examined later', async () => {
    const made = await stage();
    const [session, other] = made.sessions;
    await isolated(session, [here], [other]);
    expect(other.touchedWhileIdle).toBe(false);
    onUpdate(made, () => made.target.write({}, SECOND));
    await isolated(session, [here], [other]);
    expect(other.touchedWhileIdle).toBe(true);
    expect(tally(made)).toMatchObject({ failed: 0 });
  });

  it('accuses an update that another service takes as well', async () => {
    const made = await stage();
    const [session, other] = made.sessions;
    onUpdate(made, (body) => made.target.write(body, SECOND));
    await isolated(session, [here], [other]);
    const { failed, breaches } = tally(made);
    expect(failed).toBe(1);
    expect(breaches[0]).toMatchObject({ purpose: { order: 0, testCase: change, serviceId: FIRST } });
    expect(breaches[0]?.findings).toEqual([
      { requirement: 'r', pointer: '/description', expected: '"As found"', received: '"Only here"' },
    ]);
    expect(breaches[0]?.exchanges.map(({ role }) => role)).toEqual(['prepare', 'read', 'case', 'read']);
  });

  it('recognizes an emptied name of another service by the prefix that the updated one has shown', async () => {
    const made = await stage();
    const [session, other] = made.sessions;
    session.service.prefix = 'region';
    made.target.write({ service_name: `region.other.${SECOND}` }, SECOND);
    onUpdate(made, () => made.target.write({ service_name: `region.${SECOND}` }, SECOND));
    await isolated(session, [turnedDown], [other]);
    expect(tally(made).breaches[0]?.findings).toMatchObject([{ pointer: '/service_name' }]);
  });

  it('sees what another service loses once it has something to lose', async () => {
    const made = await stage();
    const [session, other] = made.sessions;
    made.target.write({ description: '' }, SECOND);
    onUpdate(made, (body) => {
      if (body['description'] === '<') made.target.write({ description: '' }, SECOND);
    });
    await isolated(session, [turnedDown], [other]);
    expect(tally(made).failed).toBe(0);
    await contrast([other], turnedDown);
    expect(made.target.log.at(-1)).toBe(put(elsewhere));
    await isolated(session, [turnedDown], [other]);
    expect(tally(made)).toMatchObject({ failed: 1, breaches: [{ findings: [{ pointer: '/description' }] }] });
  });

  it('accuses an update that makes another service lose what it had', async () => {
    const made = await stage();
    const [session, other] = made.sessions;
    onUpdate(made, () => made.target.write({ ports: [] }, SECOND));
    await isolated(session, [here], [other]);
    expect(tally(made).breaches[0]?.findings.map(({ pointer }) => pointer)).toEqual(['/ports']);
  });

  it('accuses nobody of what somebody else wrote', async () => {
    const made = await stage();
    const [session, other] = made.sessions;
    onUpdate(made, () => made.target.write({ description: 'Of somebody else', vpc_id: 'another' }, SECOND));
    await isolated(session, [here], [other]);
    expect(tally(made)).toMatchObject({ failed: 0 });
  });

  it('accuses an update that reproduces a value that nobody sent', async () => {
    const made = await stage();
    const [session, other] = made.sessions;
    onUpdate(made, (body) => {
      if (body['description'] === 'Only here') made.target.write({ description: 'Taken' }, SECOND);
    });
    await isolated(session, [here], [other]);
    const { failed, breaches } = tally(made);
    expect(failed).toBe(1);
    expect(breaches[0]?.findings).toMatchObject([{ pointer: '/description', received: '"Taken"' }]);
    expect(breaches[0]?.exchanges.map(({ role }) => role)).toEqual(['prepare', 'prepare', 'read', 'case', 'read']);
    expect(made.target.log.filter((line) => line === put(elsewhere))).toHaveLength(6);
  });

  it('accuses nobody of what another writer does to every update of the other service', async () => {
    const made = await stage();
    const [session, other] = made.sessions;
    let restores = true;
    // Like a program that restores its desired state a moment later.
    made.target.answer = ({ method, serviceId }, serve) => {
      const reply = serve();
      if (serviceId !== SECOND) return reply;
      if (method === 'GET' && restores) made.target.write({ description: 'As wanted' }, SECOND);
      restores = method === 'PUT';
      return reply;
    };
    await isolated(session, [here], [other]);
    expect(tally(made)).toMatchObject({ failed: 0 });
  });

  it('accuses an update that makes another service lose part of a list', async () => {
    const made = await stage();
    const [session, other] = made.sessions;
    await contrast([other], here);
    onUpdate(made, () => made.target.write({ ports: [(elsewhere['ports'] as JsonObject[])[1] ?? {}] }, SECOND));
    await isolated(session, [here], [other]);
    expect(tally(made).breaches[0]?.findings.map(({ pointer }) => pointer)).toEqual(['/ports']);
  });

  it.each([
    ['before', 2],
    ['after', 5],
  ])('judges nothing if another service cannot be read %s', async (_when, from) => {
    const made = await stage();
    const [session, other] = made.sessions;
    made.target.answer = ({ n, serviceId }, serve) => (serviceId === SECOND && n >= from ? refusal(405, 'E') : serve());
    await isolated(session, [here], [other]);
    expect([...tally(made).unjudged.values()]).toContain('the other services could not be read');
  });

  it('judges nothing if the service does not accept the baseline', async () => {
    const made = await stage();
    const [session, other] = made.sessions;
    made.target.answer = ({ method }, serve) => (method === 'PUT' ? refusal(400, 'EndPoint.0002') : serve());
    await isolated(session, [here], [other]);
    expect(made.target.log).toEqual([put(baseline), 'PUT {}']);
    expect([...tally(made).unjudged]).toEqual([[0, 'the other services could not be read']]);
  });
});

describe('touched (R18)', () => {
  const first = { updated_at: '2024-01-01T00:00:00Z' };

  it('reads once if nothing has changed', async () => {
    const made = await stage();
    const [session, onlooker] = made.sessions;
    await touched(session, here, onlooker, first);
    expect(made.target.log).toEqual(['GET']);
    expect(tally(made).failed).toBe(0);
  });

  it('accuses an update after which the time of another service moves', async () => {
    const made = await stage();
    const [session, onlooker] = made.sessions;
    made.target.write({}, SECOND);
    made.target.answer = ({ method }, serve) => {
      if (method === 'PUT') made.target.write({}, SECOND);
      return serve();
    };
    await touched(session, here, onlooker, first);
    expect(made.target.log).toEqual(['GET', ...['GET', put(baseline), 'GET'], ...['GET', put(baseline), 'GET']]);
    const { failed, breaches } = tally(made);
    expect(failed).toBe(1);
    expect(breaches[0]).toMatchObject({
      purpose: { order: 0, serviceId: FIRST },
      findings: [{ pointer: '/updated_at', expected: '"2024-01-01T00:00:02Z"', received: '"2024-01-01T00:00:04Z"' }],
      exchanges: [{ role: 'read' }, { role: 'prepare' }, { role: 'read' }],
    });
  });

  it('accuses nobody of a time that moves without an update', async () => {
    const made = await stage();
    const [session, onlooker] = made.sessions;
    made.target.answer = ({ method }, serve) => {
      if (method === 'GET') made.target.write({}, SECOND);
      return serve();
    };
    await touched(session, here, onlooker, first);
    expect(made.target.log).toEqual(['GET', 'GET']);
    expect(tally(made).failed).toBe(0);
  });

  it('accuses nobody of a time that moved on its own when an update was sent', async () => {
    const made = await stage();
    const [session, onlooker] = made.sessions;
    made.target.write({}, SECOND);
    let updates = 0;
    made.target.answer = ({ method }, serve) => {
      if (method === 'PUT' && (updates += 1) === 1) made.target.write({}, SECOND);
      return serve();
    };
    await touched(session, here, onlooker, first);
    expect(made.target.log).toHaveLength(7);
    expect(tally(made).failed).toBe(0);
  });

  it('accuses nobody of a time that moved once', async () => {
    const made = await stage();
    const [session, onlooker] = made.sessions;
    made.target.write({}, SECOND);
    await touched(session, here, onlooker, first);
    expect(made.target.log).toHaveLength(4);
    expect(tally(made).failed).toBe(0);
  });

  it.each([1, 2, 4])('accuses nobody if request %i fails', async (failing) => {
    const made = await stage();
    const [session, onlooker] = made.sessions;
    made.target.write({}, SECOND);
    made.target.answer = ({ n, method }, serve) => {
      if (method === 'PUT') made.target.write({}, SECOND);
      return n === failing ? refusal(405, 'E') : serve();
    };
    await touched(session, here, onlooker, first);
    expect(made.target.log).toHaveLength(failing);
    expect(tally(made).failed).toBe(0);
  });

  it('accuses nobody if the update is not accepted', async () => {
    const made = await stage();
    const [session, onlooker] = made.sessions;
    made.target.write({}, SECOND);
    made.target.answer = ({ method }, serve) => (method === 'PUT' ? refusal(400, 'EndPoint.0002') : serve());
    await touched(session, here, onlooker, first);
    expect(made.target.log).toEqual(['GET', 'GET', put(baseline), 'PUT {}']);
    expect(tally(made).failed).toBe(0);
  });
});
