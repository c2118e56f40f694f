import { table } from '../src/contract/clause.js';
import { thenAnEmptyOne, thenTheirLegalPart } from '../src/contract/followed.js';
import { must, type Chapter } from '../src/contract/requirement.js';
import { bodies } from '../src/contract/sent.js';
import { rejected } from '../src/contract/then.js';
import { mappingsFrom } from '../src/contract/values.js';

/** A rejected body leaves nothing behind that the next update brings to light (R16). */
export const rejectedValues: Chapter['items'] = [
  must('rejected-values-forgotten', {
    clause: table(3),
    basis: 'sanity',
    reading: 'R16',
    says: 'A rejected value is not stored by the next update, which omits it',
    given: thenAnEmptyOne(
      bodies((context) => [
        { description: 'Rejected for its name', service_name: 'not legal' },
        { service_name: 'rejected', description: 'Not <legal>' },
        { ports: mappingsFrom(context, 2, 48_000), approval_enabled: 'no' },
        {
          description: 'Rejected for its ports',
          service_name: 'rejected-2',
          approval_enabled: false,
          ports: [...mappingsFrom(context, 1, 48_100), { client_port: 0, server_port: 48_110 }],
        },
      ]),
    ),
    then: rejected(),
  }),
  must('rejected-values-free', {
    clause: table(3),
    basis: 'sanity',
    reading: 'R16',
    says: 'What a rejected body held can be stored by the next update',
    given: thenTheirLegalPart((context) => {
      const one = { service_name: 'once-rejected', ports: mappingsFrom(context, 2, 48_200) };
      const other = { description: 'Once rejected', ports: mappingsFrom(context, 2, 48_300) };
      return [
        [{ ...one, approval_enabled: 'no' }, one],
        [{ ...other, ports: [...other.ports, { client_port: 0, server_port: 48_310 }] }, other],
      ];
    }),
    then: rejected(),
  }),
];
