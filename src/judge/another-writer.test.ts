import { describe, expect, it } from 'vitest';
import { serialize, type JsonObject } from '../shared/json.js';
import { confirmCulprit } from './another-writer.js';
import type { Updated } from './updating.js';
import { put } from './stage-log.fixture.js';
import { putRequest } from './wire.js';
import { elsewhere, IDS, NO_CASE, refusal, baseline, showing, stage, type Stage } from './target.fixture.js';

describe('a state that this run never sent', () => {
  const strange = { description: 'Made by nobody' };
  const stopped = `another writer is changing ${IDS[0]}: it shows a state that this run never sent`;
  const put1 = (made: Stage, body: JsonObject): Promise<Updated> => made.sessions[0].put(body, NO_CASE);

  it('in replies, whenever an update leaves a member out, is the fault of the service', async () => {
    const made = await stage();
    await put1(made, { service_name: 'before' });
    made.target.answer = ({ method, body }, serve) => {
      if (method === 'PUT' && !Object.hasOwn(body as JsonObject, 'description')) made.target.write(strange);
      return serve();
    };
    await put1(made, { service_name: 'x' });
    expect(made.target.log.slice(1)).toEqual([
      put({ service_name: 'x' }),
      put({ service_name: 'before', description: 'As found' }),
      put({ service_name: 'x' }),
    ]);
    expect(made.ledger.of('effect/kept/description').failed).toBe(1);
  });

  it('in replies, where a change goes along with another, is the fault of the service', async () => {
    const made = await stage();
    await put1(made, { service_name: 'before' });
    made.target.answer = ({ body }, serve) => {
      const { service_name: name } = body as JsonObject;
      if (name === 'x' && made.target.state()['service_name'] !== 'x') made.target.write(strange);
      return serve();
    };
    await put1(made, { service_name: 'x' });
    expect(made.ledger.of('effect/kept/description').failed).toBe(1);
  });

  it('in replies is asked for again after setting only what should have been kept, if the rest is refused', async () => {
    const made = await stage();
    await put1(made, { service_name: 'before' });
    made.target.answer = ({ body }, serve) => {
      const { service_name: name } = body as JsonObject;
      if (name === 'before') return refusal(400, 'E');
      if (name === 'x') made.target.write(strange);
      return serve();
    };
    await put1(made, { service_name: 'x' });
    expect(made.target.log.slice(1)).toEqual([
      put({ service_name: 'x' }),
      put({ service_name: 'before', description: 'As found' }),
      put({ description: 'As found' }),
      put({ service_name: 'x' }),
    ]);
    expect(made.ledger.of('effect/kept/description').failed).toBe(1);
  });

  it('is asked for again after setting the name that should have been kept, without its decoration', async () => {
    const made = await stage();
    made.target.answer = ({ method, body }, serve) => {
      if (method === 'PUT' && !Object.hasOwn(body as JsonObject, 'service_name'))
        made.target.write({ service_name: 'strange' });
      const { value } = serve();
      const state = value as JsonObject;
      return { status: 200, value: { ...state, service_name: `eu.${state['service_name'] as string}.${IDS[0]}` } };
    };
    await put1(made, { service_name: 'mine' });
    await put1(made, { description: 'x' });
    expect(made.target.log.slice(1)).toEqual([
      put({ description: 'x' }),
      put({ service_name: 'mine', description: 'As found' }),
      put({ description: 'x' }),
    ]);
    expect(made.ledger.of('effect/kept/service_name').failed).toBe(1);
  });

  it('in one reply comes from another writer', async () => {
    const made = await stage();
    await put1(made, { service_name: 'before' });
    made.target.write(strange);
    await expect(put1(made, { service_name: 'x' })).rejects.toThrow(stopped);
    expect(made.ledger.of('effect/kept/description').failed).toBe(0);
  });

  it('in one reply, and then no answer, comes from another writer', async () => {
    const made = await stage();
    await put1(made, { service_name: 'before' });
    made.target.write(strange);
    let n = 0;
    made.target.answer = (_incoming, serve) => {
      n += 1;
      return n === 3 ? refusal(400, 'E') : serve();
    };
    await expect(put1(made, { service_name: 'x' })).rejects.toThrow(stopped);
  });

  it('in the first reply may be what GET always shows differently', async () => {
    const made = await stage();
    made.target.write({ description: 'As updates see it' });
    showing(made, 'GET', { description: 'As found' });
    await put1(made, { service_name: 'x' });
    expect(made.target.log).toEqual([put({ service_name: 'x' }), 'GET', put({ service_name: 'x' })]);
    expect(made.ledger.of('effect/kept/description').failed).toBe(1);
  });

  it('in the first reply comes from another writer if GET shows it too', async () => {
    const made = await stage();
    made.target.write(strange);
    await expect(put1(made, { service_name: 'x' })).rejects.toThrow(stopped);
    expect(made.target.log).toEqual([
      put({ service_name: 'x' }),
      'GET',
      put({ service_name: 'found', description: 'As found' }),
      put({ service_name: 'x' }),
    ]);
  });

  it('sets a decorated name without its decoration', async () => {
    const made = await stage();
    made.target.answer = ({ method, body }, serve) => {
      const name = method === 'PUT' ? (body as JsonObject)['service_name'] : undefined;
      const reply = serve();
      if (typeof name === 'string') made.target.write({ service_name: `eu.${name}.${IDS[0]}` });
      else if (method === 'PUT') made.target.write({ service_name: `eu.nobody.${IDS[0]}` });
      return { ...reply, value: made.target.state() };
    };
    await put1(made, { service_name: 'mine' });
    await put1(made, { description: 'x' });
    expect(made.target.log.at(-2)).toBe(put({ service_name: 'mine', description: 'As found' }));
    expect(made.ledger.of('effect/kept/service_name').failed).toBe(1);
  });

  it('in a read, and again after the same update but no other, is the fault of the service', async () => {
    const made = await stage();
    await put1(made, { description: 'x' });
    made.target.answer = ({ method }, serve) => {
      const reply = serve();
      const is = made.target.state()['description'];
      return method === 'GET' && is === 'x'
        ? { ...reply, value: { ...made.target.state(), description: 'X!' } }
        : reply;
    };
    await made.sessions[0].read(NO_CASE, []);
    expect(made.target.log.slice(2)).toEqual([
      put({ description: 'x' }),
      'GET',
      put(elsewhere),
      'GET',
      put({ description: 'x' }),
      'GET',
    ]);
    expect(made.ledger.of('effect/persist/description').failed).toBe(1);
  });

  it('in reads whose lists come back in another order each time, is the fault of the service', async () => {
    const made = await stage();
    const ports = [1, 2, 3].map((n) => ({ client_port: n, server_port: n, protocol: 'TCP' }));
    await put1(made, { ports });
    let n = 0;
    made.target.answer = ({ method }, serve) => {
      const held = made.target.state()['ports'] as JsonObject[];
      if (method !== 'GET' || held.length < ports.length) return serve();
      n += 1;
      const less = held.slice(1);
      return { status: 200, value: { ...made.target.state(), ports: n % 2 === 0 ? less : less.reverse() } };
    };
    await made.sessions[0].read(NO_CASE, []);
    expect(made.ledger.of('effect/persist/ports').failed).toBe(1);
  });

  it('in a read, whenever the state before the update becomes that after it, is the fault of the service', async () => {
    const made = await stage();
    await put1(made, { description: 'before' });
    made.target.answer = ({ method, body }, serve) => {
      const changes = method === 'PUT' && made.target.state()['description'] === 'before';
      const reply = serve();
      if (changes && (body as JsonObject)['description'] === 'x') made.target.write({ service_name: 'Strange' });
      return reply;
    };
    await put1(made, { description: 'x' });
    await made.sessions[0].read(NO_CASE, []);
    expect(made.ledger.of('effect/kept/service_name').failed).toBe(1);
  });

  it('in a read, of what an update left as it was, is the fault of the service', async () => {
    const made = await stage();
    const ports = [1, 2].map((n) => ({ client_port: 7, server_port: n, protocol: 'TCP' }));
    await put1(made, { ports });
    made.target.answer = ({ method }, serve) => {
      const reply = serve();
      const held = made.target.state()['ports'] as JsonObject[];
      return method === 'GET' && held[1]?.['client_port'] === 7
        ? { status: 200, value: { ...made.target.state(), ports: held.slice(1) } }
        : reply;
    };
    await put1(made, { description: 'x' });
    await made.sessions[0].read(NO_CASE, []);
    expect(made.ledger.of('effect/kept/ports').failed).toBe(1);
  });

  it('in a read after an update that might have been refused, is the fault of the service', async () => {
    const made = await stage();
    const [session] = made.sessions;
    await put1(made, { description: 'before' });
    made.target.answer = ({ method }, serve) => {
      const reply = serve();
      const shown = { ...made.target.state(), description: 'X!' };
      return method === 'GET' && made.target.state()['description'] === 'x' ? { ...reply, value: shown } : reply;
    };
    const body = { description: 'x' };
    const request = putRequest(serialize(body), session.env.address, IDS[0]);
    await session.update(request, session.asked(NO_CASE, { statuses: [200, 400] }), [body]);
    await session.read(NO_CASE, []);
    expect(made.ledger.of('effect/persist/description').failed).toBe(1);
  });

  it.each([
    ['does not come again in the state before the update', [1, 5, 6], 8],
    ['comes again in another state too', [1, 5, 6, 7], 7],
  ])('in a read comes from another writer if it %s', async (_name, odd, reads) => {
    const made = await stage();
    await put1(made, { description: 'before' });
    let n = 0;
    made.target.answer = ({ method }, serve) => {
      if (method === 'PUT') return serve();
      n += 1;
      return { status: 200, value: { ...made.target.state(), ...(odd.includes(n) ? { service_name: 'Odd' } : {}) } };
    };
    await put1(made, { description: 'x' });
    await expect(made.sessions[0].read(NO_CASE, [])).rejects.toThrow(stopped);
    expect(n).toBe(reads);
  });

  it.each<[string, (n: number) => string | null]>([
    ['once', (n) => (n === 1 ? 'Odd' : null)],
    ['always the same, whatever is sent', () => 'Odd'],
    ['always a different one', (n) => `Odd ${n}`],
    ['twice, but not a third time', (n) => (n < 3 ? 'Odd' : null)],
  ])('in reads, %s, comes from another writer', async (_name, odd) => {
    const made = await stage();
    await put1(made, { description: 'x' });
    let n = 0;
    made.target.answer = ({ method }, serve) => {
      if (method !== 'GET') return serve();
      n += 1;
      const shown = odd(n);
      return { status: 200, value: { ...made.target.state(), ...(shown === null ? {} : { description: shown }) } };
    };
    await expect(made.sessions[0].read(NO_CASE, [])).rejects.toThrow(stopped);
    expect(made.ledger.of('effect/persist/description').failed).toBe(0);
  });

  it.each([
    ['the update', 'PUT'],
    ['the read', 'GET'],
  ])('comes from another writer if %s to look again fails', async (_name, failing) => {
    const made = await stage();
    await put1(made, { description: 'x' });
    let read = false;
    made.target.answer = ({ method }, serve) => {
      if (read && method === failing) return refusal(failing === 'PUT' ? 400 : 405, 'E');
      read ||= method === 'GET';
      return { status: 200, value: { ...(serve().value as JsonObject), description: 'Odd' } };
    };
    await expect(made.sessions[0].read(NO_CASE, [])).rejects.toThrow(stopped);
  });

  it('comes from another writer if nothing was sent yet', async () => {
    const made = await stage();
    made.target.write(strange);
    await expect(made.sessions[0].read(NO_CASE, [])).rejects.toThrow(stopped);
    expect(made.target.log).toEqual(['GET']);
    expect(baseline).not.toEqual(elsewhere);
  });

  it('counts as the run’s own if it was sent to another service', async () => {
    const made = await stage();
    await made.sessions[1].put(strange, { ...NO_CASE, serviceId: IDS[1] });
    made.target.write(strange);
    await made.sessions[0].read(NO_CASE, []);
    expect(made.ledger.of('effect/isolation').failed).toBe(1);
  });

  it.each([
    ['at the third try', 3, undefined],
    ['never', 4, stopped],
  ])('after a rejection is checked by repeating the rejection until that succeeds: %s', async (_name, at, fails) => {
    const made = await stage();
    const [session] = made.sessions;
    await put1(made, { service_name: 'x' });
    const clean = { description: 'As found' };
    let tries = 0;
    const again = async (): Promise<boolean> => {
      tries += 1;
      await put1(made, clean);
      if (tries === at) made.target.write(strange);
      return tries === at;
    };
    made.target.write(strange);
    const seen = (await session.look(NO_CASE))?.value ?? {};
    const found = confirmCulprit(session, seen, NO_CASE, again);
    await (fails === undefined ? expect(found).resolves.toBeUndefined() : expect(found).rejects.toThrow(fails));
    expect(tries).toBe(3);
  });

  it('after a rejection is not the fault of the service if nothing could overwrite it', async () => {
    const made = await stage();
    const [session] = made.sessions;
    await put1(made, { service_name: 'x' });
    made.target.write(strange);
    const seen = (await session.look(NO_CASE))?.value ?? {};
    made.target.answer = ({ method }, serve) => (method === 'PUT' ? refusal(400, 'E') : serve());
    const again = async (): Promise<boolean> => (await put1(made, { description: 'As found' })).value !== null;
    await expect(confirmCulprit(session, seen, NO_CASE, again)).rejects.toThrow(stopped);
  });
});
