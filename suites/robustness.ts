import { table } from '../src/contract/clause.js';
import { chapter, must } from '../src/contract/requirement.js';
import { fromBaseline, legalBodyOf } from '../src/contract/scenarios.js';
import { all, bodies, body, text, textSaying, withoutBody } from '../src/contract/sent.js';
import { accepted, answers, open, readOrRefused, rejected } from '../src/contract/then.js';
import { bytes, doubled, doubledPort, nested, withUnknown } from '../src/contract/values.js';
import { http } from './robustness-http.js';
import { crossings } from './robustness-crossed.js';
import { jsonTexts } from './robustness-json.js';

const json = { clause: table(3), basis: 'protocol', reading: 'R8' } as const;

/** Bodies that are almost JSON, unusual JSON, and unusual HTTP. */
export const robustness = chapter('robustness', [
  must('body-absent', {
    ...json,
    says: 'An update without a body is rejected',
    given: withoutBody(),
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
  ...jsonTexts,
  ...crossings,
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
    says: 'Blanks, line ends and escapes between and in JSON tokens have no meaning',
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
    says: 'JSON after a byte order mark is read or rejected',
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
  must('body-very-deep', {
    ...json,
    says: 'An unknown member as deep as 64 KiB allows is ignored, or refused with a 4xx',
    given: bodies(() =>
      [1_000, 10_000, 32_700].flatMap((levels) => [
        withUnknown('unknown', nested(levels, 'array')),
        ...(levels > 10_000 ? [] : [withUnknown('unknown', nested(levels, 'object'))]),
      ]),
    ),
    then: readOrRefused(),
  }),
  must('body-not-a-number', {
    ...json,
    says: 'NaN, Infinity, undefined and None are not JSON in an unknown member either',
    given: text(
      ...['NaN', 'Infinity', '-Infinity', 'nan', 'inf', '-NaN', '1e', '0x10', 'undefined', 'None'].map(
        (n) => `{"description":"beside no number","unknown":${n}}`,
      ),
      '{"description":"beside no number","unknown":{"deeply":[NaN]}}',
      '{"ports":[{"client_port":8000,"server_port":45902,"unknown":NaN}]}',
    ),
    then: rejected(),
  }),
  must('body-duplicate-members', {
    ...json,
    reading: 'R7',
    says: 'Of two members with the same name either counts, or the body is rejected',
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
    says: 'Unusual numbers and texts in an unknown member are ignored or rejected',
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
      textSaying(
        { description: 'beside long ones' },
        ...['7'.repeat(5_000), `-${'7'.repeat(400)}`, `0.${'1'.repeat(5_000)}`, `1e${'9'.repeat(30)}`].map(
          (number) => `{"description":"beside long ones","unknown":${number}}`,
        ),
      ),
      bodies(() =>
        [
          '$set',
          '$',
          '@type',
          '#',
          '',
          ' ',
          'a.b',
          'a[0]',
          'a/b',
          '_',
          '-',
          '1',
          '中',
          '__proto__',
          'constructor',
          'x'.repeat(300),
        ].map((name, n) => withUnknown(name, n % 2 === 0 ? 'x' : { x: 1 })),
      ),
    ),
    then: open(),
  }),
  ...http,
  must('body-still-works', {
    ...json,
    says: 'An ordinary update is accepted after all these requests',
    given: fromBaseline(body({ description: 'After all this' })),
    then: accepted(),
  }),
]);
