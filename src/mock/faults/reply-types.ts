import type { FaultEntry } from '../catalogue.js';
import { echoing, showing, showingMember } from '../changes.js';

const required = [
  ['id', 'id'],
  ['port_id', 'port_id'],
  ['vpc_id', 'vpc_id'],
  ['pool_id', 'pool_id'],
  ['status', 'status'],
  ['approval_enabled', 'approval_enabled'],
  ['service_name', 'service_name'],
  ['service_type', 'service_type'],
  ['server_type', 'server_type'],
  ['project_id', 'project_id'],
  ['created_at', 'created_at'],
  ['ports', 'ports'],
] as const;

const absent: readonly FaultEntry[] = required.map(([name]) => ({
  id: `reply-without-${name.replaceAll('_', '-')}`,
  says: `The reply lacks ${name}`,
  caughtBy: `reply/${name}/required`,
  change: echoing(({ [name]: _, ...others }) => others),
}));

/** Each mapping of the reply is shown otherwise. */
export const eachPort = (change: (mapping: Record<string, unknown>, index: number) => unknown) =>
  showingMember('ports', (ports) =>
    Array.isArray(ports) ? ports.map((m: Record<string, unknown>, n) => change(m, n)) : ports,
  );

const types: readonly FaultEntry[] = [
  {
    id: 'reply-ports-as-text',
    says: 'Port numbers are shown as text',
    caughtBy: 'reply/ports/*_port/type',
    change: eachPort((m) => ({ ...m, client_port: String(m['client_port']), server_port: String(m['server_port']) })),
  },
  {
    id: 'reply-high-server-port-as-text',
    says: 'A server_port above 32767 is shown as text',
    caughtBy: 'reply/ports/server_port/type',
    change: eachPort((m) => (Number(m['server_port']) > 32_767 ? { ...m, server_port: String(m['server_port']) } : m)),
  },
  {
    id: 'reply-approval-as-text',
    says: 'approval_enabled is shown as text',
    caughtBy: 'reply/approval_enabled/type',
    change: showingMember('approval_enabled', String),
  },
  {
    id: 'reply-approval-as-number',
    says: 'approval_enabled is shown as 0 or 1, as the database has it',
    caughtBy: 'reply/approval_enabled/type',
    change: showingMember('approval_enabled', Number),
  },
  {
    id: 'reply-false-left-out',
    says: 'approval_enabled is left out where it is false: an encoder that drops zero values',
    caughtBy: 'reply/approval_enabled/required',
    change: showing(({ approval_enabled: approval, ...others }) =>
      approval === false ? others : { ...others, approval_enabled: approval },
    ),
  },
  {
    id: 'reply-empty-name-null',
    says: 'service_name is null where it is empty',
    caughtBy: 'reply/service_name/type',
    change: showingMember('service_name', (name) => (name === '' ? null : name)),
  },
  {
    id: 'reply-no-ports-null',
    says: 'ports is null where there are none',
    caughtBy: 'reply/ports/type',
    change: showingMember('ports', (ports) => (Array.isArray(ports) && ports.length === 0 ? null : ports)),
  },
  {
    id: 'reply-no-ports-left-out',
    says: 'ports is left out where there are none',
    caughtBy: 'reply/ports/required',
    change: showing(({ ports, ...others }) =>
      Array.isArray(ports) && ports.length === 0 ? others : { ...others, ports },
    ),
  },
  {
    id: 'reply-one-port-bare',
    says: 'A single mapping is shown without a list around it',
    caughtBy: 'reply/ports/type',
    change: showingMember('ports', (ports) =>
      Array.isArray(ports) && ports.length === 1 ? (ports[0] as unknown) : ports,
    ),
  },
  {
    id: 'reply-empty-description-null',
    says: 'description is null where it is empty',
    caughtBy: 'reply/description/type',
    change: showingMember('description', (text) => (text === '' ? null : text)),
  },
  {
    id: 'reply-vpc-null',
    says: 'vpc_id is null',
    caughtBy: 'reply/vpc_id/type',
    change: echoing((shown) => ({ ...shown, vpc_id: null })),
  },
  {
    id: 'reply-pool-number',
    says: 'pool_id is a number',
    caughtBy: 'reply/pool_id/type',
    change: showingMember('pool_id', () => 5_289),
  },
  {
    id: 'reply-status-number',
    says: 'status is the number of a state',
    caughtBy: 'reply/status/type',
    change: showingMember('status', () => 1),
  },
  {
    id: 'reply-created-at-number',
    says: 'created_at is a number of seconds',
    caughtBy: 'reply/created_at/type',
    change: showingMember('created_at', (time) => Date.parse(String(time)) / 1_000),
  },
  {
    id: 'reply-name-object',
    says: 'service_name is an object with a text in it',
    caughtBy: 'reply/service_name/type',
    change: showingMember('service_name', (name) => ({ value: name })),
  },
  {
    id: 'reply-tags-object',
    says: 'tags is an object of keys and values',
    caughtBy: 'reply/tags/type',
    change: showingMember('tags', () => ({ environment: 'test' })),
  },
  {
    id: 'reply-tags-null',
    says: 'tags is null',
    caughtBy: 'reply/tags/type',
    change: showingMember('tags', () => null),
  },
];

/** Members of the reply that are missing or of a wrong type. */
export const typeFaults: readonly FaultEntry[] = [...absent, ...types];
