import { faultsOf, inChapter } from '../catalogue.js';
import { both, broken, interpreting, tolerate, tolerateText, turnDown, turnDownBody } from '../changes.js';
import { invalid, isRecord } from '../layers/validate.js';
import { otherNameFaults } from './around-names.js';
import { aroundTextFaults } from './around-texts.js';
import { descriptionFaults } from './request-body-description.js';
import { idFaults } from './request-body-ids.js';
import { nameFaults } from './request-body-name.js';
import { portsListFaults } from './request-body-ports.js';

const approval = faultsOf({
  'approval-anything-accepted': {
    says: 'Whatever is given for approval_enabled counts as true or false',
    caughtBy: 'request-body/approval_enabled/type/*',
    change: both(
      tolerate('approval_enabled', () => true),
      interpreting('approval_enabled', Boolean),
    ),
  },
  'approval-rejected': {
    says: 'approval_enabled is set when the service is created, and is rejected in an update',
    caughtBy: 'request-body/approval_enabled/accepts/*',
    change: turnDown('approval_enabled', () => true, 'cannot be updated'),
  },
  'approval-string-false-is-true': {
    says: 'Any text passes for approval_enabled and counts as true, even "false"',
    caughtBy: 'request-body/approval_enabled/type/string-*',
    change: both(
      tolerateText('approval_enabled', () => true),
      interpreting('approval_enabled', Boolean),
    ),
  },
  'approval-null-accepted': {
    says: 'null passes for approval_enabled, as if it were omitted',
    caughtBy: 'request-body/approval_enabled/type/null',
    change: both(
      tolerate('approval_enabled', (value) => value === null),
      interpreting('approval_enabled', (value) => value ?? undefined),
    ),
  },
  'approval-false-rejected': {
    says: 'approval_enabled false is rejected, as if it were missing',
    caughtBy: 'request-body/approval_enabled/accepts/type/false',
    change: turnDown('approval_enabled', (value) => value === false, 'is required'),
  },
});

const whole = faultsOf({
  'top-level-anything-accepted': {
    says: 'A body that is not an object counts as one without members',
    caughtBy: 'request-body/type/*',
    change: tolerate('validate', (x) => !isRecord(x.value)),
  },
  'empty-object-rejected': {
    says: 'A body without members is rejected as empty',
    caughtBy: 'request-body/empty-object',
    change: turnDownBody(
      (update) => Object.keys(update).length === 0,
      invalid('body', 'must not be empty', 'EndPoint.2002'),
    ),
  },
  'all-members-rejected': {
    says: 'A body with all six members is rejected: one of port_id and vip_port_id is too many',
    caughtBy: 'request-body/{every-combination,drawn}',
    change: turnDownBody(
      (update) => Object.keys(update).length === 6,
      invalid('vip_port_id', 'must not stand beside port_id', 'EndPoint.3054'),
    ),
  },
  'name-required': {
    says: 'service_name must be sent with every update',
    caughtBy: 'request-body/accepts/properties/*',
    change: turnDownBody((update) => update.service_name === undefined, invalid('service_name', 'is required')),
  },
  'ports-with-port-id-rejected': {
    says: 'ports and port_id cannot be changed at once',
    caughtBy: 'request-body/every-combination',
    change: turnDownBody(
      (update) => update.ports !== undefined && update.port_id !== undefined,
      invalid('ports', 'must not stand beside port_id'),
    ),
  },
  'three-members-rejected': {
    says: 'An update of exactly three members is rejected: the code for it was forgotten',
    caughtBy: 'request-body/base-bodies',
    change: turnDownBody(
      (update) => Object.keys(update).length === 3,
      invalid('description', 'must not be changed together with two others'),
    ),
  },
  'approval-false-with-empty-name-breaks': {
    says: 'approval_enabled false beside an empty service_name breaks the service: 500',
    caughtBy: 'effect/cleared',
    change: turnDownBody((update) => update.approval_enabled === false && update.service_name === '', broken),
  },
  'top-level-list-accepted': {
    says: 'A list around the body is accepted',
    caughtBy: 'request-body/type/array-*',
    change: tolerate('validate', (x) => Array.isArray(x.value)),
  },
  'name-member-any-case-stored': {
    says: 'Member names are read without regard to case, and Service_Name is stored unchecked',
    caughtBy: '{request-body/unknown-member,effect/kept/service_name}',
    change: (before) => ({
      receive: (body, x) => {
        const other = Object.keys(body).find((key) => key !== 'service_name' && key.toLowerCase() === 'service_name');
        const value = other === undefined ? undefined : body[other];
        return before.receive(typeof value === 'string' ? { ...body, service_name: value } : body, x);
      },
    }),
  },
  'unknown-created-at-stored': {
    says: 'The body is copied over the service, so that an update can set created_at',
    caughtBy: '{request-body/unknown-member,reply/created_at/constant}',
    change: (before) => ({
      merge: (state, update, x) => {
        const next = before.merge(state, update, x);
        const time = isRecord(x.value) ? x.value['created_at'] : undefined;
        return typeof time === 'string' ? { ...next, created_at: time } : next;
      },
    }),
  },
});

/** Defects in reading the members of the request (Table 3). */
export const requestBodyFaults = inChapter(
  'request-body',
  approval,
  nameFaults,
  descriptionFaults,
  idFaults,
  portsListFaults,
  whole,
  aroundTextFaults,
  otherNameFaults,
);
