import { table } from '../src/contract/clause.js';
import { everyEffect } from '../src/contract/effects.js';
import {
  clearingsAndMoves,
  conflictsWithTheSibling,
  fullOfRejected,
  refusedAsItMust,
  strangers,
  everyKindOfViolation,
  whatAnotherHolds,
} from '../src/contract/reaching.js';
import { nearValues } from '../src/contract/near-values.js';
import { nearViolations } from '../src/contract/near-violations.js';
import { chapter, must } from '../src/contract/requirement.js';
import {
  everyCombination,
  fromBaseline,
  inACrowd,
  largeAndFull,
  mappings,
  onEveryService,
  sentAgain,
  theBaseline,
  toEveryService,
  twice,
  watchingOthers,
} from '../src/contract/scenarios.js';
import { all, body } from '../src/contract/sent.js';
import { fromEveryState } from '../src/contract/states.js';
import { equalAndCrossedPorts, everyLength, everyPort, wellKnownPorts } from '../src/contract/sweeps.js';
import { accepted, conflicts, rejected } from '../src/contract/then.js';
import { conflictItems } from './effect-conflict.js';
import { rejectedValues } from './effect-rejected.js';
import { laterChanges } from './effect-after-a-second.js';
import { atOnceOnOneService } from './effect-at-once.js';
import { mappingsFrom } from '../src/contract/values.js';

/** The requests that show what updates do. */
const updates = ['request-body/every-combination', 'request-body/drawn', 'effect/*'];

/** The requests that show that rejections change nothing. */
const rejections = ['request-body/*', 'port-list/*', 'headers/token-*', 'headers/signature-*'];

/** The effect of an update on a service (Table 3, R12 to R19, R32). */
export const effect = chapter('effect', [
  everyEffect(updates),
  fromEveryState(),
  must('one-record/members', {
    clause: table(5),
    basis: 'sanity',
    needs: ['reads'],
    says: 'A read shows the members that no update sets as the reply before it showed them',
    watching: updates,
  }),
  must('one-record/created_at', {
    clause: table(5, 'created_at'),
    basis: 'sanity',
    reading: 'R26',
    needs: ['reads'],
    says: 'created_at is the same text in reads and in replies',
    watching: updates,
  }),
  must('one-record/updated_at', {
    clause: table(5, 'updated_at'),
    basis: 'sanity',
    reading: 'R26',
    needs: ['reads'],
    says: "A read's updated_at is at most one second before that of the last reply",
    watching: updates,
  }),
  must('one-record/vip_port_id', {
    clause: table(5, 'vip_port_id'),
    basis: 'documented',
    reading: 'R24',
    needs: ['reads'],
    says: 'A read shows vip_port_id only if server_type is VIP',
    watching: updates,
  }),
  must('name-form', {
    clause: table(5, 'service_name'),
    basis: 'sanity',
    reading: 'R15',
    says: 'Replies to updates show names always bare or always decorated, and so do reads',
    watching: updates,
  }),
  must('atomic', {
    clause: table(3),
    basis: 'sanity',
    reading: 'R16',
    says: 'A rejected request changes nothing',
    watching: rejections,
  }),
  ...rejectedValues,
  must('cleared', {
    clause: table(3),
    basis: 'documented',
    reading: 'R15',
    says: 'false, an empty string and an empty list are values like any other',
    given: fromBaseline(
      body(
        { approval_enabled: false },
        { description: '' },
        { service_name: '' },
        { ports: [] },
        { approval_enabled: false, service_name: '', ports: [], description: '' },
        { approval_enabled: false, description: '' },
        { service_name: '', description: 'Without a name' },
        { ports: [], service_name: 'no-ports' },
      ),
    ),
    then: accepted(),
  }),
  must('replaces-ports', {
    clause: table(3, 'ports'),
    basis: 'documented',
    reading: 'R14',
    says: 'The list of mappings is replaced as a whole: by a shorter, longer, different or empty one',
    given: mappings([5, 2, 3, 200, 1, 150, 199], [22_000, 22_001, 60_000]),
    then: accepted(),
  }),
  must('restored', {
    clause: table(3),
    basis: 'documented',
    reading: 'R15',
    says: 'A state can be set again',
    given: theBaseline(),
    then: accepted(),
  }),
  must('large-and-full', {
    clause: table(3, 'ports'),
    basis: 'documented',
    reading: 'R13',
    says: 'Hundreds of mappings are kept beside every other member, and by updates that omit them',
    given: largeAndFull(),
    then: accepted(),
  }),
  must('near-values', {
    clause: table(3),
    basis: 'sanity',
    reading: 'R15',
    says: 'A value that differs from the previous one in a single respect, such as its case, replaces it',
    given: nearValues(),
    then: accepted(),
  }),
  must('near-violations', {
    clause: table(3),
    basis: 'sanity',
    reading: 'R16',
    says: 'A value that breaks a rule is rejected even if it differs from the stored one in a single respect',
    given: nearViolations(),
    then: rejected(),
  }),
  must('idempotent/members', {
    clause: table(3),
    basis: 'protocol',
    reading: 'R17',
    says: 'The same update twice is accepted twice, with the same representation (RFC 9110, 9.2.2)',
    given: twice(everyCombination()),
    then: accepted(),
  }),
  must('idempotent/empty', {
    clause: table(3),
    basis: 'protocol',
    reading: 'R17',
    says: 'An empty update twice is accepted twice, with the same representation',
    given: twice(body({})),
    then: accepted(),
  }),
  must('idempotent/many-ports', {
    clause: table(3, 'ports'),
    basis: 'protocol',
    reading: 'R17',
    says: 'The same 200 mappings twice are accepted twice, with the same representation',
    given: twice(mappings([1, 101, 200], [23_000])),
    then: accepted(),
  }),
  ...laterChanges,
  must('isolation', {
    clause: table(3),
    basis: 'sanity',
    reading: 'R18',
    needs: ['other-service'],
    says: 'Updating one service changes no other',
    given: watchingOthers(all(everyCombination(), onEveryService(all(clearingsAndMoves(), whatAnotherHolds())))),
    then: accepted(),
  }),
  must('sent-everywhere', {
    clause: table(3),
    basis: 'sanity',
    reading: 'R18',
    needs: ['other-service', 'concurrency'],
    says: 'The same update, sent to several services at once, takes effect on each',
    given: toEveryService(),
    then: accepted(),
    asks: 'a second --service-id',
  }),
  must('isolation-of-rejected', {
    clause: table(3),
    basis: 'sanity',
    reading: 'R18',
    needs: ['other-service'],
    says: 'A rejected update changes no other service, whatever is wrong with it and whatever else it holds',
    given: watchingOthers(
      onEveryService(all(body({ description: 'Not <legal>' }), everyKindOfViolation(), fullOfRejected())),
    ),
    then: rejected(),
  }),
  must('isolation-of-strangers', {
    clause: table(3),
    basis: 'sanity',
    reading: 'R18',
    needs: ['other-service'],
    says: 'A request that is refused for its credentials, its method or its path changes no other service',
    given: watchingOthers(onEveryService(strangers())),
    then: refusedAsItMust(),
  }),
  must('refused-again', {
    clause: table(3),
    basis: 'sanity',
    reading: 'R16',
    says: 'What is refused is refused again, immediately and at the end of the run',
    given: sentAgain(all(everyKindOfViolation(), strangers())),
    then: refusedAsItMust(),
  }),
  must('conflict/refused-again', {
    clause: table(3, 'ports'),
    basis: 'documented',
    reading: 'R19',
    needs: ['sibling'],
    says: 'A pair of another service on the same port_id is refused again when it is sent again',
    given: sentAgain(conflictsWithTheSibling()),
    then: conflicts(),
  }),
  must('sweep/lengths', {
    clause: table(3, 'ports'),
    basis: 'documented',
    reading: 'R4',
    says: 'Lists of every length from 0 to 200 are accepted and kept: a tenth of them, or all at thorough effort',
    given: everyLength(),
    then: accepted(),
  }),
  must('sweep/ports', {
    clause: table(4),
    basis: 'documented',
    reading: 'R1',
    says: 'Every port from 1 to 65535 is accepted and kept on both sides: a tenth of them, or all at thorough effort',
    given: everyPort(),
    then: accepted(),
  }),
  must('sweep/well-known', {
    clause: table(4),
    basis: 'documented',
    reading: 'R1',
    says: 'Well-known ports, and those at the limits of narrow integers, are accepted and kept on both sides',
    given: wellKnownPorts(),
    then: accepted(),
  }),
  must('sweep/equal-and-crossed', {
    clause: table(4),
    basis: 'documented',
    reading: 'R4',
    says: 'Mappings with equal ports, or with the ports of another one swapped, are accepted and kept unchanged',
    given: equalAndCrossedPorts(),
    then: accepted(),
  }),
  must('beside-others', {
    clause: table(3),
    basis: 'sanity',
    reading: 'R32',
    needs: ['concurrency'],
    says: 'An update concurrent with rejected ones, reads and unknown services is kept, and each request gets its own answer',
    given: inACrowd(10, (context, n) => [
      { description: 'Not <legal> in a crowd', service_name: 'not-stored', ports: mappingsFrom(context, 2, 52_000) },
      { service_name: 'not legal', approval_enabled: n % 2 !== 0, description: 'Not to be stored in a crowd' },
      { approval_enabled: 'no', ports: mappingsFrom(context, 1, 52_100), description: 'Not to be stored either' },
      {
        ports: [...mappingsFrom(context, 2, 52_200), { client_port: 0, server_port: 52_300 }],
        service_name: 'nor-this',
      },
    ]),
    then: accepted(),
  }),
  ...conflictItems,
  ...atOnceOnOneService,
]);
