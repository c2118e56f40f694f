import { table } from '../src/contract/clause.js';
import { must, should } from '../src/contract/requirement.js';
import { atOnce, ofDifferentMembersAtOnce } from '../src/contract/scenarios.js';
import { accepted } from '../src/contract/then.js';

const stated = { clause: table(3), basis: 'sanity', reading: 'R32', needs: ['concurrency'] } as const;

/** Two concurrent updates of one service (R32). */
export const atOnceOnOneService = [
  must('race', {
    ...stated,
    says: 'Two concurrent updates leave one of the two states, not a mixture',
    given: atOnce(6),
    then: accepted(),
  }),
  should('race-of-different-members', {
    ...stated,
    says: 'After two concurrent updates of different members, both have taken effect',
    given: ofDifferentMembersAtOnce([
      [['service_name'], ['description']],
      [['ports'], ['service_name', 'description']],
      [['approval_enabled', 'description'], ['ports']],
      [
        ['service_name', 'approval_enabled'],
        ['ports', 'description'],
      ],
    ]),
    then: accepted(),
  }),
  should('race-replies', {
    ...stated,
    says: 'The reply to one of two concurrent updates does not mix the two',
    watching: ['effect/race', 'effect/race-of-different-members'],
  }),
];
