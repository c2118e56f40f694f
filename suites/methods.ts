import { section } from '../src/contract/clause.js';
import { withMethod } from '../src/contract/headers.js';
import { chapter, must, should } from '../src/contract/requirement.js';
import { aChange } from '../src/contract/scenarios.js';
import { methodNotAllowed } from '../src/contract/then.js';

const clause = section('Status codes', '405');

/** Methods that the resource does not have. DELETE, GET, HEAD and OPTIONS belong to other operations and are not probed. */
export const methods = chapter('methods', [
  must('post', {
    clause,
    basis: 'documented',
    reading: 'R21',
    says: 'POST on the resource is not allowed',
    given: withMethod('POST', aChange()),
    then: methodNotAllowed(),
  }),
  must('patch', {
    clause,
    basis: 'documented',
    reading: 'R21',
    says: 'PATCH on the resource is not allowed',
    given: withMethod('PATCH', aChange()),
    then: methodNotAllowed(),
  }),
  should('allow', {
    clause,
    basis: 'protocol',
    reading: 'R21',
    says: 'A 405 names the methods that are allowed, PUT among them (RFC 9110, 15.5.6)',
    watching: ['methods/post', 'methods/patch'],
  }),
]);
