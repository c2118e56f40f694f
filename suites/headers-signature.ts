import { table } from '../src/contract/clause.js';
import { onPath, signedAs, unsigned, withAuthorization } from '../src/contract/headers.js';
import { must } from '../src/contract/requirement.js';
import { aChange, anyUpdate, aStoredChange } from '../src/contract/scenarios.js';
import { answers, refuses } from '../src/contract/then.js';

const signed = { clause: table(2, 'X-Auth-Token'), basis: 'protocol', reading: 'R33', needs: ['aksk'] } as const;

/** Requests that are signed with AK and SK instead of carrying a token. */
export const signatures = [
  must('signature-good', {
    ...signed,
    says: 'A request that is signed with AK and SK needs no token',
    given: signedAs(['good'], aStoredChange('with a signature')),
    then: answers(200),
  }),
  must('signature-own-list', {
    ...signed,
    says: 'A signature covers the headers that it lists: X-Sdk-Date alone, or all',
    given: signedAs(['date-only', 'every-header'], aStoredChange('with other headers signed')),
    then: answers(200),
  }),
  must('signature-missing', {
    ...signed,
    says: 'Without a token, only signed requests are authenticated',
    given: unsigned(anyUpdate()),
    then: refuses(401),
  }),
  must('signature-changed', {
    ...signed,
    says: 'A signature with other digits does not authenticate',
    given: signedAs(['changed'], aChange()),
    then: refuses(401),
  }),
  must('signature-other-secret', {
    ...signed,
    says: 'A signature made with another SK does not authenticate',
    given: signedAs(['other-secret'], aChange()),
    then: refuses(401),
  }),
  must('signature-other-body', {
    ...signed,
    says: 'The signature of another body, or of none, does not authenticate',
    given: signedAs(['other-body', 'no-body'], aChange()),
    then: refuses(401),
  }),
  must('signature-other-path', {
    ...signed,
    says: 'The signature of a request to another path does not authenticate',
    given: signedAs(['other-path'], aChange()),
    then: refuses(401),
  }),
  must('signature-other-method', {
    ...signed,
    says: 'The signature of a request with another method does not authenticate',
    given: signedAs(['other-method'], aChange()),
    then: refuses(401),
  }),
  must('signature-other-date', {
    ...signed,
    says: 'The signature of an earlier request does not authenticate under a new X-Sdk-Date',
    given: signedAs(['other-date'], aChange()),
    then: refuses(401),
  }),
  must('signature-old', {
    ...signed,
    says: 'A signature that is 35 minutes old, or 35 minutes ahead, does not authenticate',
    given: signedAs(['old', 'future'], aChange()),
    then: refuses(401, 403),
  }),
  must('signature-without-date', {
    ...signed,
    says: 'A signature that does not cover X-Sdk-Date does not authenticate',
    given: signedAs(['date-unsigned'], aChange()),
    then: refuses(401, 400, 403),
  }),
  must('signature-other-project', {
    ...signed,
    reading: 'R11',
    says: 'A signed request to a project that does not exist is refused',
    given: signedAs(
      ['good'],
      onPath(['/v1/00000000000000000000000000000000/vpc-endpoint-services/{service_id}'], aChange()),
    ),
    then: refuses(400, 401, 403, 404),
  }),
  must('signature-unknown-key', {
    ...signed,
    says: 'An AK that does not exist does not authenticate',
    given: signedAs(['unknown-key'], aChange()),
    then: refuses(401),
  }),
  must('signature-malformed', {
    ...signed,
    says: 'An Authorization without a whole signature does not authenticate',
    given: withAuthorization(
      [
        'SDK-HMAC-SHA256 Access={{access-key}}',
        'SDK-HMAC-SHA256 Access={{access-key}}, SignedHeaders=x-sdk-date, Signature=',
        'SDK-HMAC-SHA256 Access={{access-key}}, SignedHeaders=, Signature=null',
        'Bearer {{access-key}}',
      ],
      aChange(),
    ),
    then: refuses(401, 400),
  }),
];
