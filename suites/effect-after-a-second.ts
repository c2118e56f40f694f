import { table } from '../src/contract/clause.js';
import { afterASecond, aChangeOfOneMember } from '../src/contract/after-a-second.js';
import { refusedAsItMust, strangers } from '../src/contract/reaching.js';
import { must, type Chapter } from '../src/contract/requirement.js';
import { onEveryService } from '../src/contract/scenarios.js';
import { all, body } from '../src/contract/sent.js';
import { accepted } from '../src/contract/then.js';

/** What an update, and a rejected one, does to the time of the last change (R16, R26). */
export const laterChanges: Chapter['items'] = [
  must('later/rejected', {
    clause: table(5, 'updated_at'),
    basis: 'sanity',
    reading: 'R16',
    needs: ['reads'],
    says: 'A rejected request leaves updated_at unchanged, whatever the reason',
    given: afterASecond(
      all(
        body(
          { service_name: 'not legal', description: 'Not to be stored' },
          { description: 'Not <legal>' },
          { approval_enabled: 'no' },
          { ports: [{ client_port: 0, server_port: 80 }] },
        ),
        onEveryService(strangers()),
      ),
    ),
    then: refusedAsItMust(),
  }),
  must('later/accepted', {
    clause: table(5, 'updated_at'),
    basis: 'documented',
    reading: 'R26',
    says: 'A change more than a second after the last one is accepted',
    given: afterASecond(aChangeOfOneMember()),
    then: accepted(),
  }),
];
