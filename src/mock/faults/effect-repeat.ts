import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import type { Behaviour, Change } from '../behaviour.js';
import { faultsOf, mergeDistinct } from '../catalogue.js';
import { beforeUpdate, merging, receiving, refusalOf, stopping } from '../changes.js';
import { refusedUpdate } from '../layers/effect.js';
import type { Outcome, Service } from '../model.js';
import type { MockExchange } from '../behaviour.js';

const race = faultsOf({
  'race-mixes-members': {
    says: 'Members are stored one after the other, so that two concurrent updates leave a mixture',
    caughtBy: 'effect/race',
    change: (before) => ({ update: (service, x) => storeOneByOne(before, service, x) }),
  },
  'race-loses-other-members': {
    says: 'An update writes back the whole record as it read it, and so undoes one that came in the meantime',
    caughtBy: 'effect/race-of-different-members',
    change: (before) => ({
      update: async (service, x) => {
        const read = service.state;
        await setImmediate();
        await setImmediate();
        await sleep(3);
        const { merge } = x.behaviour;
        const behaviour: Behaviour = { ...x.behaviour, merge: (_, update, y) => merge(read, update, y) };
        return before.update(service, Object.assign(x, { behaviour }));
      },
    }),
  },
  'race-mixes-replies': {
    says: 'The reply is made of what is stored when it is written, member by member, while another update is under way',
    caughtBy: 'effect/race-replies',
    change: (before) => {
      const latest = new Map<string, { readonly at: number; readonly name: string }>();
      return {
        commit: (service, next, x) => {
          before.commit(service, next, x);
          latest.set(service.id, { at: Date.now(), name: next.service_name });
        },
        update: async (service, x) => {
          const outcome = await before.update(service, x);
          await sleep(3);
          const now = latest.get(service.id);
          if (typeof outcome === 'string' || outcome.status !== 200 || now === undefined) return outcome;
          const shown = JSON.parse(outcome.body.toString()) as Record<string, unknown>;
          return { ...outcome, body: JSON.stringify({ ...shown, service_name: now.name }) };
        },
      };
    },
  },
});

/** Stores the members of an update one by one, letting other requests run in between. */
async function storeOneByOne(before: Behaviour, service: Service, x: MockExchange): Promise<Outcome> {
  x.before = service.state;
  const { behaviour } = x;
  const refused = refusedUpdate(service, x);
  if (refused !== undefined) return refused;
  const entries = Object.entries(x.update);
  // Every other request stores its members in reverse order.
  if (x.number % 2 === 0) entries.reverse();
  const whole = before.merge(x.before, x.update, x);
  for (const [name, value] of entries as [string, unknown][]) {
    service.state = before.merge(service.state, { [name]: value }, x);
    await setImmediate();
    await setImmediate();
  }
  service.updates++;
  return behaviour.encode(behaviour.represent(service, whole, x), x);
}

/** Answers an update that repeats the previous one of the same service byte for byte. */
const repeated = (
  answer: (service: Service, x: MockExchange) => Outcome | undefined,
  concerns: (x: MockExchange) => boolean = () => true,
): Change => {
  return (before) => {
    const last = new Map<string, string>();
    const remember = beforeUpdate((service, x) => {
      const text = x.bytes.toString('latin1');
      const again = last.get(service.id) === text;
      last.set(service.id, text);
      return again && concerns(x) ? answer(service, x) : undefined;
    });
    return remember(before);
  };
};

const manyPorts = (x: MockExchange) => x.bytes.length > 6_000;

const idempotence = faultsOf({
  'repeat-409': {
    says: 'The same update sent again is answered with 409',
    caughtBy: 'effect/idempotent/many-ports',
    change: repeated((_, x) => x.behaviour.refuse(refusalOf(409, 'Nothing to change.'), x)),
  },
  'repeat-400': {
    says: 'The same update sent again is answered with 400: nothing to change',
    caughtBy: 'effect/idempotent/*',
    change: repeated((_, x) => x.behaviour.refuse(refusalOf(400, 'Nothing to change.'), x)),
  },
  'repeat-empty-400': {
    says: 'An update without members is accepted once, not twice in a row',
    caughtBy: 'effect/idempotent/empty',
    change: repeated(
      (_, x) => x.behaviour.refuse({ status: 400, code: 'EndPoint.2002', message: 'Nothing to change.' }, x),
      (x) => x.bytes.length === 2,
    ),
  },
  'repeat-many-ports-400': {
    says: 'The same long list of mappings sent again is rejected: its mappings are there already',
    caughtBy: 'effect/idempotent/many-ports',
    change: repeated(
      (_, x) =>
        x.behaviour.refuse(
          { status: 400, code: 'EndPoint.3004', message: 'Parameter error: ports are there already.' },
          x,
        ),
      manyPorts,
    ),
  },
  'repeat-clears-description': {
    says: 'The same description set again is cleared: it counts as unchanged and is left out of the query',
    caughtBy: '{effect/idempotent/*,effect/*/description}',
    change: merging((next, state, update) =>
      update.description !== undefined && update.description === state.description && update.description !== ''
        ? { ...next, description: '' }
        : next,
    ),
  },
  'repeat-doubles-ports': {
    says: 'The same list of mappings set again is stored twice',
    caughtBy: '{effect/idempotent/*,effect/*/ports}',
    change: merging((next, state, update) =>
      update.ports !== undefined &&
      update.ports.length > 0 &&
      JSON.stringify(update.ports) === JSON.stringify(state.ports)
        ? { ...next, ports: [...state.ports, ...update.ports] }
        : next,
    ),
  },
  'unchanged-name-rejected': {
    says: 'A service_name that the service already has is rejected as taken',
    caughtBy: '{effect/idempotent/members,request-body/*}',
    change: stopping(
      'service_name',
      { status: 400, code: 'EndPoint.3076', message: 'Parameter error: service_name is taken.' },
      (value, x) => value !== '' && value === x.service?.state.service_name,
    ),
  },
  'empty-update-resets-name': {
    says: 'An update without members resets service_name',
    caughtBy: 'effect/kept/service_name',
    change: receiving((update) => (Object.keys(update).length === 0 ? { service_name: 'default' } : update)),
  },
});

/** Concurrent and repeated updates. */
export const repeatFaults = mergeDistinct(race, idempotence);
