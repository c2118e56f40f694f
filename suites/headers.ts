import { table } from '../src/contract/clause.js';
import { withEachHeader, withHeader } from '../src/contract/headers.js';
import { chapter, must } from '../src/contract/requirement.js';
import { aChange, anyUpdate, aStoredChange } from '../src/contract/scenarios.js';
import { all } from '../src/contract/sent.js';
import { answers, refuses } from '../src/contract/then.js';
import { signatures } from './headers-signature.js';

const token = table(2, 'X-Auth-Token');
const contentType = table(2, 'Content-Type');
const documented = { clause: token, basis: 'documented', reading: 'R11', needs: ['token'] } as const;

/** The two documented headers (Table 2), and Accept, which HTTP adds. */
export const headers = chapter('headers', [
  must('token-missing', {
    ...documented,
    says: 'Without X-Auth-Token nobody is let in',
    given: withHeader('X-Auth-Token', [], anyUpdate()),
    then: refuses(401),
  }),
  must('token-empty', {
    ...documented,
    says: 'An empty X-Auth-Token lets nobody in',
    given: withHeader('X-Auth-Token', [''], anyUpdate()),
    then: refuses(401),
  }),
  must('token-blank', {
    ...documented,
    says: 'An X-Auth-Token of blanks lets nobody in',
    given: withHeader('X-Auth-Token', ['   '], anyUpdate()),
    then: refuses(401),
  }),
  must('token-unknown', {
    ...documented,
    says: 'An unknown token lets nobody in',
    given: all(
      withEachHeader(
        'X-Auth-Token',
        ['no-such-token', 'null', 'undefined', '0', 'admin', 'Bearer {{token}}', "' OR '1'='1"],
        aChange(),
      ),
      withHeader('X-Auth-Token', ['no-such-token'], anyUpdate()),
    ),
    then: refuses(401),
  }),
  must('token-cut', {
    ...documented,
    says: 'The good token without its first or its last character lets nobody in',
    given: withEachHeader('X-Auth-Token', ['{{token-cut}}', '{{token-beheaded}}'], aChange()),
    then: refuses(401),
  }),
  must('token-extended', {
    ...documented,
    says: 'The good token with one character more, or repeated, lets nobody in',
    given: withEachHeader('X-Auth-Token', ['{{token-extended}}', 'a{{token}}', '{{token}}{{token}}'], aChange()),
    then: refuses(401),
  }),
  must('token-changed', {
    ...documented,
    says: 'The good token with another last character lets nobody in',
    given: withHeader('X-Auth-Token', ['{{token-changed}}'], aChange()),
    then: refuses(401),
  }),
  must('token-case', {
    ...documented,
    says: 'The good token in swapped case lets nobody in',
    given: withHeader('X-Auth-Token', ['{{token-swapped-case}}'], aChange()),
    then: refuses(401),
  }),
  must('token-long', {
    ...documented,
    says: 'An unknown token of 2,048 characters lets nobody in',
    given: withHeader('X-Auth-Token', ['x'.repeat(2_048)], aChange()),
    then: refuses(401),
  }),
  must('token-elsewhere', {
    ...documented,
    says: 'The token in another header lets nobody in',
    given: withHeader('X-Subject-Token', ['{{token}}'], withHeader('X-Auth-Token', [], aChange())),
    then: refuses(401),
  }),
  must('token-as-bearer', {
    ...documented,
    says: 'The token as a bearer token in Authorization lets nobody in (401; 400 as a malformed signature)',
    given: withHeader('Authorization', ['Bearer {{token}}'], withHeader('X-Auth-Token', [], aChange())),
    then: refuses(401, 400),
  }),
  must('token-foreign', {
    ...documented,
    says: 'A token of another project is refused',
    needs: ['foreign-token'],
    given: withHeader('X-Auth-Token', ['{{foreign-token}}'], anyUpdate()),
    then: refuses(403, 401),
  }),
  must('token-twice', {
    ...documented,
    basis: 'sanity',
    says: 'The good token sent twice is accepted or refused',
    given: withHeader('X-Auth-Token', ['{{token}}', '{{token}}'], aStoredChange('with the token twice')),
    then: refuses(200, 400, 401),
  }),
  must('token-name-case', {
    ...documented,
    basis: 'protocol',
    says: 'The name of a header has no case (RFC 9110, 5.1)',
    given: withHeader('x-auth-token', ['{{token}}'], aStoredChange('under a lower-case header name')),
    then: answers(200),
  }),
  ...signatures,
  must('content-type-json', {
    clause: contentType,
    basis: 'documented',
    reading: 'R9',
    says: 'application/json is accepted, with or without charset=utf-8',
    given: withEachHeader(
      'Content-Type',
      [
        'application/json',
        'application/json;charset=utf-8',
        'application/json; charset=UTF-8',
        'application/json;charset=UTF-8',
      ],
      aStoredChange('as JSON'),
    ),
    then: answers(200),
  }),
  must('content-type-spelling', {
    clause: contentType,
    basis: 'sanity',
    reading: 'R9',
    says: 'application/json in upper case, or with a quoted charset, is accepted or rejected',
    given: withEachHeader(
      'Content-Type',
      ['APPLICATION/JSON', 'Application/Json; Charset=UTF-8', 'application/json; charset="utf-8"'],
      aStoredChange('in another spelling'),
    ),
    then: answers(200, 400),
  }),
  must('content-type-missing', {
    clause: contentType,
    basis: 'documented',
    reading: 'R9',
    says: 'Without Content-Type the body is rejected, or read as JSON all the same',
    given: withHeader('Content-Type', [], aStoredChange('without Content-Type')),
    then: answers(200, 400),
  }),
  must('content-type-other', {
    clause: contentType,
    basis: 'documented',
    reading: 'R9',
    says: 'A body of another type is rejected, or read as JSON all the same',
    given: withEachHeader(
      'Content-Type',
      [
        'text/plain',
        'application/xml',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        'application/octet-stream',
        'application/merge-patch+json',
        'application/jsonx',
        'json',
        '',
      ],
      aStoredChange('under another type'),
    ),
    then: answers(200, 400),
  }),
  must('content-type-charset', {
    clause: contentType,
    basis: 'documented',
    reading: 'R9',
    says: 'A body in an unknown charset is rejected, or read as JSON all the same',
    given: withEachHeader(
      'Content-Type',
      [
        'application/json; charset=no-such-charset',
        'application/json; charset=',
        'application/json; charset=iso-8859-1',
      ],
      aStoredChange('in another charset'),
    ),
    then: answers(200, 400),
  }),
  must('content-type-twice', {
    clause: contentType,
    basis: 'sanity',
    reading: 'R9',
    says: 'Content-Type sent twice is accepted or rejected',
    given: withHeader(
      'Content-Type',
      ['application/json', 'application/json'],
      aStoredChange('with Content-Type twice'),
    ),
    then: answers(200, 400),
  }),
  must('accept-json', {
    clause: table(2),
    basis: 'protocol',
    reading: 'R10',
    says: 'An Accept that includes JSON is answered with JSON',
    given: withEachHeader(
      'Accept',
      ['application/json', '*/*', 'application/*', 'text/html, application/json;q=0.1', 'text/*;q=0.5, */*;q=0.1'],
      aStoredChange('accepting JSON'),
    ),
    then: answers(200),
  }),
  must('accept-absent', {
    clause: table(2),
    basis: 'protocol',
    reading: 'R10',
    says: 'Without Accept the answer is JSON',
    given: withHeader('Accept', [], aStoredChange('without Accept')),
    then: answers(200),
  }),
  must('accept-excludes-json', {
    clause: table(2),
    basis: 'protocol',
    reading: 'R10',
    says: 'An Accept that excludes JSON is answered with 406, or in JSON all the same',
    given: withEachHeader(
      'Accept',
      [
        'application/xml',
        'text/html',
        'text/plain',
        'image/png',
        'application/json;q=0',
        'text/*',
        'application/vnd.api+json',
      ],
      aStoredChange('accepting no JSON'),
    ),
    then: answers(200, 406),
  }),
  must('accept-malformed', {
    clause: table(2),
    basis: 'sanity',
    reading: 'R10',
    says: 'A malformed Accept is answered in JSON, or with 406 or 400',
    given: withEachHeader(
      'Accept',
      ['json', 'application/', '/', ',,,', 'application/json;q=high', ''],
      aStoredChange('with a malformed Accept'),
    ),
    then: answers(200, 406, 400),
  }),
]);
