import type { FaultEntry } from '../catalogue.js';
import { both, reading, receiving, tolerate, turnDown } from '../changes.js';
import { invalid, isRecord, keyOf } from '../layers/validate.js';

/** Defects in reading the list of mappings as a whole. */
export const portsListFaults: readonly FaultEntry[] = [
  {
    id: 'ports-201-accepted',
    says: '201 mappings are accepted: the bound is off by one',
    caughtBy: 'request-body/ports/maxItems/one-over',
    change: (before) => ({
      ports: (value, x) =>
        Array.isArray(value) && value.length === 201 ? before.ports(value.slice(0, 200), x) : before.ports(value, x),
    }),
  },
  {
    id: 'ports-unbounded',
    says: 'A list of mappings has no greatest length',
    caughtBy: 'request-body/ports/maxItems/*',
    change: (before) => ({
      ports: (value, x) => {
        if (!Array.isArray(value) || value.length <= 200) return before.ports(value, x);
        for (let n = 0; n < value.length; n += 200) {
          const refusal = before.ports(value.slice(n, n + 200), x);
          if (refusal !== undefined) return refusal;
        }
        return before.distinct(value, x);
      },
    }),
  },
  {
    id: 'ports-256-wraps',
    says: 'The number of mappings is counted in one byte, so that 256 pass as 0',
    caughtBy: 'request-body/ports/maxItems/{power-of-two,double}',
    change: (before) => ({
      ports: (value, x) =>
        Array.isArray(value) && value.length > 255
          ? before.ports(value.slice(0, value.length % 256), x)
          : before.ports(value, x),
    }),
  },
  {
    id: 'ports-200-rejected',
    says: '200 mappings are one too many',
    caughtBy: 'request-body/ports/accepts/maxItems/most',
    change: turnDown('ports', (value) => Array.isArray(value) && value.length === 200, 'has too many mappings'),
  },
  {
    id: 'ports-50-at-most',
    says: 'More than 50 mappings are turned down, as the console does',
    caughtBy: 'request-body/ports-many',
    change: turnDown('ports', (value) => Array.isArray(value) && value.length > 50, 'has too many mappings'),
  },
  {
    id: 'ports-empty-rejected',
    says: 'An empty list of mappings is turned down',
    caughtBy: 'request-body/ports/accepts/type/empty',
    change: turnDown('ports', (value) => Array.isArray(value) && value.length === 0, 'must not be empty'),
  },
  {
    id: 'ports-single-object-accepted',
    says: 'One mapping without a list around it passes for ports',
    caughtBy: 'request-body/ports/type/single-item',
    change: (before) => ({
      ports: (value, x) => before.ports(isRecord(value) && 'server_port' in value ? [value] : value, x),
      receive: (body, x) => before.receive(isRecord(body['ports']) ? { ...body, ports: [body['ports']] } : body, x),
    }),
  },
  {
    id: 'ports-null-accepted',
    says: 'null passes for ports and clears them',
    caughtBy: 'request-body/ports/type/null',
    change: both(
      tolerate('ports', (value) => value === null),
      reading('ports', (value) => value ?? []),
    ),
  },
  {
    id: 'ports-duplicates-accepted',
    says: 'Equal mappings are accepted',
    caughtBy: 'request-body/ports/uniqueItems/*',
    change: () => ({ distinct: () => undefined }),
  },
  {
    id: 'ports-duplicates-only-adjacent-found',
    says: 'Equal mappings are only found side by side',
    caughtBy: 'request-body/ports/uniqueItems/{first-and-last,far-apart}',
    change: (before) => ({
      distinct: (mappings, x) =>
        mappings.some((mapping, n) => n > 0 && keyOf(mapping) === keyOf(mappings[n - 1]))
          ? before.distinct(mappings, x)
          : undefined,
    }),
  },
  {
    id: 'ports-duplicates-beyond-hundred',
    says: 'Equal mappings beyond the hundredth are not found',
    caughtBy: 'request-body/ports/uniqueItems/*',
    change: (before) => ({ distinct: (mappings, x) => before.distinct(mappings.slice(0, 100), x) }),
  },
  {
    id: 'ports-duplicates-dropped',
    says: 'Equal mappings are merged without a word',
    caughtBy: 'request-body/ports/uniqueItems/*',
    change: (before) => ({
      distinct: () => undefined,
      ...receiving((update) =>
        update.ports === undefined
          ? update
          : { ...update, ports: [...new Map(update.ports.map((m) => [keyOf(m), m])).values()] },
      )(before),
    }),
  },
  {
    id: 'ports-duplicate-through-default-accepted',
    says: 'Two mappings that are equal only because an omitted protocol is TCP are accepted',
    caughtBy: 'request-body/ports/distinct-mappings/*',
    change: () => ({
      distinct: (mappings) =>
        new Set(mappings.map((mapping) => JSON.stringify(mapping))).size < mappings.length
          ? invalid('ports', 'must not repeat a mapping')
          : undefined,
    }),
  },
  {
    id: 'ports-duplicates-compared-as-text',
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
  {
    id: 'ports-swapped-taken-for-equal',
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
  {
    id: 'ports-list-in-text-accepted',
    says: 'A list that is written as text is parsed and accepted for ports',
    caughtBy: 'request-body/ports/type/string-json',
    change: both(
      (before) => ({ ports: (value, x) => before.ports(listInText(value) ?? value, x) }),
      reading('ports', (value) => listInText(value) ?? value),
    ),
  },
];

function listInText(value: unknown): unknown[] | undefined {
  if (typeof value !== 'string' || !value.startsWith('[')) return undefined;
  try {
    const list: unknown = JSON.parse(value);
    return Array.isArray(list) ? list : undefined;
  } catch {
    return undefined;
  }
}
