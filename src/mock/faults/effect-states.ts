import type { Change } from '../behaviour.js';
import { faultsOf } from '../catalogue.js';
import { both, merging, receiving, tolerate, turnDownBody } from '../changes.js';
import { invalid } from '../layers/validate.js';
import type { State } from '../model.js';
import type { MockExchange } from '../behaviour.js';

/** Whether the service's state when the update arrived satisfies a condition. */
const held =
  (when: (state: State) => boolean) =>
  (x: MockExchange): boolean =>
    x.before !== undefined && when(x.before);

const withoutPorts = held(({ ports }) => ports.length === 0);
const nameless = held(({ service_name }) => service_name === '');
const full = held(({ ports }) => ports.length === 200);

/** Tracks which services have been on another port_id before. */
const remembersMoves = (then: (moved: (x: MockExchange) => boolean) => Change): Change => {
  return (before) => {
    const moved = new Set<string>();
    const note = merging((next, state, _, x) => {
      if (next.port_id !== state.port_id && x.service !== undefined) moved.add(x.service.id);
      return next;
    });
    return both(
      note,
      then((x) => x.service !== undefined && moved.has(x.service.id)),
    )(before);
  };
};

/** Defects of updates in some states of the service only. */
export const stateFaults = faultsOf({
  'name-unchecked-without-ports': {
    says: 'service_name is not checked while the list of mappings is empty',
    caughtBy: 'effect/from/{no-ports,bare}/rejections',
    change: tolerate('service_name', (value, x) => typeof value === 'string' && withoutPorts(x)),
  },
  'empty-update-refused-without-ports': {
    says: 'An update without members is refused while the list of mappings is empty',
    caughtBy: 'effect/from/{no-ports,bare}/updates',
    change: turnDownBody((update, x) => Object.keys(update).length === 0 && withoutPorts(x), {
      status: 400,
      code: 'EndPoint.2002',
      message: 'Parameter error: ports must be given.',
    }),
  },
  'approval-dropped-without-name': {
    says: 'approval_enabled is not stored while service_name is empty',
    caughtBy: 'effect/{echo,persist}/approval_enabled',
    change: receivingWhere(nameless, ({ approval_enabled: _, ...others }) => others),
  },
  'conflict-not-looked-for-without-ports': {
    says: 'Conflicts are not checked while the list of mappings is empty',
    caughtBy: 'effect/from/{no-ports,bare}/conflicts',
    change: tolerate('conflict', (service, update, x) => withoutPorts(x)),
  },
  'mappings-unchecked-when-full': {
    says: 'Mappings are not checked while the service holds 200: only their number is',
    caughtBy: 'effect/from/full/rejections',
    change: tolerate('mapping', (_, x) => full(x)),
  },
  'description-frozen-when-full': {
    says: 'While the service holds 200 mappings, a new description is refused',
    caughtBy: 'effect/from/full/updates',
    change: (before) => ({
      description: (value, x) =>
        full(x) && value !== x.before?.description
          ? invalid('description', 'cannot be changed now')
          : before.description(value, x),
    }),
  },
  'description-frozen-after-a-move': {
    says: 'Once a service has changed its port_id, an update of description alone is refused',
    caughtBy: 'effect/from/moved*/updates',
    change: remembersMoves((moved) =>
      turnDownBody((update, x) => Object.keys(update).join() === 'description' && moved(x), {
        status: 400,
        code: 'EndPoint.2002',
        message: 'Parameter error: description cannot be changed now.',
      }),
    ),
  },
  'protocol-unchecked-after-a-move': {
    says: 'Once a service has changed its port_id, protocol is no longer checked',
    caughtBy: 'effect/from/moved*/rejections',
    change: remembersMoves((moved) => tolerate('protocol', (value, x) => typeof value === 'string' && moved(x))),
  },
});

function receivingWhere(
  when: (x: MockExchange) => boolean,
  change: (update: MockExchange['update']) => MockExchange['update'],
): Change {
  return receiving((update, x) => (when(x) ? change(update) : update));
}

/** Remembers what was refused for each service, and changes the behaviour when it is repeated. */
const refusedBefore = (again: (x: MockExchange, status: number) => boolean, then: Change): Change => {
  return (before) => {
    const seen = new Set<string>();
    const keyOf = (x: MockExchange): string => `${x.method} ${x.url} ${x.bytes.toString('latin1')}`;
    const lenient = { ...before, ...then(before) };
    return {
      update: (service, x) => {
        const key = keyOf(x);
        if (seen.has(key))
          return lenient.update(service, { ...x, behaviour: { ...x.behaviour, ...then(x.behaviour) } });
        return before.update(service, x);
      },
      refuse: (refusal, x) => {
        if (again(x, refusal.status)) seen.add(keyOf(x));
        return before.refuse(refusal, x);
      },
    };
  };
};

/** What is refused only once. */
export const onceFaults = faultsOf({
  'rejected-body-accepted-again': {
    says: 'A body that was rejected for its service_name or description is accepted when it is sent again',
    caughtBy: 'effect/refused-again',
    change: refusedBefore(
      (_, status) => status === 400,
      () => ({ service_name: () => undefined, description: () => undefined }),
    ),
  },
  'conflict-sought-where-it-was': {
    says: 'If port_id is given, conflicts are checked on the one that the service leaves',
    caughtBy: 'effect/from/moved/conflicts',
    change: (before) => ({
      conflict: (service, { port_id: _moves, ...update }, x) => before.conflict(service, update, x),
    }),
  },
  'conflict-hidden-by-own-mapping': {
    says: 'Conflicts are not checked if the list holds a mapping that the service already has',
    caughtBy: 'effect/from/{no-name,no-description,not-approved}/conflicts',
    change: tolerate(
      'conflict',
      (service, update) =>
        update.ports?.some(({ server_port }) => service.state.ports.some((own) => own.server_port === server_port)) ===
        true,
    ),
  },
  'conflict-accepted-again': {
    says: 'An update that conflicts is refused once, and stored when it is sent again',
    caughtBy: 'effect/conflict/refused-again',
    change: refusedBefore(
      (_, status) => status === 409,
      () => ({ conflict: () => undefined }),
    ),
  },
  'unknown-service-made-by-first-update': {
    says: 'An update of a service that does not exist creates it, so that the second update is accepted',
    caughtBy: 'effect/refused-again',
    change: (before) => {
      const asked = new Set<string>();
      return {
        find: (x) => {
          const found = before.find(x);
          if (found !== undefined || x.method !== 'PUT' || !/^[0-9a-f-]{36}$/.test(x.serviceId)) return found;
          const [first] = x.world.services.values();
          if (asked.has(x.serviceId) && first !== undefined) return { ...first, id: x.serviceId };
          asked.add(x.serviceId);
          return undefined;
        },
      };
    },
  },
});
