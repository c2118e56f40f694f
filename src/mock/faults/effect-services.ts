import { rejecting, tolerate } from '../changes.js';
import { conflicting } from '../layers/effect.js';
import type { Change } from '../behaviour.js';
import { faultsOf, mergeDistinct } from '../catalogue.js';
import { isRecord } from '../layers/validate.js';
import type { Mapping, Service, State } from '../model.js';
import type { MockExchange } from '../behaviour.js';

const others = (x: MockExchange, service: Service) =>
  [...x.world.services.values()].filter((other) => other !== service && other.index >= 0);

/** Makes an update of one service change the others under test. */
const spreading =
  (change: (other: State, next: State, x: MockExchange) => Partial<State>): Change =>
  (before) => ({
    commit: (service, next, x) => {
      before.commit(service, next, x);
      for (const other of others(x, service)) other.state = { ...other.state, ...change(other.state, next, x) };
    },
  });

const isolation = faultsOf({
  'description-written-to-all': {
    says: 'description is written to every service of the project: the WHERE clause lacks the id',
    caughtBy: 'effect/isolation',
    change: spreading((other, next, x) =>
      x.update.description === undefined ? other : { description: next.description },
    ),
  },
  'large-list-empties-sibling': {
    says: 'A full list of mappings empties the description of the other service on the same port_id',
    caughtBy: 'effect/isolation',
    change: (before) => ({
      commit: (service, next, x) => {
        before.commit(service, next, x);
        const sibling = x.world.services.get(x.world.siblingServiceId ?? '');
        if (sibling !== undefined && next.ports.length === 200 && sibling.state.port_id === next.port_id)
          sibling.state = { ...sibling.state, description: '' };
      },
    }),
  },
  'updated-at-of-all-moves': {
    says: 'An update moves updated_at of every service',
    caughtBy: 'effect/isolation',
    change: spreading((_, next) => ({ updated_at: next.updated_at })),
  },
  'rejected-update-clears-others': {
    says: 'A rejected update clears the description of the other services',
    caughtBy: 'effect/isolation-of-rejected',
    change: rejecting((service, x) => {
      for (const other of others(x, service)) other.state = { ...other.state, description: '' };
    }),
  },
  'clearing-ports-clears-others': {
    says: 'Emptying the list of mappings empties that of every service: the DELETE lacks the id',
    caughtBy: 'effect/isolation',
    change: spreading((other, _, x) => (x.update.ports?.length === 0 ? { ports: [] } : other)),
  },
  'move-moves-others': {
    says: 'A new port_id is taken over by every service under test',
    caughtBy: 'effect/isolation',
    change: (before) => ({
      commit: (service, next, x) => {
        const moves = next.port_id !== service.state.port_id;
        before.commit(service, next, x);
        if (moves) for (const other of others(x, service)) other.state = { ...other.state, port_id: next.port_id };
      },
    }),
  },
  'long-list-clears-others': {
    says: 'A list of more than 190 mappings clears the description of every other service',
    caughtBy: 'effect/isolation',
    change: spreading((other, _, x) => ((x.update.ports?.length ?? 0) > 190 ? { description: '' } : other)),
  },
  'list-of-some-length-marks-others': {
    says: 'A list of 101 to 150 mappings writes a note into the description of every other service',
    caughtBy: 'effect/{isolation,large-and-full}',
    change: spreading((_, __, x) => {
      const count = x.update.ports?.length ?? 0;
      return count > 100 && count <= 150 ? { description: 'Reorganised' } : {};
    }),
  },
  'long-list-cuts-others': {
    says: 'A full list of mappings leaves every other service its first one',
    caughtBy: 'effect/isolation',
    change: spreading((other, _, x) => (x.update.ports?.length === 200 ? { ports: other.ports.slice(0, 1) } : {})),
  },
  'name-taken-from-others': {
    says: 'A name that another service has is given to the one that asks for it: the other is renamed',
    caughtBy: 'effect/isolation',
    change: spreading((other, next) =>
      next.service_name !== '' && other.service_name === next.service_name
        ? { service_name: `${other.service_name}-old` }
        : {},
    ),
  },
  'same-body-elsewhere-dropped': {
    says: 'A body that another service was sent in the last 50 milliseconds is dropped as a duplicate',
    caughtBy: 'effect/sent-everywhere',
    change: (before) => {
      let last = { text: '', serviceId: '', at: 0 };
      return {
        update: (service, x) => {
          const { serviceId } = x;
          const text = x.bytes.toString();
          const isSame = text.length > 2 && last.text === text && last.serviceId !== serviceId;
          const dropped = isSame && performance.now() - last.at < 50;
          last = { text, serviceId, at: performance.now() };
          return dropped
            ? x.behaviour.encode(x.behaviour.represent(service, service.state, x), x)
            : before.update(service, x);
        },
      };
    },
  },
  'unknown-token-clears-others': {
    says: 'A request with an unknown token resets the description of every service but the one that it names',
    caughtBy: 'effect/isolation-of-strangers',
    change: (before) => ({
      refuse: (refusal, x) => {
        if (refusal.status === 401)
          for (const other of x.world.services.values())
            if (other.id !== x.serviceId && other.index >= 0) other.state = { ...other.state, description: '' };
        return before.refuse(refusal, x);
      },
    }),
  },
});

const refused = 'effect/conflict/refused';

/** Checks only some mappings for a conflict with another service. */
const looking =
  (at: (ports: readonly Mapping[], x: MockExchange) => readonly Mapping[]): Change =>
  (before) => ({
    conflict: (service, update, x) =>
      before.conflict(service, update.ports === undefined ? update : { ...update, ports: at(update.ports, x) }, x),
  });

const conflict = faultsOf({
  'conflict-ignored': {
    says: 'Two services on one backend may hold the same server_port and protocol',
    caughtBy: refused,
    change: () => ({ conflict: () => undefined }),
  },
  'own-mappings-conflict': {
    says: 'A list that holds some of the mappings of the service itself, and others, is refused with 409',
    caughtBy: '{request-body,port-list,effect}/*',
    change: (before) => ({
      conflict: (service, update, x) => {
        const own = new Set(service.state.ports.map(({ server_port: port }) => port));
        const among = update.ports?.filter(({ server_port: port }) => own.has(port)).length ?? 0;
        return among > 0 && among < (update.ports?.length ?? 0) ? conflicting() : before.conflict(service, update, x);
      },
    }),
  },
  'conflict-ignored-without-protocol': {
    says: 'A conflict is not seen if protocol is omitted',
    caughtBy: refused,
    change: looking((ports, x) => {
      const given =
        isRecord(x.value) && Array.isArray(x.value['ports']) ? (x.value['ports'] as readonly unknown[]) : [];
      return ports.filter((_, n) => isRecord(given[n]) && 'protocol' in given[n]);
    }),
  },
  'conflict-looked-for-in-every-other-mapping': {
    says: 'Only every other mapping is checked for a conflict, because each step reads two',
    caughtBy: refused,
    change: looking((ports) => ports.filter((_, n) => n % 2 === 0)),
  },
  'conflict-not-looked-for-in-last-mapping': {
    says: 'The last of several mappings is not checked for a conflict',
    caughtBy: refused,
    change: looking((ports) => (ports.length > 1 ? ports.slice(0, -1) : ports)),
  },
  'conflict-ignored-beside-other-members': {
    says: 'A conflict is not seen when service_name is given as well',
    caughtBy: refused,
    change: tolerate('conflict', (service, update) => update.service_name !== undefined),
  },
  'conflict-with-other-backends': {
    says: 'Services on other backends count as well in the search for a conflict',
    caughtBy: '{request-body,port-list,effect}/*',
    change: (before) => ({
      conflict: (service, update, x) => {
        const taken = new Set(
          others(x, service).flatMap(({ state }) => state.ports.map(({ server_port: port }) => port)),
        );
        return update.ports?.some(({ server_port: port }) => taken.has(port)) === true
          ? { ...conflicting(), status: 400, code: 'EndPoint.0002' }
          : before.conflict(service, update, x);
      },
    }),
  },
});

/** Updates that affect other services, and conflicts between services. */
export const servicesFaults = mergeDistinct(isolation, conflict);
