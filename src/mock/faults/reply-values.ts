import { faultsOf, mergeDistinct } from '../catalogue.js';
import { echoing, showing, showingMember } from '../changes.js';
import { eachPort } from './reply-types.js';

/** Returns a mapping with its numbers changed. */
const eachNumber = (mapping: Record<string, unknown>, change: (n: number) => number) =>
  Object.fromEntries(Object.entries(mapping).map(([name, own]) => [name, typeof own === 'number' ? change(own) : own]));

const values = faultsOf({
  'reply-enumerations-upper-case': {
    says: 'The values of enumerations are shown in upper case, as they are declared in the code',
    caughtBy: 'reply/{status,service_type,cidr_type,tcp_proxy}/enum',
    change: showing((shown) => {
      const upper = (name: string) => String(shown[name]).toUpperCase();
      const [status, type, cidr, proxy] = ['status', 'service_type', 'cidr_type', 'tcp_proxy'].map(upper);
      return { ...shown, status, service_type: type, cidr_type: cidr, tcp_proxy: proxy };
    }),
  },
  'reply-status-updating-on-ports': {
    says: 'status is updating in the reply to an update of ports',
    caughtBy: 'reply/status/enum',
    change: echoing((shown, x) => (x.update.ports === undefined ? shown : { ...shown, status: 'updating' })),
  },
  'reply-server-type-lower-case': {
    says: 'server_type is vm instead of VM',
    caughtBy: 'reply/server_type/enum',
    change: showingMember('server_type', (type) => String(type).toLowerCase()),
  },
  'reply-protocol-lower-case': {
    says: 'protocol is shown as tcp',
    caughtBy: 'reply/ports/protocol/enum',
    change: eachPort((m) => ({ ...m, protocol: String(m['protocol']).toLowerCase() })),
  },
  'reply-default-protocol-left-out': {
    says: 'protocol is not shown, as it is always TCP',
    caughtBy: 'effect/echo/ports',
    change: eachPort(({ protocol: _, ...m }) => m),
  },
  'reply-high-port-negative': {
    says: 'A port above 32767 is shown as a negative number',
    caughtBy: 'reply/ports/{client_port,server_port}/minimum',
    change: eachPort((m) => eachNumber(m, (n) => (n > 32_767 ? n - 65_536 : n))),
  },
  'reply-port-beyond-range': {
    says: 'Port 65535 is shown as 65536',
    caughtBy: 'reply/ports/{client_port,server_port}/maximum',
    change: eachPort((m) => eachNumber(m, (n) => (n === 65_535 ? 65_536 : n))),
  },
  'reply-mapping-once-more-without-protocol': {
    says: 'The last mapping is shown once more without its protocol',
    caughtBy: 'reply/ports/distinct-mappings',
    change: showingMember('ports', (ports) =>
      Array.isArray(ports)
        ? [
            ...(ports as object[]),
            ...(ports.slice(-1) as Record<string, unknown>[]).map(({ protocol: _, ...others }) => others),
          ]
        : ports,
    ),
  },
  'reply-mapping-twice': {
    says: 'The last mapping is shown twice',
    caughtBy: 'reply/ports/{uniqueItems,distinct-mappings}',
    change: showingMember('ports', (ports) =>
      Array.isArray(ports) ? [...(ports as unknown[]), ...(ports.slice(-1) as unknown[])] : ports,
    ),
  },
  'reply-name-too-long': {
    says: 'service_name is shown with so many labels that it is longer than 128 characters',
    caughtBy: 'reply/service_name/maxLength',
    change: showing((shown, _, { id }) => ({
      ...shown,
      service_name: `${'region-with-a-long-name.'.repeat(5)}${String(shown['service_name'])}.${id}`,
    })),
  },
  'reply-port-id-no-uuid': {
    says: 'port_id is shown without hyphens',
    caughtBy: 'reply/port_id/format',
    change: showingMember('port_id', (id) => String(id).replaceAll('-', '')),
  },
  'reply-vip-port-id-on-vm': {
    says: 'vip_port_id is shown although the backend is a VM',
    caughtBy: 'reply/vip_port_id/only-vip',
    change: (before) => ({
      represent: (service, state, x) => ({
        ...before.represent(service, state, x),
        ...(state.vip_port_id === '' ? {} : { vip_port_id: state.vip_port_id }),
      }),
    }),
  },
  'reply-tag-key-long': {
    says: 'A tag has a key of 37 characters',
    caughtBy: 'reply/tags/key/maxLength',
    change: showingMember('tags', () => [{ key: 'k'.repeat(37), value: 'v' }]),
  },
  'reply-tag-key-empty': {
    says: 'A tag has an empty key',
    caughtBy: 'reply/tags/key/minLength',
    change: showingMember('tags', () => [{ key: '', value: 'v' }]),
  },
  'reply-tag-key-missing': {
    says: 'A tag has no key',
    caughtBy: 'reply/tags/key/required',
    change: showingMember('tags', () => [{ value: 'v' }]),
  },
  'reply-tag-value-long': {
    says: 'A tag has a value of 44 characters',
    caughtBy: 'reply/tags/value/maxLength',
    change: showingMember('tags', () => [{ key: 'k', value: 'v'.repeat(44) }]),
  },
  'reply-tag-value-blank-around': {
    says: "A tag's value ends with a blank",
    caughtBy: 'reply/tags/value/pattern',
    change: showingMember('tags', () => [{ key: 'k', value: 'v ' }]),
  },
  'reply-tag-key-slash': {
    says: "A tag's key holds a slash",
    caughtBy: 'reply/tags/key/pattern',
    change: showingMember('tags', () => [{ key: 'team/name', value: 'v' }]),
  },
});

const identity = faultsOf({
  'reply-id-of-first-service': {
    says: 'The reply always shows the id of the first service',
    caughtBy: 'reply/id/matches-path',
    change: echoing((shown, x) => ({ ...shown, id: x.world.serviceIds[0] })),
  },
  'reply-project-other': {
    says: 'project_id is that of another project',
    caughtBy: 'reply/project_id/matches-path',
    change: echoing((shown, x) => ({ ...shown, project_id: x.world.foreignProjectId })),
  },
});

/** Values of the reply outside their set or range, or of another service. */
export const valueFaults = mergeDistinct(values, identity);
