import { faultsOf, mergeDistinct } from '../catalogue.js';
import { echoing, showing, showingMember } from '../changes.js';

const absent = faultsOf({
  'reply-without-pool-id': {
    says: 'The reply lacks pool_id',
    caughtBy: 'reply/pool_id/required',
    change: echoing(({ pool_id: _, ...others }) => others),
  },
  'reply-without-created-at': {
    says: 'The reply lacks created_at, which a read shows',
    caughtBy: 'reply/created_at/required',
    change: echoing(({ created_at: _, ...others }) => others),
  },
});

/** Changes each mapping of the reply. */
export const eachPort = (change: (mapping: Record<string, unknown>, index: number) => unknown) =>
  showingMember('ports', (ports) =>
    Array.isArray(ports) ? ports.map((m: Record<string, unknown>, n) => change(m, n)) : ports,
  );

/** Returns a representation without its texts, at any depth. */
function withoutTexts(value: unknown): unknown {
  if (typeof value === 'string') return null;
  if (Array.isArray(value)) return value.map(withoutTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, own]) => [name, withoutTexts(own)]));
}

const types = faultsOf({
  'reply-texts-null': {
    says: 'Every text of the reply is null: the encoder knows only numbers',
    caughtBy: 'reply/*/type',
    change: echoing((shown) => withoutTexts(shown) as Record<string, unknown>),
  },
  'reply-approval-as-text': {
    says: 'approval_enabled is shown as text',
    caughtBy: 'reply/approval_enabled/type',
    change: showingMember('approval_enabled', String),
  },
  'reply-ports-as-text': {
    says: 'Port numbers are shown as text',
    caughtBy: 'reply/ports/*_port/type',
    change: eachPort((m) => ({ ...m, client_port: String(m['client_port']), server_port: String(m['server_port']) })),
  },
  'reply-high-server-port-as-text': {
    says: 'A server_port above 32767 is shown as text',
    caughtBy: 'reply/ports/server_port/type',
    change: eachPort((m) => (Number(m['server_port']) > 32_767 ? { ...m, server_port: String(m['server_port']) } : m)),
  },
  'reply-false-left-out': {
    says: 'approval_enabled is left out if it is false: the encoder drops zero values',
    caughtBy: 'reply/approval_enabled/required',
    change: showing(({ approval_enabled: approval, ...others }) =>
      approval === false ? others : { ...others, approval_enabled: approval },
    ),
  },
  'reply-empty-name-null': {
    says: 'service_name is null if it is empty',
    caughtBy: 'reply/service_name/type',
    change: showingMember('service_name', (name) => (name === '' ? null : name)),
  },
  'reply-no-ports-left-out': {
    says: 'ports is left out if there are none',
    caughtBy: 'reply/ports/required',
    change: showing(({ ports, ...others }) =>
      Array.isArray(ports) && ports.length === 0 ? others : { ...others, ports },
    ),
  },
  'reply-one-port-bare': {
    says: 'A single mapping is shown without a list around it',
    caughtBy: 'reply/ports/type',
    change: showingMember('ports', (ports) =>
      Array.isArray(ports) && ports.length === 1 ? (ports[0] as unknown) : ports,
    ),
  },
  'reply-tags-object': {
    says: 'tags is an object of keys and values',
    caughtBy: 'reply/tags/type',
    change: showingMember('tags', () => ({ environment: 'test' })),
  },
});

/** Members of the reply that are missing or of a wrong type. */
export const typeFaults = mergeDistinct(absent, types);
