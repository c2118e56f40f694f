import { inChapter, type Fault, type FaultEntry } from '../catalogue.js';
import { receiving, text, tolerate, turnDown } from '../changes.js';
import { isRecord } from '../layers/validate.js';
import type { Change } from '../behaviour.js';
import type { Mapping } from '../model.js';

type Port = 'client_port' | 'server_port';

/** Stores ports as numbers, whatever they were written as. */
const asNumbers = (port: Port, convert: (value: unknown) => number): Change =>
  receiving((update) =>
    update.ports === undefined
      ? update
      : {
          ...update,
          ports: update.ports.map((m): Mapping => (isRecord(m) && port in m ? { ...m, [port]: convert(m[port]) } : m)),
        },
  );

/** Lets a wrong port through and stores what becomes of it as a number. */
const coerce =
  (port: Port, when: (value: unknown) => boolean, convert: (value: unknown) => number): Change =>
  (before) => ({ ...tolerate(port, when)(before), ...asNumbers(port, convert)(before) });

const number = (when: (port: number) => boolean) => (value: unknown) => typeof value === 'number' && when(value);

const bothPorts = (['client_port', 'server_port'] as const).flatMap((port): readonly FaultEntry[] => {
  const short = port.replace('_', '-');
  return [
    {
      id: `${short}-0-accepted`,
      says: `${port} 0 is accepted`,
      caughtBy: `port-list/${port}/minimum/one-under`,
      change: tolerate(port, (value) => Object.is(value, 0)),
    },
    {
      id: `${short}-65536-accepted`,
      says: `${port} 65536 is accepted: the bound is off by one`,
      caughtBy: `port-list/${port}/maximum/one-over`,
      change: tolerate(port, (value) => value === 65_536),
    },
    {
      id: `${short}-65535-rejected`,
      says: `${port} 65535 is turned down`,
      caughtBy: `port-list/${port}/accepts/maximum/most`,
      change: turnDown(port, (value) => value === 65_535),
    },
    {
      id: `${short}-1-rejected`,
      says: `${port} 1 is turned down`,
      caughtBy: `port-list/${port}/accepts/minimum/least`,
      change: turnDown(port, (value) => value === 1),
    },
    {
      id: `${short}-above-32767-rejected`,
      says: `${port} above 32767 does not fit into a signed short and is turned down`,
      caughtBy: `port-list/${port}/accepts/type/width-32768`,
      change: turnDown(
        port,
        number((n) => n > 32_767),
      ),
    },
    {
      id: `${short}-negative-accepted`,
      says: `A negative ${port} is accepted: there is no lower bound`,
      caughtBy: `port-list/${port}/minimum/{negative,far-under,wraps-16-bit}`,
      change: tolerate(
        port,
        number((n) => Number.isInteger(n) && n < 0),
      ),
    },
    {
      id: `${short}-numeric-text-accepted`,
      says: `${port} as text of digits is made a number`,
      caughtBy: `port-list/${port}/type/string-numeric`,
      change: coerce(
        port,
        text((t) => /^[1-9]\d{0,4}$/.test(t) && Number(t) <= 65_535),
        Number,
      ),
    },
    {
      id: `${short}-null-accepted`,
      says: `null passes for ${port}, as if it were omitted`,
      caughtBy: `port-list/${port}/type/null`,
      change: tolerate(port, (value) => value === null),
    },
    {
      id: `${short}-fraction-cut`,
      says: `A fraction of ${port} is cut off`,
      caughtBy: `port-list/${port}/type/fraction*`,
      change: coerce(
        port,
        number((n) => !Number.isInteger(n) && n >= 1 && n < 65_536),
        (value) => Math.trunc(Number(value)),
      ),
    },
    {
      id: `${short}-wraps-16-bit`,
      says: `Only the lower 16 bits of ${port} count`,
      caughtBy: `port-list/${port}/maximum/wraps-16-bit`,
      change: coerce(
        port,
        number((n) => Number.isInteger(n) && n > 65_535 && n % 65_536 !== 0),
        (value) => Number(value) % 65_536,
      ),
    },
  ];
});

const single: readonly FaultEntry[] = [
  {
    id: 'client-port-well-known-rejected',
    says: 'client_port below 1024 is turned down as privileged',
    caughtBy: 'port-list/client_port/accepts/*',
    change: turnDown(
      'client_port',
      number((n) => n < 1_024),
    ),
  },
  {
    id: 'client-port-true-accepted',
    says: 'true passes for client_port, as 1',
    caughtBy: 'port-list/client_port/type/boolean',
    change: coerce('client_port', (value) => value === true, Number),
  },
  {
    id: 'server-port-list-accepted',
    says: 'A list of one number passes for server_port',
    caughtBy: 'port-list/server_port/type/array-of-one',
    change: coerce(
      'server_port',
      (value) => Array.isArray(value) && value.length === 1,
      (value) => Number(Array.isArray(value) ? value[0] : value),
    ),
  },
  {
    id: 'server-port-22-rejected',
    says: 'server_port 22 is reserved, which the document does not say',
    caughtBy: 'request-body/document-example',
    change: turnDown('server_port', (value) => value === 22),
  },
  {
    id: 'server-port-huge-accepted',
    says: 'A server_port of 2^31 or more is stored as 2147483647',
    caughtBy: 'port-list/server_port/maximum/{int32-over,beyond-double}',
    change: coerce(
      'server_port',
      number((n) => n >= 2 ** 31),
      () => 2_147_483_647,
    ),
  },
  {
    id: 'client-port-exponent-beyond-double-accepted',
    says: 'A client_port that overflows to infinity passes the comparison',
    caughtBy: 'port-list/client_port/type/huge-exponent',
    change: coerce(
      'client_port',
      (value) => value === Infinity,
      () => 65_535,
    ),
  },
  {
    id: 'protocol-udp-accepted',
    says: 'UDP passes for protocol',
    caughtBy: 'port-list/protocol/enum/other-udp',
    change: tolerate('protocol', (value) => value === 'UDP'),
  },
  {
    id: 'protocol-lower-case-accepted',
    says: 'protocol is compared without regard to case, and tcp is stored as TCP',
    caughtBy: 'port-list/protocol/enum/lower-case',
    change: (before) => ({
      ...tolerate(
        'protocol',
        text((t) => t.toUpperCase() === 'TCP'),
      )(before),
      ...receiving((update) =>
        update.ports === undefined
          ? update
          : { ...update, ports: update.ports.map((m) => ({ ...m, protocol: m.protocol.toUpperCase() })) },
      )(before),
    }),
  },
  {
    id: 'protocol-empty-accepted',
    says: 'An empty protocol counts as omitted',
    caughtBy: 'port-list/protocol/enum/empty',
    change: (before) => ({
      ...tolerate('protocol', (value) => value === '')(before),
      ...receiving((update) =>
        update.ports === undefined
          ? update
          : { ...update, ports: update.ports.map((m) => (m.protocol === '' ? { ...m, protocol: 'TCP' } : m)) },
      )(before),
    }),
  },
  {
    id: 'protocol-blank-after-accepted',
    says: 'A blank after protocol is cut off',
    caughtBy: 'port-list/protocol/enum/trailing-blank',
    change: (before) => ({
      protocol: (value, x) => before.protocol(typeof value === 'string' ? value.trimEnd() : value, x),
      ...receiving((update) =>
        update.ports === undefined
          ? update
          : { ...update, ports: update.ports.map((m) => ({ ...m, protocol: m.protocol.trimEnd() })) },
      )(before),
    }),
  },
  {
    id: 'protocol-prefix-accepted',
    says: 'Any protocol that begins with TCP passes',
    caughtBy: 'port-list/protocol/enum/extended',
    change: tolerate(
      'protocol',
      text((t) => t.startsWith('TCP')),
    ),
  },
  {
    id: 'protocol-null-accepted',
    says: 'null passes for protocol and counts as omitted',
    caughtBy: 'port-list/protocol/type/null',
    change: tolerate('protocol', (value) => value === null),
  },
  {
    id: 'protocol-number-accepted',
    says: 'The number of a protocol passes for its name, 6 for TCP',
    caughtBy: 'port-list/protocol/type/integer*',
    change: tolerate('protocol', (value) => typeof value === 'number'),
  },
  {
    id: 'protocol-required',
    says: 'A mapping without protocol is turned down, though it has a default',
    caughtBy: 'port-list/accepts/properties/without-protocol',
    change: turnDown('mapping', (value) => isRecord(value) && !('protocol' in value), 'must name a protocol'),
  },
  {
    id: 'equal-ports-rejected',
    says: 'client_port and server_port must differ, which the document does not say',
    caughtBy: 'port-list/accepts/properties/equal-numbers',
    change: turnDown('mapping', (value) => isRecord(value) && value['client_port'] === value['server_port']),
  },
  {
    id: 'mapping-unchecked-but-the-first',
    says: 'Only the first mapping of a list is checked',
    caughtBy: 'port-list/*/*',
    change: tolerate('mapping', (value, x) => isRecord(value) && !standsAt(value, x.value, (n) => n === 0)),
  },
  {
    id: 'mapping-unchecked-last',
    says: 'The last mapping of a list of several is not checked',
    caughtBy: 'port-list/*/*',
    change: tolerate(
      'mapping',
      (value, x) => isRecord(value) && standsAt(value, x.value, (n, length) => n > 0 && n === length - 1),
    ),
  },
  {
    id: 'mapping-unchecked-beyond-hundred',
    says: 'Mappings beyond the hundredth are not checked',
    caughtBy: 'port-list/*/*',
    change: tolerate('mapping', (value, x) => isRecord(value) && standsAt(value, x.value, (n) => n >= 100)),
  },
  {
    id: 'mapping-null-skipped',
    says: 'null in the list of mappings is skipped',
    caughtBy: 'port-list/type/null',
    change: (before) => ({
      ...tolerate('mapping', (value) => value === null)(before),
      receive: (body, x) => {
        const { ports } = body;
        return before.receive(
          Array.isArray(ports) ? { ...body, ports: ports.filter((item) => item !== null) } : body,
          x,
        );
      },
    }),
  },
  {
    id: 'mapping-pair-accepted',
    says: 'A pair of numbers passes for a mapping',
    caughtBy: 'port-list/type/array-*',
    change: tolerate('mapping', (value) => Array.isArray(value)),
  },
];

function standsAt(mapping: unknown, body: unknown, at: (index: number, length: number) => boolean): boolean {
  const ports = isRecord(body) ? body['ports'] : undefined;
  return Array.isArray(ports) && at(ports.indexOf(mapping), ports.length);
}

/** Defects in reading one mapping of a port (Table 4). */
export const portListFaults: readonly Fault[] = inChapter('port-list', [...bothPorts, ...single]);
