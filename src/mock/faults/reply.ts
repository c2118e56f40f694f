import { inChapter, type Fault, type FaultEntry } from '../catalogue.js';
import { both, echoing, merging, replying, showing, showingMember, succeeding } from '../changes.js';
import { isRecord } from '../layers/validate.js';

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

const eachPort = (change: (mapping: Record<string, unknown>, index: number) => unknown) =>
  showingMember('ports', (ports) => (Array.isArray(ports) ? ports.map((m: Record<string, unknown>, n) => change(m, n)) : ports));

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
    change: showing(({ approval_enabled: approval, ...others }) => (approval === false ? others : { ...others, approval_enabled: approval })),
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
    change: showing(({ ports, ...others }) => (Array.isArray(ports) && ports.length === 0 ? others : { ...others, ports })),
  },
  {
    id: 'reply-one-port-bare',
    says: 'A single mapping is shown without a list around it',
    caughtBy: 'reply/ports/type',
    change: showingMember('ports', (ports) => (Array.isArray(ports) && ports.length === 1 ? (ports[0] as unknown) : ports)),
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

const values: readonly FaultEntry[] = [
  {
    id: 'reply-status-active',
    says: 'status is active, which the document does not list',
    caughtBy: 'reply/status/enum',
    change: showingMember('status', () => 'active'),
  },
  {
    id: 'reply-status-updating-on-ports',
    says: 'status is updating in the reply to an update of ports',
    caughtBy: 'reply/status/enum',
    change: echoing((shown, x) => (x.update.ports === undefined ? shown : { ...shown, status: 'updating' })),
  },
  {
    id: 'reply-server-type-lower-case',
    says: 'server_type is vm instead of VM',
    caughtBy: 'reply/server_type/enum',
    change: showingMember('server_type', (type) => String(type).toLowerCase()),
  },
  {
    id: 'reply-service-type-capital',
    says: 'service_type is Interface instead of interface',
    caughtBy: 'reply/service_type/enum',
    change: showingMember('service_type', () => 'Interface'),
  },
  {
    id: 'reply-cidr-type-private',
    says: 'cidr_type is private, which the document does not list',
    caughtBy: 'reply/cidr_type/enum',
    change: showingMember('cidr_type', () => 'private'),
  },
  {
    id: 'reply-cidr-type-null',
    says: 'cidr_type is null',
    caughtBy: 'reply/cidr_type/type',
    change: showingMember('cidr_type', () => null),
  },
  {
    id: 'reply-tcp-proxy-off',
    says: 'tcp_proxy is off, which the document does not list',
    caughtBy: 'reply/tcp_proxy/enum',
    change: showingMember('tcp_proxy', () => 'off'),
  },
  {
    id: 'reply-tcp-proxy-boolean',
    says: 'tcp_proxy is a boolean',
    caughtBy: 'reply/tcp_proxy/type',
    change: showingMember('tcp_proxy', () => false),
  },
  {
    id: 'reply-protocol-lower-case',
    says: 'protocol is shown as tcp',
    caughtBy: 'reply/ports/protocol/enum',
    change: eachPort((m) => ({ ...m, protocol: String(m['protocol']).toLowerCase() })),
  },
  {
    id: 'reply-protocol-number',
    says: 'protocol is shown as the number 6',
    caughtBy: 'reply/ports/protocol/type',
    change: eachPort((m) => ({ ...m, protocol: 6 })),
  },
  {
    id: 'reply-default-protocol-left-out',
    says: 'protocol is not shown, as it is always TCP',
    caughtBy: 'effect/echo/ports',
    change: eachPort(({ protocol: _, ...m }) => m),
  },
  {
    id: 'reply-high-port-negative',
    says: 'A client_port above 32767 is shown as a negative number',
    caughtBy: 'reply/ports/client_port/minimum',
    change: eachPort((m) => (Number(m['client_port']) > 32_767 ? { ...m, client_port: Number(m['client_port']) - 65_536 } : m)),
  },
  {
    id: 'reply-server-port-shifted',
    says: 'server_port is shown with its bytes in the other order',
    caughtBy: 'effect/echo/ports',
    change: eachPort((m) => ({ ...m, server_port: ((Number(m['server_port']) & 255) << 8) | (Number(m['server_port']) >> 8) })),
  },
  {
    id: 'reply-server-port-beyond-range',
    says: 'server_port 65535 is shown as 65536',
    caughtBy: 'reply/ports/server_port/maximum',
    change: eachPort((m) => (m['server_port'] === 65_535 ? { ...m, server_port: 65_536 } : m)),
  },
  {
    id: 'reply-mapping-twice',
    says: 'The last mapping is shown twice',
    caughtBy: 'reply/ports/{uniqueItems,distinct-mappings}',
    change: showingMember('ports', (ports) => (Array.isArray(ports) ? [...(ports as unknown[]), ...(ports.slice(-1) as unknown[])] : ports)),
  },
  {
    id: 'reply-name-too-long',
    says: 'service_name is shown with so many labels that it is longer than 128 characters',
    caughtBy: 'reply/service_name/maxLength',
    change: showing((shown, _, { id }) => ({ ...shown, service_name: `${'region-with-a-long-name.'.repeat(5)}${String(shown['service_name'])}.${id}` })),
  },
  {
    id: 'reply-port-id-no-uuid',
    says: 'port_id is shown without hyphens',
    caughtBy: 'reply/port_id/format',
    change: showingMember('port_id', (id) => String(id).replaceAll('-', '')),
  },
  {
    id: 'reply-vip-port-id-on-vm',
    says: 'vip_port_id is shown although the backend is a VM',
    caughtBy: 'reply/vip_port_id/only-vip',
    change: (before) => ({
      represent: (service, state, x) => ({ ...before.represent(service, state, x), ...(state.vip_port_id === '' ? {} : { vip_port_id: state.vip_port_id }) }),
    }),
  },
  {
    id: 'reply-vip-port-id-null',
    says: 'vip_port_id is null where none is set',
    caughtBy: 'reply/vip_port_id/*',
    change: showingMember('vip_port_id', (id) => id ?? null),
  },
  {
    id: 'reply-tag-key-long',
    says: 'A tag has a key of 37 characters',
    caughtBy: 'reply/tags/key/maxLength',
    change: showingMember('tags', () => [{ key: 'k'.repeat(37), value: 'v' }]),
  },
  {
    id: 'reply-tag-key-empty',
    says: 'A tag has an empty key',
    caughtBy: 'reply/tags/key/minLength',
    change: showingMember('tags', () => [{ key: '', value: 'v' }]),
  },
  {
    id: 'reply-tag-key-missing',
    says: 'A tag has no key',
    caughtBy: 'reply/tags/key/required',
    change: showingMember('tags', () => [{ value: 'v' }]),
  },
  {
    id: 'reply-tag-value-long',
    says: 'A tag has a value of 44 characters',
    caughtBy: 'reply/tags/value/maxLength',
    change: showingMember('tags', () => [{ key: 'k', value: 'v'.repeat(44) }]),
  },
  {
    id: 'reply-tag-value-blank-around',
    says: "A tag's value ends with a blank",
    caughtBy: 'reply/tags/value/pattern',
    change: showingMember('tags', () => [{ key: 'k', value: 'v ' }]),
  },
  {
    id: 'reply-tag-key-slash',
    says: "A tag's key holds a slash",
    caughtBy: 'reply/tags/key/pattern',
    change: showingMember('tags', () => [{ key: 'team/name', value: 'v' }]),
  },
  {
    id: 'reply-tag-value-number',
    says: "A tag's value is a number",
    caughtBy: 'reply/tags/value/type',
    change: showingMember('tags', () => [{ key: 'k', value: 5 }]),
  },
];

const identity: readonly FaultEntry[] = [
  {
    id: 'reply-id-of-port',
    says: 'id is the port_id',
    caughtBy: 'reply/id/matches-path',
    change: echoing((shown) => ({ ...shown, id: shown['port_id'] })),
  },
  {
    id: 'reply-id-upper-case',
    says: 'id is shown in upper case',
    caughtBy: 'reply/id/matches-path',
    change: showingMember('id', (id) => String(id).toUpperCase()),
  },
  {
    id: 'reply-id-of-first-service',
    says: 'The reply always shows the id of the first service',
    caughtBy: 'reply/id/matches-path',
    change: echoing((shown, x) => ({ ...shown, id: x.world.serviceIds[0] })),
  },
  {
    id: 'reply-project-upper-case',
    says: 'project_id is shown in upper case',
    caughtBy: 'reply/project_id/matches-path',
    change: showingMember('project_id', (id) => String(id).toUpperCase()),
  },
  {
    id: 'reply-project-other',
    says: 'project_id is that of another project',
    caughtBy: 'reply/project_id/matches-path',
    change: echoing((shown, x) => ({ ...shown, project_id: x.world.foreignProjectId })),
  },
];

const times: readonly FaultEntry[] = [
  {
    id: 'reply-time-milliseconds',
    says: 'created_at has milliseconds',
    caughtBy: 'reply/created_at/pattern',
    change: showingMember('created_at', (time) => String(time).replace('Z', '.000Z')),
  },
  {
    id: 'reply-time-offset',
    says: 'updated_at has an offset instead of Z',
    caughtBy: 'reply/updated_at/pattern',
    change: showingMember('updated_at', (time) => String(time).replace('Z', '+00:00')),
  },
  {
    id: 'reply-time-without-zone',
    says: 'updated_at has no zone',
    caughtBy: 'reply/updated_at/pattern',
    change: showingMember('updated_at', (time) => String(time).replace('Z', '')),
  },
  {
    id: 'reply-time-blank',
    says: 'created_at has a blank instead of T',
    caughtBy: 'reply/created_at/pattern',
    change: showingMember('created_at', (time) => String(time).replace('T', ' ')),
  },
  {
    id: 'reply-time-misprinted',
    says: 'updated_at keeps to the misprint YYYY-MMDDTHH:MM:SSZ to the letter',
    caughtBy: 'reply/updated_at/pattern',
    change: showingMember('updated_at', (time) => String(time).replace(/^(\d{4}-\d\d)-/, '$1')),
  },
  {
    id: 'reply-time-no-date',
    says: 'created_at is 30 February',
    caughtBy: 'reply/created_at/format',
    change: showingMember('created_at', () => '2022-02-30T09:35:47Z'),
  },
  {
    id: 'reply-time-hour-24',
    says: 'created_at shows midnight as 24:00:00',
    caughtBy: 'reply/created_at/format',
    change: showingMember('created_at', () => '2022-04-14T24:00:00Z'),
  },
  {
    id: 'reply-updated-at-empty',
    says: 'updated_at is empty in the reply',
    caughtBy: 'reply/updated_at/pattern',
    change: echoing((shown) => ({ ...shown, updated_at: '' })),
  },
  {
    id: 'reply-updated-at-null',
    says: 'updated_at is null in the reply',
    caughtBy: 'reply/updated_at/type',
    change: echoing((shown) => ({ ...shown, updated_at: null })),
  },
  {
    id: 'created-at-moves',
    says: 'created_at moves with every update',
    caughtBy: 'reply/created_at/constant',
    change: merging((next) => ({ ...next, created_at: next.updated_at })),
  },
  {
    id: 'created-at-moves-with-port-id',
    says: 'created_at moves when port_id is given, since the service is made anew',
    caughtBy: 'reply/created_at/constant',
    change: merging((next, _, update) => (update.port_id === undefined ? next : { ...next, created_at: next.updated_at })),
  },
  {
    id: 'created-at-of-reply-now',
    says: 'created_at in the reply is the time of the reply; a read shows the right one',
    caughtBy: 'reply/created_at/constant',
    change: echoing((shown, x) => ({ ...shown, created_at: x.world.now() })),
  },
  {
    id: 'updated-at-stands',
    says: 'updated_at never moves',
    caughtBy: 'reply/updated_at/moves-on',
    change: merging((next, state) => ({ ...next, updated_at: state.updated_at })),
  },
  {
    id: 'updated-at-date-only',
    says: 'updated_at moves only from day to day',
    caughtBy: 'reply/updated_at/moves-on',
    change: merging((next) => ({ ...next, updated_at: `${next.updated_at.slice(0, 10)}T00:00:00Z` })),
  },
  {
    id: 'updated-at-before-created',
    says: 'updated_at is the start of 1970',
    caughtBy: 'reply/updated_at/not-before-created',
    change: merging((next) => ({ ...next, updated_at: '1970-01-01T00:00:00Z' })),
  },
  {
    id: 'updated-at-is-created',
    says: 'updated_at always shows created_at',
    caughtBy: 'reply/updated_at/moves-on',
    change: showing((shown) => ({ ...shown, updated_at: shown['created_at'] })),
  },
];

const form: readonly FaultEntry[] = [
  ...[201, 202, 204].map(
    (status): FaultEntry => ({
      id: `reply-${status}`,
      says: `An accepted update is answered with ${status}`,
      caughtBy: 'reply/status',
      change: succeeding((reply) => ({ ...reply, status, ...(status === 204 ? { body: '' } : {}) })),
    }),
  ),
  {
    id: 'reply-202-on-many-ports',
    says: 'An update of more than 50 mappings is answered with 202 and done later',
    caughtBy: 'reply/status',
    change: succeeding((reply, x) => ((x.update.ports?.length ?? 0) > 50 ? { ...reply, status: 202 } : reply)),
  },
  {
    id: 'reply-text-plain',
    says: 'The reply is text/plain',
    caughtBy: 'reply/content-type',
    change: succeeding((reply) => ({ ...reply, contentType: 'text/plain' })),
  },
  {
    id: 'reply-text-json',
    says: 'The reply is text/json',
    caughtBy: 'reply/content-type',
    change: succeeding((reply) => ({ ...reply, contentType: 'text/json; charset=utf-8' })),
  },
  {
    id: 'reply-without-content-type',
    says: 'The reply has no Content-Type',
    caughtBy: 'reply/content-type',
    change: succeeding((reply) => ({ ...reply, contentType: null })),
  },
  {
    id: 'reply-bom',
    says: 'The reply begins with a byte order mark',
    caughtBy: 'reply/utf-8',
    change: replying((reply) => ({ ...reply, body: `\ufeff${reply.body.toString()}` })),
  },
  {
    id: 'reply-latin-1',
    says: 'The reply is in Latin-1',
    caughtBy: 'reply/utf-8',
    change: succeeding((reply) => ({ ...reply, body: Buffer.from(reply.body.toString(), 'latin1') })),
  },
  {
    id: 'reply-cut-in-character',
    says: 'A reply beyond 8 KiB is cut off there',
    caughtBy: 'reply/{json,utf-8}',
    change: succeeding((reply) => ({ ...reply, body: Buffer.from(reply.body).subarray(0, 8_192) })),
  },
  {
    id: 'reply-single-quotes',
    says: 'The reply is printed as Python prints a dictionary',
    caughtBy: 'reply/json',
    change: succeeding((reply) => ({ ...reply, body: reply.body.toString().replaceAll('"', "'").replaceAll('true', 'True').replaceAll('false', 'False') })),
  },
  {
    id: 'reply-garbage-after',
    says: 'Text follows the JSON of the reply',
    caughtBy: 'reply/json',
    change: succeeding((reply) => ({ ...reply, body: `${reply.body.toString()}OK` })),
  },
  {
    id: 'reply-empty',
    says: 'The reply has no body',
    caughtBy: 'reply/json',
    change: succeeding((reply) => ({ ...reply, body: '' })),
  },
  {
    id: 'reply-in-list',
    says: 'The reply is a list of one service',
    caughtBy: 'reply/object',
    change: succeeding((reply) => ({ ...reply, body: `[${reply.body.toString()}]` })),
  },
  {
    id: 'reply-wrapped',
    says: 'The service stands in a member endpoint_service of the reply',
    caughtBy: 'reply/id/required',
    change: (before) => ({
      encode: (shown, x) => before.encode(x.method === 'PUT' && isRecord(shown) ? { endpoint_service: shown } : shown, x),
    }),
  },
  {
    id: 'reply-as-json-text',
    says: 'The JSON of the reply is a text that holds JSON',
    caughtBy: 'reply/object',
    change: succeeding((reply) => ({ ...reply, body: JSON.stringify(reply.body.toString()) })),
  },
  {
    id: 'reply-camel-case',
    says: 'The members of the reply are in camel case',
    caughtBy: 'reply/*/required',
    change: both(
      showing((shown) => Object.fromEntries(Object.entries(shown).map(([name, value]) => [name.replace(/_(\w)/g, (_, c: string) => c.toUpperCase()), value]))),
    ),
  },
];

/** Defects of the reply to an accepted update (Tables 5 to 7). */
export const replyFaults: readonly Fault[] = inChapter('reply', [...absent, ...types, ...values, ...identity, ...times, ...form]);
