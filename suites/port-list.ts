import { table } from '../src/contract/clause.js';
import { everyBoundaryOf, everyViolationOf } from '../src/contract/families.js';
import { chapter, must } from '../src/contract/requirement.js';
import { mappings } from '../src/contract/scenarios.js';
import { body, bodies } from '../src/contract/sent.js';
import { accepted, open, rejected } from '../src/contract/then.js';
import { openBesideGood, wrongInTwoMappings, wrongThroughout } from '../src/contract/twofold.js';
import {
  equalOddMappings,
  farPorts,
  lexeme,
  onePort,
  onePortWithUnknown,
  roundedPorts,
  sharedPorts,
  listedMappings,
  differentInUnknown,
} from '../src/contract/values.js';

/** A port mapping (Table 4). */
export const portList = chapter('port-list', [
  everyBoundaryOf('PortList'),
  everyViolationOf('PortList'),
  must('low-and-high-ports', {
    clause: table(4),
    basis: 'documented',
    reading: 'R1',
    says: 'Ports at the low end, around 32,768 and at the high end are accepted',
    given: mappings([1, 3, 40]),
    then: accepted(),
  }),
  must('whole-number-written-otherwise', {
    clause: table(4),
    basis: 'sanity',
    reading: 'R1',
    says: 'A whole number written as a fraction or with an exponent is stored exactly or rejected',
    given: bodies((context) => ['80.0', '8e1', '80.000', '8.0E+1'].map((number) => onePort(context, lexeme(number)))),
    then: open(),
  }),
  must('far-numbers', {
    clause: table(4),
    basis: 'documented',
    reading: 'R1',
    says: 'A port of hundreds of digits, one that a narrow integer would wrap around, and one far out of range are rejected',
    given: bodies(farPorts),
    then: rejected(),
  }),
  must('rounded', {
    clause: table(4),
    basis: 'sanity',
    reading: 'R1',
    says: 'A fraction that a double cannot tell from a whole number is stored as that number or rejected',
    given: bodies(roundedPorts),
    then: open(),
  }),
  must('incomplete', {
    clause: table(4),
    basis: 'documented',
    reading: 'R4',
    says: 'A mapping without client_port or server_port is stored exactly or rejected',
    given: body(
      { ports: [{ client_port: 8_000 }] },
      { ports: [{ server_port: 45_100 }] },
      { ports: [{ protocol: 'TCP' }] },
      { ports: [{}] },
    ),
    then: open(),
  }),
  must('as-a-list', {
    clause: table(4),
    basis: 'schema',
    reading: 'R7',
    says: 'A mapping written as a list of its values is not an object and is rejected',
    given: listedMappings(),
    then: rejected(),
  }),
  must('equal-but-for-unknown', {
    clause: table(3, 'ports'),
    basis: 'sanity',
    reading: 'R4',
    says: 'Mappings that differ only in an unknown member are stored, as two or as one, or rejected',
    given: differentInUnknown(),
    then: open(),
  }),
  must('equal-though-odd', {
    clause: table(3, 'ports'),
    basis: 'documented',
    reading: 'R4',
    says: 'Two equal mappings are rejected even if both lack a port, or if their two ports are one number',
    given: bodies(equalOddMappings),
    then: rejected(),
  }),
  must('incomplete-beside-others', {
    clause: table(4),
    basis: 'documented',
    reading: 'R4',
    says: 'An incomplete mapping takes nothing from its neighbour: it is stored exactly or rejected',
    given: openBesideGood(),
    then: open(),
  }),
  must('two-wrong-mappings', {
    clause: table(4),
    basis: 'documented',
    reading: 'R1',
    says: 'Two invalid mappings are rejected, like a single one',
    given: wrongInTwoMappings(),
    then: rejected(),
  }),
  must('wrong-throughout', {
    clause: table(4),
    basis: 'documented',
    reading: 'R1',
    says: 'A body, or a mapping, with several invalid members is rejected',
    given: wrongThroughout(),
    then: rejected(),
  }),
  must('one-port-shared', {
    clause: table(3, 'ports'),
    basis: 'documented',
    reading: 'R4',
    says: 'Two mappings that share one of their ports are stored exactly or rejected',
    given: bodies(sharedPorts),
    then: open(),
  }),
  must('unknown-member', {
    clause: table(4),
    basis: 'sanity',
    reading: 'R7',
    says: 'An unknown member of a mapping is ignored or rejected',
    given: bodies((context) => [
      onePort(context, 8_443, { name: 'https' }),
      onePort(context, 8_444, { Protocol: 'UDP' }),
      onePortWithUnknown(context, '__proto__', { client_port: 1, protocol: 'UDP' }),
      onePortWithUnknown(context, 'constructor', { prototype: { client_port: 1 } }),
      onePortWithUnknown(context, 'CLIENT_PORT', 1),
      onePortWithUnknown(context, 'clientPort', 1),
      onePortWithUnknown(context, 'deeply', [{ unknown: { server_port: 1 } }]),
    ]),
    then: open(),
  }),
]);
