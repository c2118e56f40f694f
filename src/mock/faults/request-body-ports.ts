import { faultsOf } from '../catalogue.js';
import { both, broken, interpreting, tolerate, turnDown, turnDownBody } from '../changes.js';
import { invalid, isRecord, keyOf } from '../layers/validate.js';
import type { MockExchange } from '../behaviour.js';

/** Checks a list except for its length. */
const unbounded = (mappings: readonly unknown[], x: MockExchange) => {
  for (const item of mappings) {
    const refusal = x.behaviour.mapping(item, x);
    if (refusal !== undefined) return refusal;
  }
  return x.behaviour.distinct(mappings, x);
};

/** Defects in reading the list of mappings as a whole. */
export const portsListFaults = faultsOf({
  'ports-shared-500': {
    says: 'Two mappings that share a port are answered with 500: they violate a unique key of the database',
    caughtBy: 'request-body/ports/accepts/uniqueItems/*',
    change: turnDownBody(({ ports = [] }) => {
      const shared = (port: 'client_port' | 'server_port') => new Set(ports.map((m) => m[port])).size < ports.length;
      return shared('client_port') || shared('server_port');
    }, broken),
  },
  'ports-anything-accepted': {
    says: 'Anything but a list passes for ports and counts as an empty list',
    caughtBy: 'request-body/ports/type/*',
    change: both(
      tolerate('ports', (value) => !Array.isArray(value)),
      interpreting('ports', (value) => (Array.isArray(value) ? (value as unknown[]) : [])),
    ),
  },
  'ports-unbounded': {
    says: 'A list of mappings has no maximum length',
    caughtBy: 'request-body/ports/maxItems/*',
    change: (before) => ({
      ports: (value, x) => (Array.isArray(value) ? unbounded(value, x) : before.ports(value, x)),
    }),
  },
  'ports-rejected': {
    says: 'ports is set when the service is created, and is rejected in an update',
    caughtBy: '{request-body/ports,port-list}/*',
    change: turnDown('ports', () => true, 'cannot be updated'),
  },
  'ports-201-accepted': {
    says: '201 mappings are accepted: the bound is off by one',
    caughtBy: 'request-body/ports/maxItems/one-over',
    change: (before) => ({
      ports: (value, x) =>
        Array.isArray(value) && value.length === 201 ? before.ports(value.slice(0, 200), x) : before.ports(value, x),
    }),
  },
  'ports-200-rejected': {
    says: '200 mappings are one too many',
    caughtBy: 'request-body/ports/accepts/maxItems/most',
    change: turnDown('ports', (value) => Array.isArray(value) && value.length === 200, 'has too many mappings'),
  },
  'ports-empty-rejected': {
    says: 'An empty list of mappings is rejected',
    caughtBy: 'request-body/ports/accepts/type/empty',
    change: turnDown('ports', (value) => Array.isArray(value) && value.length === 0, 'must not be empty'),
  },
  'ports-single-object-accepted': {
    says: 'One mapping without a list around it passes for ports',
    caughtBy: 'request-body/ports/type/single-item',
    change: (before) => ({
      ports: (value, x) => before.ports(isRecord(value) && 'server_port' in value ? [value] : value, x),
      receive: (body, x) => before.receive(isRecord(body['ports']) ? { ...body, ports: [body['ports']] } : body, x),
    }),
  },
  'ports-duplicates-accepted': {
    says: 'Equal mappings are accepted',
    caughtBy: 'request-body/ports/uniqueItems/*',
    change: () => ({ distinct: () => undefined }),
  },
  'ports-duplicates-only-adjacent-found': {
    says: 'Equal mappings are found only side by side',
    caughtBy: 'request-body/ports/uniqueItems/{first-and-last,far-apart}',
    change: tolerate(
      'distinct',
      (mappings) => !mappings.some((mapping, n) => n > 0 && keyOf(mapping) === keyOf(mappings[n - 1])),
    ),
  },
  'ports-duplicates-beyond-hundred': {
    says: 'Equal mappings beyond the hundredth are not found',
    caughtBy: 'request-body/ports/uniqueItems/*',
    change: (before) => ({ distinct: (mappings, x) => before.distinct(mappings.slice(0, 100), x) }),
  },
  'ports-duplicate-through-default-accepted': {
    says: 'Two mappings that are equal only because an omitted protocol is TCP are accepted',
    caughtBy: 'request-body/ports/distinct-mappings/*',
    change: () => ({
      distinct: (mappings) =>
        new Set(mappings.map((mapping) => JSON.stringify(mapping))).size < mappings.length
          ? invalid('ports', 'must not repeat a mapping')
          : undefined,
    }),
  },
  'ports-duplicates-compared-as-text': {
    says: 'Mappings are compared as they are written, so that another order of members hides an equal one',
    caughtBy: 'request-body/ports/uniqueItems/reordered',
    change: () => ({
      distinct: (mappings) =>
        new Set(
          mappings.map((item) =>
            JSON.stringify(isRecord(item) ? { ...item, protocol: item['protocol'] ?? 'TCP' } : item),
          ),
        ).size < mappings.length
          ? invalid('ports', 'must not repeat a mapping')
          : undefined,
    }),
  },
  'ports-swapped-taken-for-equal': {
    says: 'Two mappings with the same two ports the other way round count as equal',
    caughtBy: 'request-body/ports/accepts/uniqueItems/crossed',
    change: () => ({
      distinct: (mappings) => {
        const keys = mappings.map((m) =>
          isRecord(m) ? [m['client_port'], m['server_port']].map(String).sort().join('/') : '',
        );
        return new Set(keys).size < keys.length ? invalid('ports', 'must not repeat a mapping') : undefined;
      },
    }),
  },
});
