import { section, table } from '../src/contract/clause.js';
import { gzipped } from '../src/contract/encoded-bodies.js';
import { withEachHeader, withHeader } from '../src/contract/headers.js';
import { chapter, must, should } from '../src/contract/requirement.js';
import { withEachNearMiss } from '../src/contract/near.js';
import { aStoredChange } from '../src/contract/scenarios.js';
import { all } from '../src/contract/sent.js';
import { answers } from '../src/contract/then.js';
import { signatures } from './headers-signature.js';
import { tokens } from './headers-token.js';

const contentType = table(2, 'Content-Type');

/** The two documented headers (Table 2), and Accept, which HTTP adds. */
export const headers = chapter('headers', [
  ...tokens,
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
    says: 'application/json is accepted in whatever case it is written (RFC 9110, 8.3.1)',
    given: withEachHeader(
      'Content-Type',
      ['APPLICATION/JSON', 'Application/Json; Charset=UTF-8', 'application/json; CHARSET=utf-8'],
      aStoredChange('in another spelling'),
    ),
    then: answers(200),
  }),
  should('content-type-quoted', {
    clause: contentType,
    basis: 'protocol',
    reading: 'R9',
    says: 'A quoted charset is the same as a bare one (RFC 9110, 8.3.1)',
    given: withEachHeader(
      'Content-Type',
      ['application/json; charset="utf-8"', 'application/json;charset="UTF-8"'],
      aStoredChange('with a quoted charset'),
    ),
    then: answers(200),
  }),
  must('content-type-missing', {
    clause: contentType,
    basis: 'documented',
    reading: 'R9',
    says: 'Without Content-Type the body is rejected, or read as JSON anyway',
    given: withHeader('Content-Type', [], aStoredChange('without Content-Type')),
    then: answers(200, 400),
  }),
  must('content-type-other', {
    clause: contentType,
    basis: 'documented',
    reading: 'R9',
    says: 'A body of another type is rejected, or read as JSON anyway',
    given: withEachHeader(
      'Content-Type',
      [
        'text/plain',
        'application/xml',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        'multipart/form-data',
        '*/*',
        'application/*',
        '/',
        ';',
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
  must('content-type-near', {
    clause: contentType,
    basis: 'sanity',
    reading: 'R9',
    says: 'A body whose type is almost application/json is rejected, or read as JSON anyway',
    given: all(
      withEachNearMiss('Content-Type', aStoredChange('under a near type')),
      withEachHeader(
        'Content-Type',
        [
          'application/vnd.api+json',
          'application/json; version=1',
          'application/json; charset',
          'application/json; charset=utf-8; charset=utf-8',
          "application/json; charset='utf-8'",
          'application/json; charset="utf-8',
          'application/json; charset=utf8',
          'application/json, text/plain',
          'application /json',
          'application/json; boundary=x',
          'application/json;;',
        ],
        aStoredChange('under a near type'),
      ),
    ),
    then: answers(200, 400),
  }),
  should('content-type-blanks', {
    clause: contentType,
    basis: 'protocol',
    reading: 'R9',
    says: 'Blanks around the semicolon of a parameter have no meaning (RFC 9110, 5.6.6)',
    given: withEachHeader(
      'Content-Type',
      ['application/json ; charset=utf-8', 'application/json;  charset=utf-8'],
      aStoredChange('with blanks in its type'),
    ),
    then: answers(200),
  }),
  must('content-type-charset', {
    clause: contentType,
    basis: 'documented',
    reading: 'R9',
    says: 'A body in an unknown charset is rejected, or read as JSON anyway',
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
  must('content-encoding', {
    clause: section('Status codes'),
    basis: 'protocol',
    reading: 'R9',
    says: 'A body with a Content-Encoding is decoded, read as it is, or rejected',
    given: all(
      gzipped(aStoredChange('in gzip')),
      withHeader('Content-Encoding', ['gzip'], aStoredChange('said to be in gzip')),
      withHeader('Content-Encoding', ['identity'], aStoredChange('as it is')),
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
    says: 'An Accept that excludes JSON is answered with 406, or in JSON anyway',
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
  must('accept-spelling', {
    clause: table(2),
    basis: 'protocol',
    reading: 'R10',
    says: 'An Accept that includes JSON is answered with JSON however it is spelt (RFC 9110, 12.5.1)',
    given: withEachHeader(
      'Accept',
      ['APPLICATION/JSON', 'application/json;q=1.000', 'text/html,application/json;Q=0.5', '*/* ; q=0.001'],
      aStoredChange('accepting JSON in another spelling'),
    ),
    then: answers(200),
  }),
  must('accept-near', {
    clause: table(2),
    basis: 'sanity',
    reading: 'R10',
    says: 'An Accept that is almost application/json is answered in JSON, or with 406 or 400',
    given: all(
      withEachNearMiss('Accept', aStoredChange('accepting a near type')),
      withEachHeader(
        'Accept',
        ['application/json;version=1', 'application/json;q=2', 'application/json;q="0.5"', '*/json', '*'],
        aStoredChange('accepting a near type'),
      ),
    ),
    then: answers(200, 406, 400),
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
