import { section, table } from '../src/contract/clause.js';
import { everyEnvelope, everyForcedStatus } from '../src/contract/statuses.js';
import { chapter, must } from '../src/contract/requirement.js';
import { rejected } from '../src/contract/then.js';
import { longBeyondAscii } from '../src/contract/twofold.js';

/** The requests that are refused for various reasons. */
const refusals = [
  'headers/*',
  'path/*',
  'methods/*',
  'request-body/*/type/*',
  'robustness/*',
  'effect/conflict/*',
  'errors/forced/*',
];

/** The replies with any status but 200 (Tables 8 to 35). */
export const errors = chapter('errors', [
  everyEnvelope(refusals),
  everyForcedStatus(),
  must('whole-characters', {
    clause: table(9, 'message'),
    basis: 'sanity',
    reading: 'R28',
    says: 'An error about a long value of multi-byte characters does not cut through any of them',
    given: longBeyondAscii((text, mapping) => [
      { service_name: text },
      { port_id: text },
      { description: `<${text}` },
      { approval_enabled: text },
      { ports: [{ ...mapping, protocol: text }] },
    ]),
    then: rejected(),
  }),
  must('documented-status', {
    clause: section('Status codes'),
    basis: 'documented',
    says: 'Every answer has a status that the document lists',
    watching: ['request-body/drawn', ...refusals],
  }),
  must('envelope/unlisted', {
    needs: ['verbatim'],
    clause: section('Status codes'),
    basis: 'documented',
    reading: 'R28',
    says: 'Even an error with an undocumented status carries the error envelope',
    watching: ['request-body/drawn', ...refusals],
  }),
  must('no-leak/credential', {
    clause: table(9, 'message'),
    basis: 'sanity',
    reading: 'R29',
    says: 'No error shows the credential that was sent',
    watching: refusals,
  }),
  must('no-leak/stack-trace', {
    clause: table(9, 'message'),
    basis: 'sanity',
    reading: 'R29',
    says: 'No error shows a stack trace',
    watching: refusals,
  }),
  must('no-leak/source-path', {
    clause: table(9, 'message'),
    basis: 'sanity',
    reading: 'R29',
    says: 'No error shows the path of a source file',
    watching: refusals,
  }),
]);
