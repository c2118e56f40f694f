import { section } from '../src/contract/clause.js';
import { onPath, onTheWire, withEachHeader, withHeader, withHeaders } from '../src/contract/headers.js';
import { must } from '../src/contract/requirement.js';
import { aChange, aStoredChange } from '../src/contract/scenarios.js';
import { all, but, withoutBody } from '../src/contract/sent.js';
import { answers, belowTheApi } from '../src/contract/then.js';

/** Texts beyond the limits of HTTP servers, from low limits to high ones. */
const overLong = [1_500, 3_000, 5_000, 9_000, 17_000, 33_000, 100_000].map((n) => 'x'.repeat(n));
/** This many irrelevant headers, in less than 8,000 bytes. */
const manyHeaders = (count: number) =>
  Array.from({ length: count }, (_, n): [string, string] => [`X-Many-${n + 1}`, String(n)]);
/** Headers that proxies, tracing and sessions read, with values that they do not expect. */
const ODD_HEADERS = [
  ['traceparent', '00-xyz-0-zz'],
  ['X-Request-Id', 'r'.repeat(300)],
  ['X-Forwarded-For', 'unknown, , _hidden, [::1'],
  ['X-Forwarded-Port', 'abc'],
  ['Forwarded', 'for="_;by=;=;proto'],
  ['Cookie', '=; a; b="; c=%zz'],
  ['If-Modified-Since', 'yesterday'],
  ['Accept-Encoding', ';q=x, *;q=9'],
  ['User-Agent', 'x'.repeat(1_000)],
  ['Referer', '::not a url::'],
] as const;
const stated = { clause: section('URI'), basis: 'protocol', reading: 'R31' } as const;

/** Unusual HTTP, and what is hardly HTTP (R31). */
export const http = [
  must('http-chunked', {
    ...stated,
    says: 'A chunked body works, or is refused',
    given: onTheWire({ framing: 'chunked' }, aStoredChange('in chunks')),
    then: answers(200, 400, 417),
  }),
  must('http-trailers', {
    ...stated,
    says: 'A chunked body with extensions and trailers works, or is refused (RFC 9112, 7.1)',
    given: onTheWire({ framing: 'trailers' }, aStoredChange('in chunks with trailers')),
    then: answers(200, 400, 417),
  }),
  must('http-odd-headers', {
    ...stated,
    says: 'Headers that infrastructure reads are ignored, or refused, if they are malformed',
    given: onTheWire(
      {},
      all(...ODD_HEADERS.map(([name, value]) => withHeader(name, [value], aStoredChange(`with an odd ${name}`)))),
    ),
    then: belowTheApi(200),
  }),
  must('http-next-request', {
    ...stated,
    says: 'A refused request, however its body is framed, does not affect the next one on its connection',
    given: all(
      ...(['trailers', 'long-body', 'long-chunks'] as const).map((behind) =>
        onTheWire({ behind }, aStoredChange('behind a refused request')),
      ),
    ),
    then: answers(200),
  }),
  must('http-expect-continue', {
    ...stated,
    says: 'Expect: 100-continue works, or is refused',
    given: onTheWire({}, withHeader('Expect', ['100-continue'], aStoredChange('after 100'))),
    then: answers(200, 400, 417),
  }),
  must('http-expect-unknown', {
    ...stated,
    says: 'An unknown Expect is ignored or refused',
    given: onTheWire({}, withHeader('Expect', ['a-miracle'], aStoredChange('with an unknown Expect'))),
    then: belowTheApi(200),
  }),
  must('http-length-missing', {
    ...stated,
    says: 'A request with neither a body nor a Content-Length has no body, and is refused',
    given: onTheWire({ framing: 'none' }, withoutBody()),
    then: belowTheApi(),
  }),
  must('http-two-lengths', {
    ...stated,
    says: 'Two different Content-Lengths are refused',
    given: onTheWire(
      { framing: 'none' },
      but(aChange(), (sent) => ({
        ...sent,
        headers: [...sent.headers, ['Content-Length', '10'], ['Content-Length', '75']],
      })),
    ),
    then: belowTheApi(),
  }),
  must('http-length-too-small', {
    ...stated,
    says: 'A body that its Content-Length cuts off is not JSON',
    given: onTheWire({ framing: 'none' }, withHeader('Content-Length', ['10'], aChange())),
    then: belowTheApi(),
  }),
  must('http-length-malformed', {
    ...stated,
    says: 'A Content-Length that is not a number is refused',
    given: onTheWire({ framing: 'none' }, withEachHeader('Content-Length', ['abc', '-1', '1e2', '0x4b'], aChange())),
    then: belowTheApi(),
  }),
  must('http-length-and-chunks', {
    ...stated,
    says: 'Content-Length beside Transfer-Encoding is refused, or the chunks are read',
    given: onTheWire(
      { framing: 'chunked' },
      withHeader('Content-Length', ['10'], aStoredChange('in chunks with a length')),
    ),
    then: belowTheApi(200),
  }),
  must('http-host-missing', {
    ...stated,
    says: 'A request without Host is refused',
    given: onTheWire({ omitHost: true }, aStoredChange('without Host')),
    then: belowTheApi(200),
  }),
  must('http-request-line', {
    ...stated,
    says: 'A malformed request line is refused, a method that is none possibly with 501 (RFC 9110, 15.6.2)',
    given: all(
      onTheWire({ requestLine: 'PUT' }, aChange()),
      onTheWire({ requestLine: 'PUT {path} with blanks HTTP/1.1' }, aChange()),
      onTheWire({ requestLine: '\u0000\u0001 {path} HTTP/1.1' }, aChange()),
    ),
    then: belowTheApi(501),
  }),
  must('http-version', {
    ...stated,
    says: 'An invalid version of HTTP is refused, possibly with 505 (RFC 9110, 15.6.6), or taken for a known one',
    given: all(
      onTheWire({ requestLine: 'PUT {path} HTTP/9.9' }, aStoredChange('by HTTP/9.9')),
      onTheWire({ requestLine: 'PUT {path} HTTP/3.0' }, aStoredChange('by HTTP/3.0')),
    ),
    then: belowTheApi(200, 505),
  }),
  must('http-control-characters', {
    ...stated,
    says: 'Control characters in a header are refused',
    given: onTheWire(
      {},
      withEachHeader('X-Odd', ['a\u0000b', 'a\u0001b', 'a\u007fb'], aStoredChange('with odd headers')),
    ),
    then: belowTheApi(200),
  }),
  must('http-long-header', {
    ...stated,
    says: 'An over-long header is refused, or ignored',
    given: onTheWire({}, withEachHeader('X-Long', overLong, aStoredChange('with a long header'))),
    then: belowTheApi(200),
  }),
  must('http-many-headers', {
    ...stated,
    says: 'More headers than servers usually accept are ignored or refused',
    given: onTheWire(
      {},
      all(...[90, 120, 250].map((count) => withHeaders(manyHeaders(count), aStoredChange('with many headers')))),
    ),
    then: belowTheApi(200),
  }),
  must('http-long-path', {
    ...stated,
    says: 'An over-long path is refused',
    given: onTheWire(
      {},
      onPath(
        overLong.map((id) => `/v1/{project_id}/vpc-endpoint-services/${id}`),
        aChange(),
      ),
    ),
    then: belowTheApi(),
  }),
];
