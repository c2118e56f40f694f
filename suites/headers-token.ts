import { table } from '../src/contract/clause.js';
import { onPath, withEachHeader, withHeader } from '../src/contract/headers.js';
import { everyNearMissOf } from '../src/contract/near.js';
import { must, type Chapter } from '../src/contract/requirement.js';
import { aChange, aLongBody, anyUpdate, aStoredChange } from '../src/contract/scenarios.js';
import { all, body } from '../src/contract/sent.js';
import { answers, belowTheApi, refuses } from '../src/contract/then.js';

const token = table(2, 'X-Auth-Token');
const documented = { clause: token, basis: 'documented', reading: 'R11', needs: ['token'] } as const;

/** X-Auth-Token (Table 2): which tokens authenticate, and which do not. */
export const tokens: Chapter['items'] = [
  must('token-missing', {
    ...documented,
    says: 'A request without X-Auth-Token is not authenticated',
    given: withHeader('X-Auth-Token', [], all(anyUpdate(), aLongBody())),
    then: refuses(401),
  }),
  must('token-empty', {
    ...documented,
    says: 'An empty X-Auth-Token does not authenticate',
    given: withHeader('X-Auth-Token', [''], anyUpdate()),
    then: refuses(401),
  }),
  must('token-blank', {
    ...documented,
    says: 'An X-Auth-Token of blanks does not authenticate',
    given: withHeader('X-Auth-Token', ['   '], anyUpdate()),
    then: refuses(401),
  }),
  must('token-unknown', {
    ...documented,
    says: 'An unknown token does not authenticate',
    given: all(
      withEachHeader('X-Auth-Token', ['no-such-token', 'null', 'undefined', '0', 'admin'], aChange()),
      withHeader('X-Auth-Token', ['no-such-token'], anyUpdate()),
    ),
    then: refuses(401),
  }),
  must('token-malformed', {
    ...documented,
    says: 'A malformed token does not authenticate: 401 or 400',
    given: withEachHeader('X-Auth-Token', ['Bearer {{token}}', '{{token}} x', "' OR '1'='1"], aChange()),
    then: refuses(401, 400),
  }),
  must('token-cut', {
    ...documented,
    says: 'The valid token without its first or its last character does not authenticate',
    given: withEachHeader('X-Auth-Token', ['{{token-cut}}', '{{token-beheaded}}'], aChange()),
    then: refuses(401),
  }),
  must('token-extended', {
    ...documented,
    says: 'The valid token with one character more, or repeated, does not authenticate',
    given: withEachHeader('X-Auth-Token', ['{{token-extended}}', 'a{{token}}', '{{token}}{{token}}'], aChange()),
    then: refuses(401),
  }),
  must('token-changed', {
    ...documented,
    says: 'The valid token with another last character does not authenticate',
    given: withHeader('X-Auth-Token', ['{{token-changed}}'], aChange()),
    then: refuses(401),
  }),
  must('token-case', {
    ...documented,
    says: 'The valid token in swapped case does not authenticate',
    given: withHeader('X-Auth-Token', ['{{token-swapped-case}}'], aChange()),
    then: refuses(401),
  }),
  must('token-long', {
    ...documented,
    says: 'An unknown token of 2,048 characters does not authenticate',
    given: withHeader('X-Auth-Token', ['x'.repeat(2_048)], aChange()),
    then: refuses(401),
  }),
  everyNearMissOf('X-Auth-Token', {
    kinds: ['other', 'case', 'encoded'],
    basis: 'documented',
    needs: ['token'],
    // A value that cannot be a token may be reported as such.
    then: refuses(401, 400),
  }),
  must('token-very-long', {
    ...documented,
    says: 'An unknown token of more than 2,048 characters does not authenticate',
    given: withEachHeader('X-Auth-Token', ['x'.repeat(2_049), 'x'.repeat(4_097), 'x'.repeat(7_000)], aChange()),
    then: belowTheApi(401),
  }),
  must('token-elsewhere', {
    ...documented,
    says: 'The token in another header does not authenticate',
    given: all(
      withHeader('X-Subject-Token', ['{{token}}'], withHeader('X-Auth-Token', [], aChange())),
      withHeader('X-Auth-Tokens', ['{{token}}'], withHeader('X-Auth-Token', [], aChange())),
      withHeader('X-Authtoken', ['{{token}}'], withHeader('X-Auth-Token', [], aChange())),
      withHeader('X-Access-Token', ['{{token}}'], withHeader('X-Auth-Token', [], aChange())),
      withHeader('X-Api-Key', ['{{token}}'], withHeader('X-Auth-Token', [], aChange())),
      withHeader('Token', ['{{token}}'], withHeader('X-Auth-Token', [], aChange())),
    ),
    then: refuses(401),
  }),
  must('token-in-cookie', {
    ...documented,
    says: 'The token in a cookie does not authenticate',
    given: withEachHeader(
      'Cookie',
      ['X-Auth-Token={{token}}', 'token={{token}}', 'x-auth-token={{token}}; Path=/', 'session={{token}}'],
      withHeader('X-Auth-Token', [], aChange()),
    ),
    then: refuses(401),
  }),
  must('token-in-query', {
    ...documented,
    says: 'The token in the query does not authenticate',
    given: onPath(
      [
        '/v1/{project_id}/vpc-endpoint-services/{service_id}?X-Auth-Token={{token}}',
        '/v1/{project_id}/vpc-endpoint-services/{service_id}?token={{token}}&x-auth-token={{token}}',
      ],
      withHeader('X-Auth-Token', [], aChange()),
    ),
    // An unknown query may be refused first (R20).
    then: refuses(401, 400, 404),
  }),
  must('token-in-body', {
    ...documented,
    says: 'The token in the body does not authenticate',
    given: withHeader(
      'X-Auth-Token',
      [],
      body(
        { description: 'Not to be stored', 'X-Auth-Token': '{{token}}' },
        { token: '{{token}}', service_name: 'not-stored' },
        { auth: { token: '{{token}}' }, approval_enabled: false },
      ),
    ),
    // So may a body with unknown members (R7).
    then: refuses(401, 400),
  }),
  must('token-as-bearer', {
    ...documented,
    says: 'The token as a bearer token in Authorization does not authenticate (401; 400 as a malformed signature)',
    given: withHeader('Authorization', ['Bearer {{token}}'], withHeader('X-Auth-Token', [], aChange())),
    then: refuses(401, 400),
  }),
  must('token-foreign', {
    ...documented,
    says: 'A token of another project is refused',
    needs: ['foreign-token'],
    given: withHeader('X-Auth-Token', ['{{foreign-token}}'], all(anyUpdate(), aLongBody())),
    then: refuses(403, 401),
  }),
  must('token-twice', {
    ...documented,
    basis: 'sanity',
    says: 'The valid token sent twice is accepted or refused',
    given: withHeader('X-Auth-Token', ['{{token}}', '{{token}}'], aStoredChange('with the token twice')),
    then: refuses(200, 400, 401),
  }),
  must('token-name-case', {
    ...documented,
    basis: 'protocol',
    says: 'The name of a header has no case (RFC 9110, 5.1)',
    given: all(
      withHeader('x-auth-token', ['{{token}}'], aStoredChange('under a lower-case header name')),
      withHeader('X-AUTH-TOKEN', ['{{token}}'], aStoredChange('under an upper-case header name')),
    ),
    then: answers(200),
  }),
];
