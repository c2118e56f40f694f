import { section, table } from '../src/contract/clause.js';
import { everyConstraintOf } from '../src/contract/families.js';
import { chapter, must, should } from '../src/contract/requirement.js';

/** The requests whose replies are judged here. */
export const updates = ['request-body/every-combination', 'request-body/drawn', 'effect/*'];

/** The reply to an accepted update (status 200, Tables 5 to 7). */
export const reply = chapter('reply', [
  must('status', {
    clause: section('Status codes', '200'),
    basis: 'documented',
    reading: 'R22',
    says: 'An accepted update is answered with exactly 200',
    watching: updates,
  }),
  must('content-type', {
    clause: table(5),
    basis: 'documented',
    reading: 'R22',
    says: 'The reply is application/json',
    watching: updates,
  }),
  must('utf-8', {
    needs: ['verbatim'],
    clause: table(5),
    basis: 'protocol',
    reading: 'R22',
    says: 'The reply is UTF-8 without a byte order mark (RFC 8259, 8.1)',
    watching: updates,
  }),
  should('content-coding', {
    needs: ['verbatim'],
    clause: table(5),
    basis: 'protocol',
    reading: 'R31',
    says: 'A reply is not encoded if Accept-Encoding asks for identity (RFC 9110, 12.5.3)',
    watching: updates,
  }),
  must('json', {
    needs: ['verbatim'],
    clause: table(5),
    basis: 'documented',
    reading: 'R22',
    says: 'The reply is JSON',
    watching: updates,
  }),
  must('object', {
    clause: table(5),
    basis: 'documented',
    reading: 'R22',
    says: 'The reply is an object',
    watching: updates,
  }),
  everyConstraintOf('ServiceResp', updates),
  must('id/matches-path', {
    clause: table(5, 'id'),
    basis: 'documented',
    reading: 'R24',
    says: "id is the service id of the request's path",
    watching: updates,
  }),
  must('project_id/matches-path', {
    clause: table(5, 'project_id'),
    basis: 'documented',
    reading: 'R24',
    says: "project_id is the project id of the request's path",
    watching: updates,
  }),
  must('vip_port_id/only-vip', {
    clause: table(5, 'vip_port_id'),
    basis: 'documented',
    reading: 'R24',
    says: 'vip_port_id is shown only if server_type is VIP',
    watching: updates,
  }),
  must('created_at/constant', {
    clause: table(5, 'created_at'),
    basis: 'documented',
    reading: 'R26',
    says: 'created_at never changes',
    watching: updates,
  }),
  must('updated_at/not-before-created', {
    clause: table(5, 'updated_at'),
    basis: 'documented',
    reading: 'R26',
    says: 'updated_at is not before created_at',
    watching: updates,
  }),
  must('updated_at/moves-on', {
    clause: table(5, 'updated_at'),
    basis: 'documented',
    reading: 'R26',
    says: 'updated_at advances with a change made more than a second later',
    watching: ['effect/later/accepted', ...updates],
  }),
]);
