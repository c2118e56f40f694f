import { setImmediate } from 'node:timers/promises';
import type { Behaviour, Change } from '../behaviour.js';
import type { FaultEntry } from '../catalogue.js';
import { beforeUpdate, broken, merging, receiving } from '../changes.js';
import { conflicting } from '../layers/effect.js';
import { isRecord, keyOf, members, type Member } from '../layers/validate.js';
import type { Exchange, Mapping, Outcome, Service, State, Update } from '../model.js';

const atomic = 'effect/{atomic,later/rejected}';

/** What happens to the service although its update is turned down. */
const onRejection = (spoil: (service: Service, x: Exchange) => Partial<State>, concerns: (x: Exchange) => boolean = () => true): Change =>
  (before) => ({
    validate: (x) => {
      const refusal = before.validate(x);
      if (refusal !== undefined && x.service !== undefined && concerns(x)) {
        x.service.state = { ...x.service.state, ...spoil(x.service, x) };
      }
      return refusal;
    },
  });

/** The members of a rejected body that are valid by themselves. */
function validPart(x: Exchange, names: readonly Member[]): Partial<State> {
  const { value, behaviour } = x;
  if (!isRecord(value)) return {};
  const good = names.filter((name) => Object.hasOwn(value, name) && behaviour[name](value[name], x) === undefined);
  return behaviour.receive(Object.fromEntries(good.map((name) => [name, value[name]])), x);
}

/** The members of a rejected body that stand before the first one that is wrong, in the order of the document. */
function partBeforeTheFault(x: Exchange): Partial<State> {
  const { value, behaviour } = x;
  if (!isRecord(value)) return {};
  const wrong = members.findIndex((name) => Object.hasOwn(value, name) && behaviour[name](value[name], x) !== undefined);
  return validPart(x, members.slice(0, Math.max(wrong, 0)));
}

const rejected: readonly FaultEntry[] = [
  {
    id: 'rejected-valid-half-stored',
    says: 'The valid members of a rejected body are stored all the same',
    caughtBy: atomic,
    change: onRejection((_, x) => validPart(x, members)),
  },
  {
    id: 'rejected-first-half-stored',
    says: 'Members are stored one by one, up to the first that is wrong',
    caughtBy: atomic,
    change: onRejection((_, x) => partBeforeTheFault(x)),
  },
  {
    id: 'rejected-updated-at-moves',
    says: 'A rejected update moves updated_at',
    caughtBy: atomic,
    change: onRejection((_, x) => ({ updated_at: x.world.now() })),
  },
  {
    id: 'rejected-ports-cleared',
    says: 'The mappings are deleted before the new ones are checked',
    caughtBy: atomic,
    change: onRejection(() => ({ ports: [] }), (x) => isRecord(x.value) && Object.hasOwn(x.value, 'ports')),
  },
  {
    id: 'rejected-mappings-before-the-wrong-one-stored',
    says: 'The mappings before the wrong one are stored',
    caughtBy: atomic,
    change: onRejection(
      ({ state }, x) => {
        const list = isRecord(x.value) && Array.isArray(x.value['ports']) ? (x.value['ports'] as readonly unknown[]) : [];
        const wrong = list.findIndex((item) => x.behaviour.mapping(item, x) !== undefined);
        return wrong > 0 ? { ports: x.behaviour.receive({ ports: list.slice(0, wrong) }, x).ports ?? state.ports } : {};
      },
    ),
  },
  {
    id: 'rejected-approval-stored',
    says: 'approval_enabled is stored before the other members are checked',
    caughtBy: atomic,
    change: onRejection((_, x) => validPart(x, ['approval_enabled'])),
  },
  {
    id: 'rejected-name-stored-with-wrong-ports',
    says: 'service_name is stored although the mappings beside it are wrong',
    caughtBy: atomic,
    change: onRejection((_, x) => validPart(x, ['service_name']), (x) => isRecord(x.value) && Array.isArray(x.value['ports'])),
  },
  {
    id: 'rejected-long-name-stored-cut',
    says: 'A service_name that is too long is turned down, and its beginning is stored',
    caughtBy: atomic,
    change: onRejection(({ state }, x) => {
      const name = isRecord(x.value) ? x.value['service_name'] : undefined;
      return { service_name: typeof name === 'string' && /^[\w-]{17,}$/.test(name) ? name.slice(0, 16) : state.service_name };
    }),
  },
  {
    id: 'rejected-description-cleared',
    says: 'A rejected update clears the description of the service',
    caughtBy: atomic,
    change: onRejection(() => ({ description: '' }), (x) => isRecord(x.value) && Object.hasOwn(x.value, 'description')),
  },
  {
    id: 'conflicting-update-stored',
    says: 'A conflict is answered with 409 after the description is stored',
    caughtBy: '{effect/atomic,effect/conflict/*}',
    change: (before) => ({
      conflict: (service, update, x) => {
        const refusal = before.conflict(service, update, x);
        if (refusal !== undefined && update.description !== undefined) service.state = { ...service.state, description: update.description };
        return refusal;
      },
    }),
  },
];

const others = (x: Exchange, service: Service) => [...x.world.services.values()].filter((other) => other !== service && other.index >= 0);

/** What happens to the other services under test when one is updated. */
const spreading = (change: (other: State, next: State, x: Exchange) => Partial<State>): Change => (before) => ({
  commit: (service, next, x) => {
    before.commit(service, next, x);
    for (const other of others(x, service)) other.state = { ...other.state, ...change(other.state, next, x) };
  },
});

const isolation: readonly FaultEntry[] = [
  {
    id: 'description-written-to-all',
    says: 'description is written to every service of the project: the WHERE clause lacks the id',
    caughtBy: 'effect/isolation',
    change: spreading((other, next, x) => (x.update.description === undefined ? other : { description: next.description })),
  },
  {
    id: 'ports-written-to-all',
    says: 'ports is written to every service of the project',
    caughtBy: 'effect/isolation',
    change: spreading((other, next, x) => (x.update.ports === undefined ? other : { ports: next.ports })),
  },
  {
    id: 'approval-written-to-all',
    says: 'approval_enabled false is written to every service of the project',
    caughtBy: 'effect/isolation',
    change: spreading((other, _, x) => (x.update.approval_enabled === false ? { approval_enabled: false } : other)),
  },
  {
    id: 'updated-at-of-all-moves',
    says: 'An update moves updated_at of every service',
    caughtBy: 'effect/isolation',
    change: spreading((_, next) => ({ updated_at: next.updated_at })),
  },
  {
    id: 'name-written-to-all',
    says: 'service_name is written to every service of the project',
    caughtBy: 'effect/isolation',
    change: spreading((other, next, x) => (x.update.service_name === undefined ? other : { service_name: next.service_name })),
  },
  {
    id: 'rejected-update-clears-others',
    says: 'A rejected update clears the description of the other services',
    caughtBy: 'effect/isolation-of-rejected',
    change: (before) => ({
      validate: (x) => {
        const refusal = before.validate(x);
        if (refusal !== undefined && x.service !== undefined) {
          for (const other of others(x, x.service)) other.state = { ...other.state, description: '' };
        }
        return refusal;
      },
    }),
  },
];

const refused = 'effect/conflict/refused';

/** The conflict with another service is only looked for in some mappings. */
const looking = (at: (ports: readonly Mapping[], x: Exchange) => readonly Mapping[]): Change => (before) => ({
  conflict: (service, update, x) =>
    before.conflict(service, update.ports === undefined ? update : { ...update, ports: at(update.ports, x) }, x),
});

const conflict: readonly FaultEntry[] = [
  {
    id: 'conflict-ignored',
    says: 'Two services on one backend may hold the same server_port and protocol',
    caughtBy: refused,
    change: () => ({ conflict: () => undefined }),
  },
  {
    id: 'conflict-ignored-without-protocol',
    says: 'A conflict is not seen where protocol is omitted',
    caughtBy: refused,
    change: looking((ports, x) => {
      const given = isRecord(x.value) && Array.isArray(x.value['ports']) ? (x.value['ports'] as readonly unknown[]) : [];
      return ports.filter((_, n) => isRecord(given[n]) && 'protocol' in given[n]);
    }),
  },
  {
    id: 'conflict-looked-for-in-first-mapping',
    says: 'Only the first mapping is looked at for a conflict',
    caughtBy: refused,
    change: looking((ports) => ports.slice(0, 1)),
  },
  {
    id: 'conflict-not-looked-for-in-last-mapping',
    says: 'The last of several mappings is not looked at for a conflict',
    caughtBy: refused,
    change: looking((ports) => (ports.length > 1 ? ports.slice(0, -1) : ports)),
  },
  {
    id: 'conflict-ignored-beside-other-members',
    says: 'A conflict is not seen where service_name is given as well',
    caughtBy: refused,
    change: (before) => ({
      conflict: (service, update, x) => (update.service_name === undefined ? before.conflict(service, update, x) : undefined),
    }),
  },
  {
    id: 'conflict-only-for-equal-mappings',
    says: 'Only a mapping that is equal in all three members is a conflict',
    caughtBy: refused,
    change: (before) => ({
      conflict: (service, update, x) => {
        const refusal = before.conflict(service, update, x);
        if (refusal === undefined) return undefined;
        const held = new Set([...x.world.services.values()].filter((o) => o !== service).flatMap((o) => o.state.ports.map(keyOf)));
        return (update.ports ?? service.state.ports).some((m) => held.has(keyOf(m))) ? refusal : undefined;
      },
    }),
  },
  {
    id: 'conflict-500',
    says: 'A conflict breaks on the unique key of the database: 500',
    caughtBy: refused,
    change: (before) => ({
      conflict: (service, update, x) => before.conflict(service, update, x) && broken,
    }),
  },
  {
    id: 'conflict-with-other-backends',
    says: 'Services on other backends count as well in the search for a conflict',
    caughtBy: '{request-body,port-list,effect}/*',
    change: (before) => ({
      conflict: (service, update, x) => {
        const taken = new Set(others(x, service).flatMap(({ state }) => state.ports.map(({ server_port: port }) => port)));
        return update.ports?.some(({ server_port: port }) => taken.has(port)) === true ? { ...conflicting(), status: 400, code: 'EndPoint.0002' } : before.conflict(service, update, x);
      },
    }),
  },
];

const race: readonly FaultEntry[] = [
  {
    id: 'race-mixes-members',
    says: 'Members are stored one after the other, so that two updates at once leave a mixture',
    caughtBy: 'effect/race',
    change: (before) => ({ update: (service, x) => storeOneByOne(before, service, x) }),
  },
  {
    id: 'race-loses-ports',
    says: 'Mappings are stored later than the rest, so that two updates at once leave the members of one and the mappings of the other',
    caughtBy: 'effect/race',
    change: (before) => {
      const busy = new Map<string, number>();
      return {
        update: async (service, x) => {
          busy.set(service.id, (busy.get(service.id) ?? 0) + 1);
          await setImmediate();
          await setImmediate();
          const alone = busy.get(service.id) === 1;
          const { ports } = service.state;
          const outcome = await before.update(service, x);
          busy.set(service.id, (busy.get(service.id) ?? 1) - 1);
          if (!alone) service.state = { ...service.state, ports };
          return outcome;
        },
      };
    },
  },
];

/** Stores the members of an update one by one, letting other requests in between. */
async function storeOneByOne(before: Behaviour, service: Service, x: Exchange): Promise<Outcome> {
  x.before = service.state;
  const { behaviour } = x;
  const refusal = behaviour.contentType(x) ?? behaviour.decode(x) ?? behaviour.parse(x) ?? behaviour.validate(x);
  if (refusal !== undefined) return behaviour.refuse(refusal, x);
  x.update = behaviour.receive(isRecord(x.value) ? x.value : {}, x);
  const clash = behaviour.conflict(service, x.update, x);
  if (clash !== undefined) return behaviour.refuse(clash, x);
  const entries = Object.entries(x.update);
  // Every other request goes through the members from the end.
  if (x.number % 2 === 0) entries.reverse();
  const whole = before.merge(x.before, x.update, x);
  for (const [name, value] of entries) {
    service.state = before.merge(service.state, { [name]: value as unknown } as Update, x);
    await setImmediate();
    await setImmediate();
  }
  service.updates++;
  return behaviour.encode(behaviour.represent(service, whole, x), x);
}

/** An update that is sent again, byte by byte the same as the last one of that service. */
const repeated = (answer: (service: Service, x: Exchange) => Outcome | undefined, concerns: (x: Exchange) => boolean = () => true): Change => {
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

const manyPorts = (x: Exchange) => x.bytes.length > 6_000;

const idempotence: readonly FaultEntry[] = [
  {
    id: 'repeat-409',
    says: 'The same update sent again is answered with 409',
    caughtBy: 'effect/idempotent/*',
    change: repeated((_, x) => x.behaviour.refuse({ status: 409, code: 'EndPoint.0002', message: 'Nothing to change.' }, x)),
  },
  {
    id: 'repeat-400',
    says: 'The same update sent again is answered with 400: nothing to change',
    caughtBy: 'effect/idempotent/*',
    change: repeated((_, x) => x.behaviour.refuse({ status: 400, code: 'EndPoint.0002', message: 'Nothing to change.' }, x)),
  },
  {
    id: 'repeat-304',
    says: 'The same update sent again is answered with 304',
    caughtBy: 'effect/idempotent/*',
    change: repeated(() => ({ status: 304, contentType: null, headers: [], body: '' })),
  },
  {
    id: 'repeat-empty-400',
    says: 'An update without members is accepted once, not twice in a row',
    caughtBy: 'effect/idempotent/empty',
    change: repeated(
      (_, x) => x.behaviour.refuse({ status: 400, code: 'EndPoint.2002', message: 'Nothing to change.' }, x),
      (x) => x.bytes.length === 2,
    ),
  },
  {
    id: 'repeat-many-ports-500',
    says: 'The same long list of mappings sent again breaks on the unique key of the database: 500',
    caughtBy: 'effect/idempotent/many-ports',
    change: repeated((_, x) => x.behaviour.refuse(broken, x), manyPorts),
  },
  {
    id: 'repeat-toggles-approval',
    says: 'The same update sent again inverts approval_enabled',
    caughtBy: '{effect/idempotent/*,effect/*/approval_enabled}',
    change: (before) => {
      const last = new Map<string, string>();
      return {
        merge: (state, update, x) => {
          const next = before.merge(state, update, x);
          const again = last.get(x.serviceId) === x.text && update.approval_enabled !== undefined;
          last.set(x.serviceId, x.text);
          return again ? { ...next, approval_enabled: !next.approval_enabled } : next;
        },
      };
    },
  },
  {
    id: 'repeat-clears-description',
    says: 'The same description set again is cleared: it counts as unchanged and is left out of the query',
    caughtBy: '{effect/idempotent/*,effect/*/description}',
    change: merging((next, state, update) =>
      update.description !== undefined && update.description === state.description && update.description !== ''
        ? { ...next, description: '' }
        : next,
    ),
  },
  {
    id: 'repeat-doubles-ports',
    says: 'The same list of mappings set again is stored twice',
    caughtBy: '{effect/idempotent/*,effect/*/ports}',
    change: merging((next, state, update) =>
      update.ports !== undefined && update.ports.length > 0 && JSON.stringify(update.ports) === JSON.stringify(state.ports)
        ? { ...next, ports: [...state.ports, ...update.ports] }
        : next,
    ),
  },
  {
    id: 'unchanged-name-rejected',
    says: 'A service_name that the service already has is turned down as taken',
    caughtBy: '{effect/idempotent/members,request-body/*}',
    change: (before) => ({
      service_name: (value, x) =>
        value !== '' && value === x.service?.state.service_name
          ? { status: 400, code: 'EndPoint.3076', message: 'Parameter error: service_name is taken.' }
          : before.service_name(value, x),
    }),
  },
  {
    id: 'empty-update-resets-name',
    says: 'An update without members resets service_name',
    caughtBy: 'effect/kept/service_name',
    change: receiving((update) => (Object.keys(update).length === 0 ? { service_name: 'default' } : update)),
  },
];

/** What happens between requests and between services: atomicity, isolation, conflicts, races, repeats. */
export const concurrencyFaults: readonly FaultEntry[] = [...rejected, ...isolation, ...conflict, ...race, ...idempotence];
