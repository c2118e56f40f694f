import type { Change } from '../behaviour.js';
import { faultsOf } from '../catalogue.js';
import { merging, receiving, storing, turnDown } from '../changes.js';
import { invalid, isRecord, keyOf } from '../layers/validate.js';
import type { Mapping } from '../model.js';

const shown = 'effect/{echo,persist}/ports';

/** Changes the received list. */
const list = (change: (ports: readonly Mapping[]) => readonly Mapping[]): Change =>
  receiving((update) => (update.ports === undefined ? update : { ...update, ports: change(update.ports) }));

const each = (change: (mapping: Mapping, index: number) => Mapping): Change => list((ports) => ports.map(change));

/** Returns a mapping with its ports swapped. */
function swap({ client_port: server_port, server_port: client_port, protocol }: Mapping): Mapping {
  return {
    ...(client_port === undefined ? {} : { client_port }),
    ...(server_port === undefined ? {} : { server_port }),
    protocol,
  };
}

/** Mappings that are lost, added or changed. */
export const portsFaults = faultsOf({
  'ports-swapped-when-descending': {
    says: 'The two ports are put in order, the smaller one first',
    caughtBy: shown,
    change: each((m) => ((m.client_port ?? 0) > (m.server_port ?? 65_536) ? swap(m) : m)),
  },
  'last-mapping-swapped': {
    says: 'The ports of the last of several mappings are swapped',
    caughtBy: shown,
    change: list((ports) => (ports.length < 2 ? ports : ports.map((m, n) => (n === ports.length - 1 ? swap(m) : m)))),
  },
  'last-mapping-not-stored': {
    says: 'The last of several mappings is acknowledged, but not stored',
    caughtBy: 'effect/persist/ports',
    change: storing((next, _, x) =>
      (x.update.ports?.length ?? 0) > 1 ? { ...next, ports: next.ports.slice(0, -1) } : next,
    ),
  },
  'ports-cut-at-100': {
    says: 'Mappings beyond the hundredth are not stored',
    caughtBy: shown,
    change: list((ports) => ports.slice(0, 100)),
  },
  'ports-cut-at-199': {
    says: 'The two-hundredth mapping is not stored',
    caughtBy: shown,
    change: list((ports) => ports.slice(0, 199)),
  },
  'middling-list-loses-last': {
    says: 'The last of 120 to 140 mappings is not stored',
    caughtBy: 'effect/{echo,persist}/ports',
    change: list((ports) => (ports.length >= 120 && ports.length <= 140 ? ports.slice(0, -1) : ports)),
  },
  'equal-ports-one-stored': {
    says: 'If both ports of a mapping are equal, client_port is not stored',
    caughtBy: 'effect/{echo,persist}/ports',
    change: each(({ client_port, ...m }) => (client_port === m.server_port ? m : { ...m, client_port }) as Mapping),
  },
  'crossed-ports-collapse': {
    says: 'Of two mappings with each other’s ports, only one is kept: they count as the same pair',
    caughtBy: 'effect/{echo,persist}/ports',
    change: list((ports) => [
      ...new Map(
        ports.map((m) => [
          m.client_port === undefined || m.server_port === undefined
            ? keyOf(m)
            : `${Math.min(m.client_port, m.server_port)} ${Math.max(m.client_port, m.server_port)}`,
          m,
        ]),
      ).values(),
    ]),
  },
  'well-known-port-refused': {
    says: 'A mapping of client_port 3389 is rejected, because remote desktops must not be reachable',
    caughtBy: 'effect/sweep/well-known',
    change: turnDown('client_port', (value) => value === 3_389),
  },
  'highest-ports-together-refused': {
    says: 'A mapping of 65535 to 65535 is refused',
    caughtBy: 'effect/sweep/equal-and-crossed',
    change: turnDown(
      'mapping',
      (value) => isRecord(value) && value['client_port'] === 65_535 && value['server_port'] === 65_535,
    ),
  },
  'keys-without-separator': {
    says: 'Mappings count as equal if the digits of their ports in a row are equal',
    caughtBy: 'effect/sweep/equal-and-crossed',
    change: (before) => ({
      distinct: (mappings, x) => {
        const keys = mappings.map((m) => (isRecord(m) ? `${String(m['client_port'])}${String(m['server_port'])}` : ''));
        return new Set(keys).size < keys.length
          ? invalid('ports', 'must not repeat a mapping')
          : before.distinct(mappings, x);
      },
    }),
  },
  'full-list-without-protocol-refused': {
    says: 'A list of 200 mappings, none of which names its protocol, is refused',
    caughtBy: 'request-body/ports-many',
    change: turnDown(
      'ports',
      (value) => Array.isArray(value) && value.length === 200 && value.every((m) => isRecord(m) && !('protocol' in m)),
    ),
  },
  'overlay-port-refused': {
    says: 'A mapping of client_port 4789 is refused, because the platform uses it itself',
    caughtBy: 'effect/sweep/well-known',
    change: turnDown('client_port', (value) => value === 4_789),
  },
  'port-range-refused': {
    says: 'server_port from 50400 to 52600 is refused as reserved',
    caughtBy: 'effect/sweep/ports',
    change: turnDown('server_port', (port) => typeof port === 'number' && port >= 50_400 && port <= 52_600),
  },
  'shorter-list-keeps-tail': {
    says: 'A shorter list overwrites the first mappings, and the others stay',
    caughtBy: 'effect/{echo,persist}/ports',
    change: merging((next, state, update) =>
      update.ports === undefined || update.ports.length === 0
        ? next
        : {
            ...next,
            ports: [
              ...new Map(
                [...update.ports, ...state.ports.slice(update.ports.length)].map((m) => [keyOf(m), m]),
              ).values(),
            ],
          },
    ),
  },
  'high-server-port-cut-to-15-bits': {
    says: 'A server_port above 32767 loses its highest bit',
    caughtBy: shown,
    change: each((m) =>
      (m.server_port ?? 0) > 32_767 ? { ...m, server_port: (m.server_port ?? 0) - 32_768 || 1 } : m,
    ),
  },
  'client-port-49152-lost': {
    says: 'A client_port of the dynamic range, above 49151, becomes the server_port',
    caughtBy: shown,
    change: each((m) =>
      (m.client_port ?? 0) > 49_151 && m.server_port !== undefined ? { ...m, client_port: m.server_port } : m,
    ),
  },
  'missing-protocol-stays-missing': {
    says: 'An omitted protocol is not shown as TCP',
    caughtBy: shown,
    change: (before) => ({
      receive: (body, x) => {
        const update = before.receive(body, x);
        const { ports } = body;
        if (update.ports === undefined || !Array.isArray(ports)) return update;
        const given = ports as readonly unknown[];
        return {
          ...update,
          ports: update.ports.map((m, n) => {
            const item = given[n];
            if (typeof item === 'object' && item !== null && 'protocol' in item) return m;
            // This defect stores a mapping without a protocol.
            const { protocol: _, ...others } = m;
            return others as Mapping;
          }),
        };
      },
    }),
  },
  'one-client-port-for-many': {
    says: "Mappings to the same client_port modulo 128 take each other's place",
    caughtBy: shown,
    change: list((ports) => [
      ...new Map(
        ports.map((m, n) => [m.client_port === undefined ? `-${n}` : String(m.client_port % 128), m]),
      ).values(),
    ]),
  },
  'same-mappings-in-another-order-rejected': {
    says: 'A list that holds the mappings of the service in another order is rejected',
    caughtBy: 'effect/near-values',
    change: (before) => ({
      conflict: (service, update, x) => {
        const [now, next] = [service.state.ports.map(keyOf), (update.ports ?? []).map(keyOf)];
        return now.join() !== next.join() && now.sort().join() === next.sort().join()
          ? invalid('ports', 'must not be those that are there')
          : before.conflict(service, update, x);
      },
    }),
  },
  'crossed-mappings-taken-for-unchanged': {
    says: 'A list with the client ports and the server ports of the previous one, paired differently, is not stored',
    caughtBy: shown,
    change: merging((next, state) => {
      const same = (name: 'client_port' | 'server_port') =>
        [next, state].map(({ ports }) =>
          ports
            .map((mapping) => mapping[name] ?? 0)
            .sort()
            .join(),
        );
      const [clients, servers] = [same('client_port'), same('server_port')];
      return clients[0] === clients[1] && servers[0] === servers[1] ? { ...next, ports: state.ports } : next;
    }),
  },
});
