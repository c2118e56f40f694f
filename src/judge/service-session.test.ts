import { describe, expect, it } from 'vitest';
import { serialize, type JsonObject } from '../shared/json.js';
import { ServiceSession } from './service-session.js';
import { OTHER_PORT, pair } from './found-service.fixture.js';
import { put } from './stage-log.fixture.js';
import { foundState, IDS, NO_CASE, refusal, showing, stage } from './target.fixture.js';
import { putRequest } from './wire.js';

const text = (bytes: Uint8Array | null): string => Buffer.from(bytes ?? []).toString('utf8');
const send = (session: ServiceSession, body: JsonObject, bodies: readonly JsonObject[] = [body], statuses = [200]) =>
  session.update(
    putRequest(serialize(body), session.env.address, session.service.id),
    session.asked(NO_CASE, { statuses }),
    bodies,
  );

describe('update', () => {
  it('returns the object of a 200, and keeps the body as the control', async () => {
    const { sessions } = await stage();
    const { value, exchange, findings } = await send(sessions[0], { description: 'x' });
    expect(value).toMatchObject({ description: 'x', id: IDS[0] });
    expect(findings).toEqual([]);
    expect(exchange).toMatchObject({ role: 'case', attempts: [{ status: 200 }] });
    expect(text(sessions[0].service.lastAccepted)).toBe('{"description":"x"}');
    expect(sessions[0].service.writes).toBe(1);
  });

  it('does not keep what was accepted by chance', async () => {
    const { sessions } = await stage();
    await send(sessions[0], { description: 'x' }, [{ description: 'x' }], [200, 400]);
    expect(sessions[0].service.lastAccepted).toBeNull();
    const { env, service } = sessions[0];
    const request = { ...putRequest(serialize({}), env.address, service.id), method: 'POST' };
    await sessions[0].update(request, sessions[0].asked(NO_CASE), [{}]);
    expect(service.lastAccepted).toBeNull();
    await sessions[0].update(
      { ...request, method: 'PUT', body: null },
      sessions[0].asked(NO_CASE, { statuses: [200] }),
      [],
    );
    expect(service.lastAccepted).toBeNull();
  });

  it('lets either state hold after no answer, and the old one alone after a rejection', async () => {
    const accepts = async (answer: 'reset' | 400): Promise<number> => {
      const made = await stage();
      const [session] = made.sessions;
      made.target.answer = ({ text: sent, method }, serve) =>
        sent.includes('odd')
          ? answer === 'reset'
            ? 'reset'
            : refusal(answer, 'E')
          : method === 'PUT'
            ? 'reset'
            : serve();
      await send(session, { description: 'x', odd: 1 });
      return session.service.readMismatches({ ...foundState(IDS[0]), description: 'x' }).length;
    };
    expect(await accepts('reset')).toBe(0);
    expect(await accepts(400)).toBe(1);
  });

  it('lets either state hold after a 200 without an object, or another success', async () => {
    for (const status of [200, 204]) {
      const made = await stage();
      const [session] = made.sessions;
      made.target.answer = () => ({ status, value: status === 200 ? [] : null });
      const { value } = await send(session, { description: 'x' });
      expect(value).toBeNull();
      expect(session.service.readMismatches({ ...foundState(IDS[0]), description: 'x' })).toEqual([]);
      expect(session.service.readMismatches(foundState(IDS[0]))).toEqual([]);
      expect(session.service.stragglerUntil).toBe(0);
    }
  });

  it('lets a write that timed out take effect for as long as a request may take', async () => {
    const made = await stage();
    const [session] = made.sessions;
    const slow = session.within({ ...session.env, timeoutMs: 60_000 });
    let n = 0;
    made.target.answer = ({ method }, serve) => {
      n += 1;
      return n === 1 && method === 'PUT' ? 'hang' : serve();
    };
    await send(slow, { description: 'x' });
    expect(session.service.stragglerUntil).toBeGreaterThan(performance.now());
    expect(slow.baseline).toBe(session.baseline);
    expect(slow.other).toBe(session.other);
  });

  it('expects no late effect after another failure', async () => {
    const made = await stage();
    const [session] = made.sessions;
    let n = 0;
    made.target.answer = (_incoming, serve) => {
      n += 1;
      return n === 1 ? 'reset' : serve();
    };
    await send(session, { description: 'x' });
    expect(session.service.stragglerUntil).toBe(0);
  });

  it('enters what a reply bears on', async () => {
    const { sessions, ledger } = await stage();
    await send(sessions[0], { description: 'x' });
    expect(ledger.of('effect/echo/description').judged).toBe(1);
    expect(ledger.of('effect/kept/ports').judged).toBe(1);
  });
});

describe('put', () => {
  it('enters what the reply breaches, as a preparation', async () => {
    const made = await stage();
    showing(made, 'PUT', { description: 'As found' });
    await made.sessions[0].put({ description: 'x' }, NO_CASE);
    const [breach] = made.ledger.of('effect/echo/description').breaches;
    expect(breach).toMatchObject({ purpose: { order: 7, serviceId: IDS[0] }, exchanges: [{ role: 'prepare' }] });
  });
});

describe('mappings', () => {
  it.each<[string, JsonObject | undefined, string]>([
    ['no body', undefined, 'none'],
    ['no mappings', { description: 'x' }, 'none'],
    ['an empty list', { ports: [] }, 'none'],
    ['no list', { ports: { a: 1 } }, 'none'],
    ['its own', { ports: [pair(10)] }, 'own'],
    ['its own without their protocol', { ports: [{ client_port: 5, server_port: 21 }] }, 'own'],
    ['another protocol', { ports: [{ ...pair(10), protocol: 'UDP' }] }, 'contestable'],
    ['one of its own and another', { ports: [pair(10), pair(30)] }, 'contestable'],
    ['no mapping', { ports: ['x'] }, 'contestable'],
  ])('knows %s', async (_name, body, want) => {
    const { sessions } = await stage();
    expect(sessions[0].mappings(body)).toBe(want);
  });

  it('takes everything for contestable if nothing is known', async () => {
    const { sessions } = await stage();
    sessions[0].service.expected = null;
    expect(sessions[0].mappings({ ports: [pair(10)] })).toBe('contestable');
  });
});

describe('look', () => {
  it('reads by GET', async () => {
    const made = await stage();
    expect(await made.sessions[0].look(NO_CASE)).toMatchObject({
      value: foundState(IDS[0]),
      exchange: { role: 'read' },
    });
    expect(made.target.log).toEqual(['GET']);
  });

  it('reads by an update that changes nothing, and judges its reply', async () => {
    const made = await stage({ reads: 'PUT {}' });
    showing(made, 'PUT', { description: '' });
    const seen = await made.sessions[0].look(NO_CASE);
    expect(made.target.log).toEqual(['PUT {}']);
    expect(seen).toMatchObject({ value: { description: '' }, exchange: { role: 'read' } });
    expect(made.ledger.of('effect/kept/description')).toMatchObject({
      failed: 1,
      breaches: [{ purpose: { order: 7 } }],
    });
  });

  it('does not read if it cannot', async () => {
    const made = await stage({ reads: null });
    expect(await made.sessions[0].look(NO_CASE)).toBeNull();
    expect(made.target.log).toEqual([]);
  });

  it.each(['GET', 'PUT {}'] as const)('returns null if %s is not accepted, or shows no object', async (reads) => {
    const made = await stage({ reads });
    made.target.answer = () => refusal(405, 'E');
    expect(await made.sessions[0].look(NO_CASE)).toBeNull();
    made.target.answer = () => ({ status: 200, value: [] });
    expect(await made.sessions[0].look(NO_CASE)).toBeNull();
  });
});

describe('read', () => {
  it('watches what the last update gave', async () => {
    const { sessions, ledger } = await stage();
    await sessions[0].put({ description: 'x' }, NO_CASE);
    expect(await sessions[0].read(NO_CASE, [])).toMatchObject({ description: 'x' });
    expect(ledger.of('effect/persist/description').judged).toBe(1);
    expect(ledger.of('effect/persist/ports').judged).toBe(0);
  });

  it('accuses a read that shows what the update replaced, or lost', async () => {
    const made = await stage();
    await made.sessions[0].put({ description: 'x', service_name: 'y' }, NO_CASE);
    showing(made, 'GET', { description: 'As found', ports: [] });
    const first = await made.sessions[0].put({}, NO_CASE);
    await made.sessions[0].put({ description: 'x' }, NO_CASE);
    await made.sessions[0].read(NO_CASE, [first.exchange]);
    const persisted = made.ledger.of('effect/persist/description');
    expect(persisted.breaches[0]?.exchanges.map(({ role }) => role)).toEqual(['prepare', 'case', 'read']);
    expect(made.ledger.of('effect/kept/ports').failed).toBe(1);
    // From then on the service holds it.
    await made.sessions[0].read(NO_CASE, []);
    expect(made.ledger.of('effect/kept/ports').failed).toBe(1);
  });

  it('takes what it shows as the state of the service', async () => {
    const made = await stage();
    await send(made.sessions[0], { description: 'x' }, [{ description: 'x' }, { description: 'y' }]);
    made.target.write({ description: 'y' });
    await made.sessions[0].read(NO_CASE, []);
    expect(made.ledger.of('effect/persist/description').failed).toBe(1);
    expect(made.sessions[0].service.readMismatches({ ...foundState(IDS[0]), description: 'y' })).toEqual([]);
  });

  it('compares members that no update sets with their initial values', async () => {
    const made = await stage();
    showing(made, 'GET', { vpc_id: 'another' });
    await made.sessions[0].read(NO_CASE, []);
    expect(made.ledger.of('effect/constant/vpc_id')).toMatchObject({
      failed: 1,
      breaches: [{ purpose: { order: 7 } }],
    });
  });

  it('does not do so with another port_id, nor without initial values', async () => {
    const made = await stage();
    await made.sessions[0].put({ port_id: OTHER_PORT }, NO_CASE);
    showing(made, 'GET', { vpc_id: 'another' });
    await made.sessions[0].read(NO_CASE, []);
    expect(made.ledger.of('effect/constant/vpc_id').failed).toBe(0);
    made.sessions[1].service.initial = null;
    await made.sessions[1].read(NO_CASE, []);
    expect(made.ledger.of('effect/constant/vpc_id').failed).toBe(0);
  });

  it('judges an empty update that serves as a read by its reply alone', async () => {
    const made = await stage({ reads: 'PUT {}' });
    await made.sessions[0].put({ description: 'x' }, NO_CASE);
    expect(await made.sessions[0].read(NO_CASE, [])).toMatchObject({ description: 'x' });
    expect(made.ledger.of('effect/persist/description').judged).toBe(0);
  });

  it('returns null if nothing could be read', async () => {
    const made = await stage();
    made.target.answer = () => refusal(405, 'E');
    expect(await made.sessions[0].read(NO_CASE, [])).toBeNull();
  });
});

describe('the control', () => {
  it('sends the last accepted body, else an empty one', async () => {
    const made = await stage();
    const [session] = made.sessions;
    expect(await session.control()).toMatchObject({ status: 200 });
    await send(session, { description: 'x' });
    expect(await session.control()).toMatchObject({ status: 200 });
    expect(made.target.log).toEqual(['PUT {}', put({ description: 'x' }), put({ description: 'x' })]);
    expect(session.service.writes).toBe(3);
  });

  it('is padded to the size requested, and means the same', async () => {
    const made = await stage();
    const [session] = made.sessions;
    await send(session, { description: 'x' });
    expect(await session.control(undefined, 5_000)).toMatchObject({ status: 200, bytes: 5_000 });
    expect(made.target.log.at(-1)).toMatch(/^PUT \{"description":"x"\} {4000,}$/);
    expect(session.service.expected?.get('description')).toMatchObject([{ value: 'x' }]);
  });

  it('returns the status, or that no answer came', async () => {
    const made = await stage();
    made.target.answer = () => refusal(403, 'E');
    expect(await made.sessions[0].control()).toMatchObject({ status: 403 });
    made.target.answer = () => 'reset';
    expect(await made.sessions[0].control()).toBe('failed');
  });

  it('may have taken effect if it got no answer', async () => {
    const made = await stage();
    const [session] = made.sessions;
    await send(session, { description: 'x' });
    // A body that may also be refused does not become the control.
    const open = session.asked(NO_CASE, { statuses: [200, 400] });
    const other = { description: 'y' };
    await session.update(putRequest(serialize(other), made.env.address, IDS[0]), open, [other]);
    made.target.answer = (_incoming, serve) => {
      serve();
      return 'reset';
    };
    expect(await session.control()).toBe('failed');
    expect(session.service.expected?.get('description')).toMatchObject([{ value: 'y' }, { value: 'x' }]);
  });

  it('is good even if it shows no object', async () => {
    const made = await stage();
    made.target.answer = () => ({ status: 200, value: [] });
    expect(await made.sessions[0].control()).toMatchObject({ status: 200 });
    expect(made.sessions[0].service.writes).toBe(0);
  });
});

describe('steps', () => {
  it('are one for a request, and as many as full concurrency needs for concurrent requests', async () => {
    const made = await stage();
    const [session] = made.sessions;
    const settle = () => session.settle(putRequest(serialize({}), made.env.address, IDS[0]), session.asked(NO_CASE));
    await settle();
    expect(session.steps).toBe(1);
    expect(await session.atOnce(Array.from({ length: 20 }, () => settle))).toHaveLength(20);
    expect(session.steps).toBe(3);
  });

  it('forget the state if a record leaves out an update', async () => {
    const made = await stage();
    const lapsed = new Set<string>([IDS[0]]);
    const session = made.sessions[0].apart({ ...made.env, lapsed: (id) => lapsed.delete(id) });
    const put = () => session.settle(putRequest(serialize({}), made.env.address, IDS[0]), session.asked(NO_CASE));
    expect(session.service.expected).not.toBeNull();
    expect(await put()).toMatchObject({ kind: 'answered' });
    expect(session.service.expected).toBeNull();
    session.service.found(made.target.state());
    await put();
    expect(session.service.expected).not.toBeNull();
  });
});
