import type { Change } from '../behaviour.js';
import { faultsOf, mergeDistinct } from '../catalogue.js';
import { echoing, merging, receiving, storing } from '../changes.js';
import type { State, Update } from '../model.js';

/** Changes what a read shows. */
const reads =
  (change: (shown: Record<string, unknown>) => Record<string, unknown>): Change =>
  (before) => ({
    represent: (service, state, x) => {
      const shown = before.represent(service, state, x);
      return x.method === 'GET' ? change(shown) : shown;
    },
  });

const lost = faultsOf({
  'lost-description': {
    says: 'description is acknowledged, but not stored',
    caughtBy: 'effect/persist/description',
    change: storing((next, service) => ({ ...next, description: service.state.description })),
  },
  'lost-port-id': {
    says: 'port_id is acknowledged, but not stored',
    caughtBy: 'effect/persist/port_id',
    change: storing((next, service) => ({ ...next, port_id: service.state.port_id })),
  },
});

const stale = faultsOf({
  'stale-approval-enabled': {
    says: 'approval_enabled is stored, but the reply shows what it was before',
    caughtBy: 'effect/echo/approval_enabled',
    change: echoing((shown, x) => ({ ...shown, approval_enabled: x.before?.approval_enabled })),
  },
  'stale-port-id': {
    says: 'port_id is stored, but the reply shows what it was before',
    caughtBy: 'effect/echo/port_id',
    change: echoing((shown, x) => ({ ...shown, port_id: x.before?.port_id })),
  },
});

/** Resets a member in an update that omits it. */
const reset = (change: (state: State) => Partial<State>, name: keyof Update) =>
  merging((next, state, update) => (update[name] === undefined ? { ...next, ...change(state) } : next));

const kept = faultsOf({
  'omitted-approval-false': {
    says: 'approval_enabled becomes false when it is omitted',
    caughtBy: 'effect/kept/approval_enabled',
    change: reset(() => ({ approval_enabled: false }), 'approval_enabled'),
  },
  'omitted-name-cleared': {
    says: 'service_name is cleared when it is omitted: PUT replaces the whole',
    caughtBy: 'effect/kept/service_name',
    change: reset(() => ({ service_name: '' }), 'service_name'),
  },
  'omitted-port-id-changed': {
    says: 'port_id falls back to the nil UUID when it is omitted',
    caughtBy: 'effect/kept/port_id',
    change: reset(() => ({ port_id: '00000000-0000-0000-0000-000000000000' }), 'port_id'),
  },
  'description-cleared-with-name': {
    says: 'A new service_name clears the description',
    caughtBy: 'effect/kept/description',
    change: merging((next, _, update) =>
      update.service_name !== undefined && update.description === undefined ? { ...next, description: '' } : next,
    ),
  },
  'ports-lost-with-approval-false': {
    says: 'approval_enabled false without ports removes the last mapping',
    caughtBy: 'effect/kept/ports',
    change: merging((next, _, update) =>
      update.approval_enabled === false && update.ports === undefined
        ? { ...next, ports: next.ports.slice(0, -1) }
        : next,
    ),
  },
  'false-taken-for-omitted': {
    says: 'approval_enabled false counts as omitted',
    caughtBy: 'effect/{echo,persist}/approval_enabled',
    change: receiving(({ approval_enabled: approval, ...others }) =>
      approval === true ? { ...others, approval_enabled: approval } : others,
    ),
  },
  'empty-name-taken-for-omitted': {
    says: 'An empty service_name counts as omitted',
    caughtBy: 'effect/{echo,persist}/service_name',
    change: receiving(({ service_name: name, ...others }) =>
      name === undefined || name === '' ? others : { ...others, service_name: name },
    ),
  },
  'description-lost-beside-vip': {
    says: 'description is lost when vip_port_id is given as well',
    caughtBy: 'effect/{echo,persist}/description',
    change: receiving((update) => {
      const { description: _, ...others } = update;
      return update.vip_port_id === undefined ? update : others;
    }),
  },
  'name-lost-beside-description': {
    says: 'service_name is acknowledged but not stored when description is given as well',
    caughtBy: 'effect/persist/service_name',
    change: storing((next, service, x) =>
      x.update.description === undefined ? next : { ...next, service_name: service.state.service_name },
    ),
  },
  'approval-inverted-beside-name': {
    says: 'approval_enabled is inverted when service_name and ports are given as well',
    caughtBy: 'effect/{echo,persist}/approval_enabled',
    change: receiving((update) =>
      update.approval_enabled !== undefined && update.service_name !== undefined && update.ports !== undefined
        ? { ...update, approval_enabled: !update.approval_enabled }
        : update,
    ),
  },
  'second-service-loses-description': {
    says: 'Only the second service does not store its description',
    caughtBy: 'effect/persist/description',
    change: storing((next, service) =>
      service.index === 1 ? { ...next, description: service.state.description } : next,
    ),
  },
  'lost-under-accept-wildcard': {
    says: 'With an Accept of application/* an update is acknowledged, but not stored',
    caughtBy: '{headers/accept-json,effect/persist/description}',
    change: storing((next, service, x) => (x.headers.accept === 'application/*' ? service.state : next)),
  },
  'every-seventh-update-lost': {
    says: 'Every seventh update is acknowledged, but not stored',
    caughtBy: 'effect/persist/*',
    change: storing((next, service) => (service.updates % 7 === 6 ? service.state : next)),
  },
  'read-shows-ports-as-strings': {
    says: 'A read shows ports as strings, the reply to an update as numbers',
    caughtBy: 'effect/persist/ports',
    change: reads(({ ports, ...shown }) => ({
      ...shown,
      ports: (ports as readonly Record<string, unknown>[]).map(({ client_port, server_port, ...mapping }) => ({
        client_port: String(client_port),
        server_port: String(server_port),
        ...mapping,
      })),
    })),
  },
  'read-keeps-a-mapping-per-port': {
    says: 'A read keeps mappings by client_port: it shows one of those that share it, in another order each time',
    caughtBy: 'request-body/ports/accepts/uniqueItems/differ-in-server_port',
    change: (before) => {
      let n = 0;
      return reads(({ ports, ...shown }) => {
        n += 1;
        const byPort = new Map((ports as State['ports']).map((mapping) => [mapping.client_port, mapping]));
        const kept = [...byPort.values()];
        return { ...shown, ports: n % 2 === 0 ? kept : kept.reverse() };
      })(before);
    },
  },
  'read-shows-switch-as-text': {
    says: 'A read shows approval_enabled as a string',
    caughtBy: 'effect/persist/approval_enabled',
    change: reads((shown) => ({ ...shown, approval_enabled: String(shown['approval_enabled']) })),
  },
  'read-shows-null-for-no-description': {
    says: 'A read shows null if the description is empty',
    caughtBy: 'effect/persist/description',
    change: reads((shown) => (shown['description'] === '' ? { ...shown, description: null } : shown)),
  },
  'read-lags-behind': {
    says: 'A read shows the state before the last update: the cache is filled before the write',
    caughtBy: 'effect/persist/*',
    change: (before) => {
      const cache = new Map<string, State>();
      return {
        commit: (service, next, x) => {
          cache.set(service.id, service.state);
          before.commit(service, next, x);
        },
        represent: (service, state, x) =>
          before.represent(service, x.method === 'GET' ? (cache.get(service.id) ?? state) : state, x),
      };
    },
  },
});

const constant = faultsOf({
  'vpc-changes-with-port-id': {
    says: 'vpc_id becomes the port_id that is given',
    caughtBy: 'effect/constant/vpc_id',
    change: merging((next, _, update) => (update.port_id === undefined ? next : { ...next, vpc_id: update.port_id })),
  },
  'pool-changes-with-ports': {
    says: 'The service moves to another pool with every new list of mappings',
    caughtBy: 'effect/constant/pool_id',
    change: merging((next, state, update) =>
      update.ports === undefined
        ? next
        : {
            ...next,
            pool_id: state.pool_id.startsWith('0') ? `1${state.pool_id.slice(1)}` : `0${state.pool_id.slice(1)}`,
          },
    ),
  },
  'tags-lost': {
    says: 'An update removes the tags',
    caughtBy: 'effect/constant/tags',
    change: merging((next, _, update) => (Object.keys(update).length === 0 ? next : { ...next, tags: [] })),
  },
  'tcp-proxy-follows-approval': {
    says: 'tcp_proxy opens when approval_enabled is false',
    caughtBy: 'effect/constant/tcp_proxy',
    change: merging((next) => ({ ...next, tcp_proxy: next.approval_enabled ? 'close' : 'proxy_open' })),
  },
  'server-type-changes-with-vip': {
    says: 'The backend becomes an LB when vip_port_id is given',
    caughtBy: 'effect/constant/server_type',
    change: merging((next, _, update) => (update.vip_port_id === undefined ? next : { ...next, server_type: 'LB' })),
  },
  'service-type-changes-without-ports': {
    says: 'A service without mappings becomes a gateway',
    caughtBy: 'effect/constant/service_type',
    change: merging((next) => ({ ...next, service_type: next.ports.length === 0 ? 'gateway' : 'interface' })),
  },
  'cidr-type-changes-after-clearing': {
    says: 'cidr_type becomes public when description is cleared',
    caughtBy: 'effect/constant/cidr_type',
    change: merging((next, _, update) => (update.description === '' ? { ...next, cidr_type: 'public' } : next)),
  },
  'vip-port-id-lost': {
    says: 'vip_port_id of a VIP backend is cleared when it is omitted',
    caughtBy: 'effect/kept/vip_port_id',
    change: reset(() => ({ vip_port_id: '' }), 'vip_port_id'),
  },
});

/** Members that are lost, stale, reset, or changed without being asked for. */
export const lossFaults = mergeDistinct(lost, stale, kept, constant);
