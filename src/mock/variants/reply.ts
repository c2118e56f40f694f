import type { Change } from '../behaviour.js';
import { inChapter, variantsOf } from '../catalogue.js';
import { merging, replying, showing, showingMember } from '../changes.js';

const decorated = (prefix: string): Change => showing((shown, _, { id }) => decoratedName(shown, prefix, id));

function decoratedName(shown: Record<string, unknown>, prefix: string, id: string): Record<string, unknown> {
  const name = String(shown['service_name']);
  return { ...shown, service_name: name === '' ? `${prefix}.${id}` : `${prefix}.${name}.${id}` };
}

const only = (names: readonly string[]): Change =>
  showing((shown) => Object.fromEntries(Object.entries(shown).filter(([name]) => names.includes(name))));

const orderedPorts = (order: (ports: unknown[]) => unknown[]): Change =>
  showingMember('ports', (ports) => (Array.isArray(ports) ? order([...(ports as unknown[])]) : ports));

/** The members of the documented example. */
const example = [
  'id',
  'port_id',
  'vpc_id',
  'pool_id',
  'status',
  'approval_enabled',
  'service_name',
  'service_type',
  'server_type',
  'project_id',
  'created_at',
  'ports',
];

/** Number of requests for which a service stays in creation after an update. */
const CREATING = 5;

/** What the reply to an update may look like (R15, R22 to R27). */
export const replyVariants = inChapter(
  'reply',
  variantsOf({
    'decorated-names': {
      says: 'service_name is shown as region.name.id, and as region.id when it is empty',
      change: decorated('cn-north-4'),
    },
    'decorated-names-dotted-prefix': {
      says: 'service_name is shown decorated, with a prefix that itself has a dot',
      change: decorated('br-abc-aaa1.cn-north-4'),
    },
    'names-bare-in-replies-decorated-in-reads': {
      says: 'Replies to updates show the bare name, and reads the decorated one',
      change: showing((shown, x, { id }) => (x.method === 'PUT' ? shown : decoratedName(shown, 'cn-north-4', id))),
    },
    'names-decorated-in-replies-bare-in-reads': {
      says: 'Replies to updates show the decorated name, and reads the bare one',
      change: showing((shown, x, { id }) => (x.method === 'PUT' ? decoratedName(shown, 'cn-north-4', id) : shown)),
    },
    'minimal-reply': {
      says: 'The reply has only the members of the documented example, and description',
      change: only([...example, 'description']),
    },
    'reversed-ports': {
      says: 'The mappings come back in the opposite order',
      change: orderedPorts((ports) => ports.reverse()),
    },
    'shuffled-ports': {
      says: 'The mappings come back in another order each time',
      change: showingMember('ports', (ports, x) =>
        Array.isArray(ports)
          ? (ports as unknown[])
              .map((mapping) => ({ mapping, at: x.world.random() }))
              .sort((a, b) => a.at - b.at)
              .map(({ mapping }) => mapping)
          : ports,
      ),
    },
    'extra-members': {
      says: 'The reply has members of later editions of the document',
      change: showing((shown) => ({
        ...shown,
        enable_policy: false,
        ip_version: 'ipv4',
        ip: null,
        connection_count: 0,
        error: [],
      })),
    },
    'service-type-gataway': {
      says: "service_type is gataway, the document's own spelling",
      change: showingMember('service_type', () => 'gataway'),
    },
    'vip-backend': {
      says: 'The backend is of the VIP type, and vip_port_id is shown',
      change: (before) => ({
        represent: (service, state, x) => before.represent(service, { ...state, server_type: 'VIP' }, x),
      }),
    },
    'creating-for-a-while': {
      says: 'status is creating for a while after an update',
      change: (before) => {
        const until = new Map<string, number>();
        return {
          commit: (service, next, x) => {
            until.set(service.id, x.number + CREATING);
            before.commit(service, next, x);
          },
          represent: (service, state, x) =>
            before.represent(
              service,
              x.number < (until.get(service.id) ?? 0) ? { ...state, status: 'creating' } : state,
              x,
            ),
        };
      },
    },
    'public-and-open': {
      says: 'cidr_type is public, and tcp_proxy is open',
      change: showing((shown) => ({ ...shown, cidr_type: 'public', tcp_proxy: 'open' })),
    },
    'longest-tags': {
      says: 'A tag has a key of 36 and a value of 43 characters, with Chinese letters and inner blanks',
      change: showingMember('tags', () => [{ key: '键'.repeat(36), value: `v ${'值'.repeat(40)}v` }]),
    },
    'updated-at-absent': {
      says: 'The reply has no updated_at',
      change: showing(({ updated_at: _, ...shown }) => shown),
    },
    'updated-at-moves-with-changes-only': {
      says: 'updated_at stands still if an update changes nothing',
      change: merging((next, state) =>
        JSON.stringify({ ...next, updated_at: '' }) === JSON.stringify({ ...state, updated_at: '' }) ? state : next,
      ),
    },
    'clock-ahead': {
      says: "The service's clock is a day ahead",
      change: merging((next) => ({
        ...next,
        updated_at: `${new Date(Date.parse(next.updated_at) + 86_400_000).toISOString().slice(0, 19)}Z`,
      })),
    },
    'pretty-json': {
      says: 'The JSON of every reply is indented',
      change: replying((reply) => ({
        ...reply,
        body: `${JSON.stringify(JSON.parse(reply.body.toString()), null, 2)}\n`,
      })),
    },
    'content-type-upper-case': {
      says: 'The type of every reply is Application/JSON; Charset="utf-8"',
      change: replying((reply) => ({ ...reply, contentType: 'Application/JSON; Charset="utf-8"' })),
    },
    'lower-case-header-names': {
      says: 'The header names of a reply are in lower case',
      change: (before) => ({
        write: (response, reply, x) => {
          // Node.js chooses the spelling only of headers that it adds itself; these are given.
          const lower = reply.headers.map((text, n) => (n % 2 === 0 ? text.toLowerCase() : text));
          const type = reply.contentType === null ? [] : ['content-type', reply.contentType];
          before.write(
            response,
            { ...reply, contentType: null, headers: [...lower, ...type, 'date', new Date().toUTCString()] },
            x,
          );
        },
      }),
    },
  }),
);
