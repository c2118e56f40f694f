import { section, table } from '../src/contract/clause.js';
import { onPath, onTheWire, withHeader, withEachHeader } from '../src/contract/headers.js';
import { chapter, must } from '../src/contract/requirement.js';
import { aChange, aStoredChange, fromRest, legalBodyOf } from '../src/contract/scenarios.js';
import { all, bodies, body, but, text, textSaying, update } from '../src/contract/sent.js';
import { accepted, answers, belowTheApi, open, rejected } from '../src/contract/then.js';
import { bytes, doubled, doubledPort, nested, withUnknown } from '../src/contract/values.js';

const json = { clause: table(3), basis: 'protocol', reading: 'R8' } as const;
/** Texts beyond the limits that HTTP servers set, from the narrow to the wide. */
const overLong = [1_500, 3_000, 5_000, 9_000, 17_000, 33_000, 100_000].map((n) => 'x'.repeat(n));
const http = { clause: section('URI'), basis: 'protocol', reading: 'R31' } as const;

/** Bodies that are not quite JSON, JSON that is unusual, and HTTP that is. */
export const robustness = chapter('robustness', [
  must('body-absent', {
    ...json,
    says: 'An update without a body is rejected',
    given: () => [update],
    then: rejected(),
  }),
  must('body-blank', {
    ...json,
    says: 'An empty or blank body is rejected',
    given: text(' ', '\n', '\r\n\t  '),
    then: rejected(),
  }),
  must('body-truncated', {
    ...json,
    says: 'A body that ends too early is rejected',
    given: text(
      '{',
      '{"description"',
      '{"description":',
      '{"description":"cut',
      '{"description":"cut"',
      '{"description":"cut","ports":[{"client_port":8000,"server_port":8000}',
      '{"approval_enabled":tru',
      '[',
    ),
    then: rejected(),
  }),
  must('body-malformed', {
    ...json,
    says: 'A body that is not JSON is rejected',
    given: text(
      '{"description":"comma",}',
      '{"ports":[{"client_port":8000,"server_port":45900},]}',
      '{"description":"two"}{"description":"values"}',
      '{"description":"garbage"} x',
      '{"description":"bracket"}}',
      "{'description':'single quotes'}",
      '{description:"bare name"}',
      '{"description" "colon"}',
      '{"description"="equals"}',
      '{"description":"a" "service_name":"b"}',
      '{"description":bare}',
      '{"description":undefined}',
      'description=form&service_name=form',
      '<service><description>xml</description></service>',
      'description: yaml',
      'plain text',
    ),
    then: rejected(),
  }),
  must('body-comments', {
    ...json,
    says: 'JSON has no comments',
    given: text(
      '{"description":"comment" /* here */}',
      '// comment\n{"description":"comment"}',
      '{"description":"comment"} # comment',
    ),
    then: rejected(),
  }),
  must('body-numbers', {
    ...json,
    says: 'NaN, Infinity, hexadecimal numbers, leading zeros and plus signs are not JSON',
    given: text(
      ...['NaN', 'Infinity', '-Infinity', '0x1F90', '08080', '+8080', '8080.', '.5', '8_080', '8,080'].map(
        (n) => `{"ports":[{"client_port":${n},"server_port":45901,"protocol":"TCP"}]}`,
      ),
    ),
    then: rejected(),
  }),
  must('body-control-character', {
    ...json,
    says: 'A control character that is not escaped is not JSON',
    given: text('{"description":"raw\nline"}', '{"description":"raw\ttab"}', '{"description":"raw\u0000nul"}'),
    then: rejected(),
  }),
  must('body-escapes', {
    ...json,
    says: 'An escape that JSON does not know is rejected',
    given: text('{"description":"\\x41"}', '{"description":"\\u00"}', '{"description":"\\\'"}', '{"description":"\\"}'),
    then: rejected(),
  }),
  must('body-invalid-utf8', {
    ...json,
    says: 'Text that is not UTF-8 is rejected',
    given: text(
      bytes('{"description":"', [0xff, 0xfe], '"}'),
      bytes('{"description":"', [0xc3, 0x28], '"}'),
      bytes('{"description":"', [0xc0, 0xaf], '"}'),
      bytes('{"description":"', [0xed, 0xa0, 0x80], '"}'),
      bytes('{"description":"', [0xe4, 0xb8], '"}'),
    ),
    then: rejected(),
  }),
  must('body-other-encodings', {
    ...json,
    says: 'JSON in UTF-16 is rejected',
    given: text(
      Buffer.from('\ufeff{"description":"utf-16"}', 'utf16le'),
      Buffer.from('{"description":"utf-16"}', 'utf16le'),
    ),
    then: rejected(),
  }),
  must('body-written-otherwise', {
    ...json,
    says: 'Blanks, line ends and escapes between and in the tokens of JSON mean nothing',
    given: all(
      textSaying({ description: 'spread' }, ' \r\n\t{ "description" \n:\t"spread" } \n', '{"description":"spread"}\n'),
      textSaying({ description: 'A/中' }, '{"description":"\\u0041\\/\\u4e2d"}', '{"\\u0064escription":"A/中"}'),
      textSaying(
        { approval_enabled: false, description: 'ordered' },
        '{"description":"ordered","approval_enabled":false}',
        '{"approval_enabled":false,"description":"ordered"}',
      ),
    ),
    then: answers(200),
  }),
  must('body-bom', {
    ...json,
    says: 'JSON behind a byte order mark is read or rejected',
    given: textSaying({ description: 'behind a mark' }, '\ufeff{"description":"behind a mark"}'),
    then: open(),
  }),
  must('body-large', {
    ...json,
    says: 'A legal body of 64 KiB does not fail for its size',
    given: all(legalBodyOf(65_536), legalBodyOf(32_768), legalBodyOf(16_385)),
    then: accepted(),
  }),
  must('body-deep', {
    ...json,
    says: 'An unknown member of 100 levels is ignored or rejected',
    given: bodies(() => [withUnknown('unknown', nested(100, 'array')), withUnknown('unknown', nested(100, 'object'))]),
    then: open(),
  }),
  must('body-duplicate-members', {
    ...json,
    reading: 'R7',
    says: 'Of two members with one name either counts, or the body is rejected',
    given: all(
      doubled('description', ['first', 'second']),
      doubled('service_name', ['first', 'second']),
      doubled('approval_enabled', [false, true]),
      doubledPort(8_451, 8_452),
    ),
    then: open(),
  }),
  must('body-unknown-oddities', {
    ...json,
    reading: 'R7',
    says: 'Odd numbers and texts in an unknown member are ignored or rejected',
    given: all(
      textSaying(
        { description: 'beside odd ones' },
        '{"description":"beside odd ones","unknown":1e400}',
        '{"description":"beside odd ones","unknown":-0}',
        '{"description":"beside odd ones","unknown":123456789012345678901234567890}',
        '{"description":"beside odd ones","unknown":"\\ud800"}',
        '{"description":"beside odd ones","unknown":"\\u0000"}',
      ),
      textSaying(
        { description: 'beside bad bytes' },
        bytes('{"description":"beside bad bytes","unknown":"', [0xff], '"}'),
      ),
    ),
    then: open(),
  }),
  must('http-chunked', {
    ...http,
    says: 'A chunked body works, or is refused',
    given: onTheWire({ framing: 'chunked' }, aStoredChange('in chunks')),
    then: answers(200, 400, 417),
    needs: ['raw-client'],
  }),
  must('http-expect-continue', {
    ...http,
    says: 'Expect: 100-continue works, or is refused',
    given: onTheWire({}, withHeader('Expect', ['100-continue'], aStoredChange('after 100'))),
    then: answers(200, 400, 417),
    needs: ['raw-client'],
  }),
  must('http-expect-unknown', {
    ...http,
    says: 'An unknown Expect is ignored or refused',
    given: onTheWire({}, withHeader('Expect', ['a-miracle'], aStoredChange('with an unknown Expect'))),
    then: belowTheApi(200),
    needs: ['raw-client'],
  }),
  must('http-two-lengths', {
    ...http,
    says: 'Two Content-Lengths that differ are refused',
    given: onTheWire(
      { framing: 'none' },
      but(aChange(), (sent) => ({
        ...sent,
        headers: [...sent.headers, ['Content-Length', '10'], ['Content-Length', '75']],
      })),
    ),
    then: belowTheApi(),
    needs: ['raw-client'],
  }),
  must('http-length-too-small', {
    ...http,
    says: 'A Content-Length that cuts the body makes it no JSON',
    given: onTheWire({ framing: 'none' }, withHeader('Content-Length', ['10'], aChange())),
    then: belowTheApi(),
    needs: ['raw-client'],
  }),
  must('http-length-malformed', {
    ...http,
    says: 'A Content-Length that is no number is refused',
    given: onTheWire({ framing: 'none' }, withEachHeader('Content-Length', ['abc', '-1', '1e2', '0x4b'], aChange())),
    then: belowTheApi(),
    needs: ['raw-client'],
  }),
  must('http-length-and-chunks', {
    ...http,
    says: 'Content-Length beside Transfer-Encoding is refused, or the chunks are read',
    given: onTheWire(
      { framing: 'chunked' },
      withHeader('Content-Length', ['10'], aStoredChange('in chunks with a length')),
    ),
    then: belowTheApi(200),
    needs: ['raw-client'],
  }),
  must('http-host-missing', {
    ...http,
    says: 'A request without Host is refused',
    given: onTheWire({ omitHost: true }, aStoredChange('without Host')),
    then: belowTheApi(200),
    needs: ['raw-client'],
  }),
  must('http-request-line', {
    ...http,
    says: 'A malformed request line is refused',
    given: all(
      onTheWire({ requestLine: 'PUT' }, aChange()),
      onTheWire({ requestLine: 'PUT {path} HTTP/9.9' }, aChange()),
      onTheWire({ requestLine: 'PUT {path} with blanks HTTP/1.1' }, aChange()),
      onTheWire({ requestLine: '\u0000\u0001 {path} HTTP/1.1' }, aChange()),
    ),
    then: belowTheApi(),
    needs: ['raw-client'],
  }),
  must('http-control-characters', {
    ...http,
    says: 'Control characters in a header are refused',
    given: onTheWire(
      {},
      withEachHeader('X-Odd', ['a\u0000b', 'a\u0001b', 'a\u007fb'], aStoredChange('with odd headers')),
    ),
    then: belowTheApi(200),
    needs: ['raw-client'],
  }),
  must('http-long-header', {
    ...http,
    says: 'An over-long header is refused, or ignored',
    given: onTheWire({}, withEachHeader('X-Long', overLong, aStoredChange('with a long header'))),
    then: belowTheApi(200),
    needs: ['raw-client'],
  }),
  must('http-long-path', {
    ...http,
    says: 'An over-long path is refused',
    given: onTheWire(
      {},
      onPath(
        overLong.map((id) => `/v1/{project_id}/vpc-endpoint-services/${id}`),
        aChange(),
      ),
    ),
    then: belowTheApi(),
    needs: ['raw-client'],
  }),
  must('body-still-works', {
    ...json,
    says: 'After all this an ordinary update works',
    given: fromRest(body({ description: 'After all this' })),
    then: accepted(),
  }),
]);
