import { section } from '../src/contract/clause.js';
import { onPath, withEachHeader, withHeader, withMethod } from '../src/contract/headers.js';
import { chapter, must, should } from '../src/contract/requirement.js';
import { aForm, aJsonPatch } from '../src/contract/other-forms.js';
import { aChange, aLongBody } from '../src/contract/scenarios.js';
import { all } from '../src/contract/sent.js';
import { methodNotAllowed, refuses } from '../src/contract/then.js';

const clause = section('Status codes', '405');

/**
 * Methods that the resource does not have; DELETE, GET, HEAD and OPTIONS belong to other operations and are not probed.
 */
export const methods = chapter('methods', [
  must('post', {
    clause,
    basis: 'documented',
    reading: 'R21',
    says: 'POST on the resource is not allowed',
    given: withMethod('POST', all(aChange(), aLongBody())),
    then: methodNotAllowed(),
  }),
  must('patch', {
    clause,
    basis: 'documented',
    reading: 'R21',
    says: 'PATCH on the resource is not allowed',
    given: withMethod('PATCH', all(aChange(), aLongBody())),
    then: methodNotAllowed(),
  }),
  must('overridden', {
    clause,
    basis: 'sanity',
    reading: 'R21',
    says: 'POST and PATCH are not allowed whatever method a header or the query names instead',
    given: all(
      withMethod(
        'POST',
        all(
          ...['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'].map((name) =>
            withHeader(name, ['PUT'], aChange()),
          ),
        ),
      ),
      withMethod('PATCH', withHeader('X-HTTP-Method-Override', ['PUT'], aChange())),
    ),
    then: methodNotAllowed(),
  }),
  must('overridden-in-query', {
    clause,
    basis: 'sanity',
    reading: 'R21',
    says: 'POST is not allowed if the query names PUT; a query may be refused first (R20)',
    given: withMethod('POST', onPath(['/v1/{project_id}/vpc-endpoint-services/{service_id}?_method=PUT'], aChange())),
    then: refuses(405, 400, 404),
  }),
  must('typed', {
    clause,
    basis: 'sanity',
    reading: 'R21',
    says: 'POST and PATCH are not allowed whatever the type of their body; the type may be refused first (R9)',
    given: all(
      withMethod(
        'PATCH',
        withEachHeader('Content-Type', ['application/merge-patch+json', 'application/json-patch+json'], aChange()),
      ),
      withMethod('PATCH', withHeader('Content-Type', ['application/json-patch+json'], aJsonPatch())),
      withMethod('POST', withHeader('Content-Type', ['application/x-www-form-urlencoded'], aForm())),
    ),
    then: methodNotAllowed(400),
  }),
  should('allow', {
    clause,
    basis: 'protocol',
    reading: 'R21',
    says: 'A 405 names the methods that are allowed, PUT among them (RFC 9110, 15.5.6)',
    watching: ['methods/post', 'methods/patch'],
  }),
]);
