/** The requirements of the second operation, in the vocabulary of the first. */
import { section, table } from '../contract/clause.js';
import { everyEffect } from '../contract/effects.js';
import { everyBoundaryOf, everyConstraintOf, everyViolationOf } from '../contract/families.js';
import { onUnknownService, withHeader, withMethod } from '../contract/headers.js';
import { everyNearMissOf } from '../contract/near.js';
import { aChangeOfOneMember, afterASecond } from '../contract/after-a-second.js';
import { nearValues } from '../contract/near-values.js';
import { chapter, must, should, type Chapter } from '../contract/requirement.js';
import {
  aChange,
  drawnBodies,
  everyCombination,
  onEveryService,
  theBaseline,
  twice,
  watchingOthers,
} from '../contract/scenarios.js';
import { fromEveryState } from '../contract/states.js';
import { everyEnvelope } from '../contract/statuses.js';
import { accepted, methodNotAllowed, refuses, rejected, unknownService } from '../contract/then.js';
import { body } from '../contract/sent.js';

const updates = ['request-body/every-combination', 'request-body/drawn', 'effect/*'];
const refusals = ['headers/*', 'path/*', 'methods/*', 'request-body/*'];

const watched = (id: string, says: string) =>
  must(id, { clause: table(5), basis: 'documented', says, watching: updates });
const guarded = (id: string, says: string) =>
  must(id, { clause: section('Status codes'), basis: 'sanity', says, watching: refusals });

export const chapters: readonly Chapter[] = [
  chapter('path', [
    must('service-unknown', {
      clause: table(1, 'vpc_endpoint_service_id'),
      basis: 'documented',
      says: 'A service that does not exist is not found',
      given: onUnknownService(aChange()),
      then: unknownService(),
    }),
  ]),
  chapter('headers', [
    must('token-missing', {
      clause: table(2, 'X-Auth-Token'),
      basis: 'documented',
      needs: ['token'],
      says: 'A request without a token is refused',
      given: withHeader('X-Auth-Token', [], aChange()),
      then: refuses(401),
    }),
    everyNearMissOf('X-Auth-Token', {
      kinds: ['other', 'case'],
      basis: 'documented',
      needs: ['token'],
      then: refuses(401),
    }),
  ]),
  chapter('request-body', [
    must('every-combination', {
      clause: table(3),
      basis: 'documented',
      says: 'The new name is accepted',
      given: everyCombination(),
      then: accepted(),
    }),
    must('base-bodies', {
      clause: table(3),
      basis: 'sanity',
      says: 'Every legal body that violations are built on is accepted',
      watching: ['request-body/*', 'effect/*'],
    }),
    must('drawn', {
      clause: table(3),
      basis: 'schema',
      says: 'A valid body is accepted, whatever its values',
      given: drawnBodies(),
      then: accepted(),
    }),
    must('nothing', {
      clause: table(3),
      basis: 'documented',
      says: 'A body without the mandatory member is rejected',
      given: body({}),
      then: rejected(),
    }),
    everyBoundaryOf('NewName'),
    everyViolationOf('NewName'),
  ]),
  chapter('reply', [
    watched('status', 'An accepted update is answered with exactly 200'),
    watched('content-type', 'The reply is application/json'),
    watched('utf-8', 'The reply is UTF-8'),
    watched('content-coding', 'The reply is not coded'),
    watched('json', 'The reply is JSON'),
    watched('object', 'The reply is an object'),
    everyConstraintOf('RenamedService', updates),
    watched('id/matches-path', 'id is that of the path'),
    watched('project_id/matches-path', 'project_id is that of the path'),
    watched('created/constant', 'created never moves'),
    watched('renamed/not-before-created', 'renamed is not before created'),
    watched('renamed/moves-on', 'renamed moves on with a change made more than a second later'),
  ]),
  chapter('errors', [
    everyEnvelope(refusals),
    guarded('documented-status', 'Every answer has a status that the document lists'),
    guarded('envelope/unlisted', 'An error with another status carries the error envelope, too'),
    guarded('no-leak/credential', 'No error shows the credential that was sent'),
    guarded('no-leak/stack-trace', 'No error shows a stack trace'),
    guarded('no-leak/source-path', 'No error shows the path of a source file'),
  ]),
  chapter('methods', [
    must('post', {
      clause: section('Status codes'),
      basis: 'sanity',
      says: 'POST is not allowed',
      given: withMethod('POST', aChange()),
      then: methodNotAllowed(),
    }),
    should('allow', {
      clause: section('Status codes'),
      basis: 'protocol',
      says: 'A 405 names PUT',
      watching: ['methods/*'],
    }),
  ]),
  chapter('effect', [
    everyEffect(updates),
    fromEveryState(),
    watched('one-record/members', 'A read shows what the reply before it showed'),
    watched('one-record/created', 'created is the same in reads and replies'),
    watched('one-record/renamed', 'renamed is at most one second before that of the last reply'),
    guarded('atomic', 'A rejected request changes nothing'),
    must('near-values', {
      clause: table(3),
      basis: 'sanity',
      says: 'A name that differs in a single respect takes the place of the one before',
      given: nearValues(),
      then: accepted(),
    }),
    must('idempotent', {
      clause: table(3),
      basis: 'protocol',
      says: 'The same name twice is accepted twice',
      given: twice(theBaseline()),
      then: accepted(),
    }),
    must('later', {
      clause: table(5, 'renamed'),
      basis: 'documented',
      says: 'A change more than a second after the last one is accepted',
      given: afterASecond(aChangeOfOneMember()),
      then: accepted(),
    }),
    must('isolation', {
      clause: table(3),
      basis: 'sanity',
      needs: ['other-service'],
      says: 'Renaming one service renames no other',
      given: watchingOthers(onEveryService(everyCombination())),
      then: accepted(),
    }),
  ]),
];
