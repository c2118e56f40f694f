import { faultsOf, inChapter } from '../catalogue.js';
import {
  both,
  broken,
  interpreting,
  receiving,
  text,
  tolerate,
  tolerateText,
  turnDown,
  turnDownBody,
} from '../changes.js';
import { isRecord } from '../layers/validate.js';
import type { Change } from '../behaviour.js';
import type { Mapping } from '../model.js';

type Port = 'client_port' | 'server_port';

/** Stores ports as numbers, however they were written. */
const asNumbers = (port: Port, convert: (value: unknown) => number): Change =>
  receiving((update) =>
    update.ports === undefined
      ? update
      : {
          ...update,
          ports: update.ports.map((m): Mapping => (isRecord(m) && port in m ? { ...m, [port]: convert(m[port]) } : m)),
        },
  );

/** Accepts an invalid port and stores its conversion to a number. */
const coerce =
  (port: Port, when: (value: unknown) => boolean, convert: (value: unknown) => number): Change =>
  (before) => ({ ...tolerate(port, when)(before), ...asNumbers(port, convert)(before) });

const number = (when: (port: number) => boolean) => (value: unknown) => typeof value === 'number' && when(value);

const client = faultsOf({
  'mapping-as-a-list-accepted': {
    says: 'A mapping whose members are in a list, in their order, is read as an object',
    caughtBy: 'port-list/as-a-list',
    change: (before) => ({
      parse: (x) => {
        const refusal = before.parse(x);
        if (refusal !== undefined || !isRecord(x.value) || !Array.isArray(x.value['ports'])) return refusal;
        const ports = (x.value['ports'] as unknown[]).map((item) => {
          if (!Array.isArray(item) || item.length < 2) return item;
          const [client_port, server_port, protocol = 'TCP'] = item as unknown[];
          return { client_port, server_port, protocol };
        });
        x.value = { ...x.value, ports };
        return refusal;
      },
    }),
  },
  'equal-but-for-unknown-500': {
    says: 'Two mappings that differ only in an unknown member break the key of the table: 500',
    caughtBy: 'port-list/equal-but-for-unknown',
    change: (before) => ({
      distinct: (mappings, x) => {
        const named = mappings.filter((item) => isRecord(item) && item['name'] !== undefined);
        return named.length > 1 ? broken : before.distinct(mappings, x);
      },
    }),
  },
  'client-port-unchecked': {
    says: 'client_port is not checked at all',
    caughtBy: 'port-list/client_port/{type,minimum,maximum}/*',
    change: tolerate('client_port', () => true),
  },
  'client-port-0-accepted': {
    says: 'client_port 0 is accepted',
    caughtBy: 'port-list/client_port/minimum/one-under',
    change: tolerate('client_port', (value) => Object.is(value, 0)),
  },
  'client-port-65535-rejected': {
    says: 'client_port 65535 is rejected',
    caughtBy: 'port-list/client_port/accepts/maximum/most',
    change: turnDown('client_port', (value) => value === 65_535),
  },
  'client-port-null-accepted': {
    says: 'null passes for client_port, as if it were omitted',
    caughtBy: 'port-list/client_port/type/null',
    change: tolerate('client_port', (value) => value === null),
  },
  'client-port-wraps-16-bit': {
    says: 'Only the lower 16 bits of client_port count',
    caughtBy: 'port-list/client_port/maximum/wraps-16-bit',
    change: coerce(
      'client_port',
      number((n) => Number.isInteger(n) && n > 65_535 && n % 65_536 !== 0),
      (value) => Number(value) % 65_536,
    ),
  },
});

const server = faultsOf({
  'server-port-unchecked': {
    says: 'server_port is not checked at all',
    caughtBy: 'port-list/server_port/{type,minimum,maximum}/*',
    change: tolerate('server_port', () => true),
  },
  'server-port-65536-accepted': {
    says: 'server_port 65536 is accepted: the bound is off by one',
    caughtBy: 'port-list/server_port/maximum/one-over',
    change: tolerate('server_port', (value) => value === 65_536),
  },
  'server-port-1-rejected': {
    says: 'server_port 1 is rejected',
    caughtBy: 'port-list/server_port/accepts/minimum/least',
    change: turnDown('server_port', (value) => value === 1),
  },
  'server-port-above-32767-rejected': {
    says: 'server_port above 32767 does not fit into a signed short and is rejected',
    caughtBy: 'port-list/server_port/accepts/type/width-32768',
    change: turnDown(
      'server_port',
      number((n) => n > 32_767),
    ),
  },
  'server-port-numeric-text-accepted': {
    says: 'A server_port of digits in quotes is converted to a number',
    caughtBy: 'port-list/server_port/type/string-numeric',
    change: coerce(
      'server_port',
      text((t) => /^[1-9]\d{0,4}$/.test(t) && Number(t) <= 65_535),
      Number,
    ),
  },
  'server-port-fraction-cut': {
    says: 'A fraction of server_port is cut off',
    caughtBy: 'port-list/server_port/type/fraction*',
    change: coerce(
      'server_port',
      number((n) => !Number.isInteger(n) && n >= 1 && n < 65_536),
      (value) => Math.trunc(Number(value)),
    ),
  },
});

const single = faultsOf({
  'mapping-incomplete-500': {
    says: 'A mapping without one of its ports is answered with 500: a member that is not there is read',
    caughtBy: 'port-list/{accepts/properties/*,incomplete}',
    change: turnDownBody(
      ({ ports = [] }) => ports.some((m) => m.client_port === undefined || m.server_port === undefined),
      broken,
    ),
  },
  'protocol-unchecked': {
    says: 'protocol may be anything',
    caughtBy: 'port-list/protocol/{type,enum}/*',
    change: tolerate('protocol', () => true),
  },
  'mapping-anything-skipped': {
    says: 'Items of the list that are not mappings are skipped',
    caughtBy: 'port-list/type/*',
    change: both(
      tolerate('mapping', (value) => !isRecord(value)),
      interpreting('ports', (ports) => (Array.isArray(ports) ? ports.filter(isRecord) : ports)),
    ),
  },
  'client-port-well-known-rejected': {
    says: 'client_port below 1024 is rejected as privileged',
    caughtBy: 'port-list/client_port/accepts/*',
    change: turnDown(
      'client_port',
      number((n) => n < 1_024),
    ),
  },
  'server-port-22-rejected': {
    says: 'server_port 22 is reserved, which the document does not say',
    caughtBy: 'request-body/document-example',
    change: turnDown('server_port', (value) => value === 22),
  },
  'protocol-udp-accepted': {
    says: 'UDP passes for protocol',
    caughtBy: 'port-list/protocol/enum/other-udp',
    change: tolerate('protocol', (value) => value === 'UDP'),
  },
  'protocol-lower-case-accepted': {
    says: 'protocol is compared without regard to case, and tcp is stored as TCP',
    caughtBy: 'port-list/protocol/enum/lower-case',
    change: (before) => ({
      ...tolerateText('protocol', (t) => t.toUpperCase() === 'TCP')(before),
      ...receiving((update) =>
        update.ports === undefined
          ? update
          : { ...update, ports: update.ports.map((m) => ({ ...m, protocol: m.protocol.toUpperCase() })) },
      )(before),
    }),
  },
  'protocol-required': {
    says: 'A mapping without protocol is rejected, though it has a default',
    caughtBy: 'port-list/accepts/properties/without-protocol',
    change: turnDown('mapping', (value) => isRecord(value) && !('protocol' in value), 'must name a protocol'),
  },
  'equal-ports-rejected': {
    says: 'client_port and server_port must differ, which the document does not say',
    caughtBy: 'port-list/accepts/properties/equal-numbers',
    change: turnDown('mapping', (value) => isRecord(value) && value['client_port'] === value['server_port']),
  },
  'equal-incomplete-accepted': {
    says: 'Equal mappings without one of their ports are accepted: a unique key of the database does not compare NULL',
    caughtBy: 'port-list/equal-though-odd',
    change: (before) => ({
      distinct: (mappings, x) =>
        before.distinct(
          mappings.filter((one) => isRecord(one) && 'client_port' in one && 'server_port' in one),
          x,
        ),
    }),
  },
  'equal-with-one-number-accepted': {
    says: 'Equal mappings are accepted if their two ports are the same number',
    caughtBy: 'port-list/equal-though-odd',
    change: (before) => ({
      distinct: (mappings, x) =>
        before.distinct(
          mappings.filter((one) => !isRecord(one) || one['client_port'] !== one['server_port']),
          x,
        ),
    }),
  },
  'mapping-unchecked-but-the-first': {
    says: 'Only the first mapping of a list is checked',
    caughtBy: 'port-list/*/*',
    change: tolerate('mapping', (value, x) => isRecord(value) && !standsAt(value, x.value, (n) => n === 0)),
  },
  'mapping-unchecked-last': {
    says: 'The last mapping of a list of several is not checked',
    caughtBy: 'port-list/*/*',
    change: tolerate(
      'mapping',
      (value, x) => isRecord(value) && standsAt(value, x.value, (n, length) => n > 0 && n === length - 1),
    ),
  },
  'mapping-unchecked-beyond-hundred': {
    says: 'Mappings beyond the hundredth are not checked',
    caughtBy: 'port-list/*/*',
    change: tolerate('mapping', (value, x) => isRecord(value) && standsAt(value, x.value, (n) => n >= 100)),
  },
});

function standsAt(mapping: unknown, body: unknown, at: (index: number, length: number) => boolean): boolean {
  const ports = isRecord(body) ? body['ports'] : undefined;
  return Array.isArray(ports) && at(ports.indexOf(mapping), ports.length);
}

/** Defects in reading a port mapping (Table 4). */
export const portListFaults = inChapter('port-list', client, server, single);
