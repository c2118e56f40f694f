import type { Change } from '../behaviour.js';
import { faultsOf } from '../catalogue.js';
import { both, stopping, tolerate } from '../changes.js';
import { malformed } from '../layers/parse.js';
import { isRecord } from '../layers/validate.js';
import { mending } from './on-sight.js';

/** Repairs the text between its strings. */
const mendingBetween = (mend: (text: string) => string): Change =>
  mending((text) =>
    text.replace(
      /("(?:[^"\\]|\\.)*")|([^"]+)/gs,
      (_, string: string | undefined, other: string | undefined) => string ?? mend(other ?? ''),
    ),
  );

/** Repairs the strings of the text. */
const mendingStrings = (mend: (text: string) => string): Change =>
  mending((text) => text.replace(/"(?:[^"\\]|\\[^])*"/g, mend));

/** Returns the text up to the bracket that closes the first one. */
function firstValue(text: string): string {
  let depth = 0;
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/gs)) {
    if (match[0] === '{' || match[0] === '[') depth += 1;
    else if (match[0] === '}' || match[0] === ']') depth -= 1;
    else continue;
    if (depth === 0) return text.slice(0, match.index + 1);
  }
  return text;
}

/** Defects of parsers that do not follow the grammar, and of services that read JSON by other means. */
export const grammarFaults = faultsOf({
  'json-form-feed-is-blank': {
    says: 'Form feeds and vertical tabs pass for white space',
    caughtBy: 'robustness/json/white-space/control',
    change: mendingBetween((text) => text.replace(/[\f\v]/g, ' ')),
  },
  'json-no-break-space-is-blank': {
    says: 'Every Unicode space passes for white space',
    caughtBy: 'robustness/json/white-space/blank-beyond-ascii',
    change: mendingBetween((text) => text.replace(/[\u00a0\u1680\u2000-\u200a\u3000]/g, ' ')),
  },
  'json-line-separator-is-blank': {
    says: 'U+2028 and U+2029 pass for white space',
    caughtBy: 'robustness/json/white-space/line-separator',
    change: mendingBetween((text) => text.replace(/[\u2028\u2029]/g, ' ')),
  },
  'json-nul-ends-text': {
    says: 'The text ends at the first U+0000',
    caughtBy: 'robustness/json/end/{something-behind,far-behind}',
    change: mending((text) => text.split('\0')[0] ?? ''),
  },
  'json-rest-ignored': {
    says: 'Text after the object is not read',
    caughtBy: 'robustness/json/end/something-behind',
    change: mending(firstValue),
  },
  'json-far-rest-ignored': {
    says: 'Text more than 8 KiB after the object is not read',
    caughtBy: 'robustness/json/end/far-behind',
    change: mending((text) => (/\s{8192}/.test(text) ? firstValue(text) : text)),
  },
  'json-something-before-skipped': {
    says: 'Text before the first brace is skipped',
    caughtBy: 'robustness/json/begin/something-before',
    change: mending((text) => (/^[^{}[\]"]*\{/.test(text) ? text.slice(text.indexOf('{')) : text)),
  },
  'json-hash-comments': {
    says: 'The rest of a line after a # is ignored',
    caughtBy: 'robustness/json/comment/line',
    change: mendingBetween((text) => text.replace(/#[^\n]*\n/g, '')),
  },
  'json-hexadecimal-digits-lenient': {
    says: 'An escape ends at the first character that is not a digit: \\u00g1 counts as U+0000',
    caughtBy: 'robustness/json/string/hex-digits',
    change: mendingStrings((text) => text.replace(/\\u(?![0-9a-f]{4})[^"\\]{4}/gi, '?')),
  },
  'json-short-escape-accepted': {
    says: 'An escape of three digits is read',
    caughtBy: 'robustness/json/string/short-escape',
    change: mending((text) => text.replace(/\\u([0-9a-f]{3})(?![0-9a-f])/gi, '\\u0$1')),
  },
  'json-single-quotes-accepted': {
    says: 'Strings may be in single quotes',
    caughtBy: 'robustness/json/string/single-quotes',
    change: mendingBetween((text) => text.replace(/'([\w /-]*)'/g, '"$1"')),
  },
  'json-bare-names-accepted': {
    says: 'Names need no quotes',
    caughtBy: 'robustness/json/string/bare',
    change: mendingBetween((text) => text.replace(/([{,]\s*)([A-Za-z_]\w*)\s*:/g, '$1"$2":')),
  },
  'json-control-characters-accepted': {
    says: 'Control characters need no escape',
    caughtBy: 'robustness/json/string/raw-{control,nul}',
    change: mendingStrings((text) =>
      text.replace(/[\u0000-\u001f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
    ),
  },
  'json-bad-bytes-replaced': {
    says: 'Bytes that are not UTF-8 are replaced by U+FFFD, and the body is read',
    caughtBy: 'robustness/json/string/not-utf8',
    change: (before) => ({
      decode: (x) => {
        const refusal = before.decode(x);
        if (refusal?.message.includes('UTF-8') !== true) return refusal;
        x.text = x.bytes.toString('utf8');
        return undefined;
      },
    }),
  },
  'json-literals-any-case': {
    says: 'True and TRUE are read as true',
    caughtBy: 'robustness/json/literal/capitals',
    change: mendingBetween((text) => text.replace(/\b(?:true|false|null)\b/gi, (word) => word.toLowerCase())),
  },
  'json-literal-first-letter-read': {
    says: 'Only the first letter of a literal is checked',
    caughtBy: 'robustness/json/literal/{cut,extended}',
    change: mendingBetween((text) => text.replace(/\bt[a-z0-9_]*/g, 'true').replace(/\bf[a-z0-9_]*/g, 'false')),
  },
  'json-plus-accepted': {
    says: 'A number may have a plus sign',
    caughtBy: 'robustness/json/number/plus',
    change: mendingBetween((text) => text.replace(/\+(\d)/g, '$1')),
  },
  'json-number-end-ignored': {
    says: 'A number ends at the first character that is not a digit: 80L and 80e count as 80',
    caughtBy: 'robustness/json/number/{suffix,exponent}',
    change: mendingBetween((text) => text.replace(/(:\s*\d+)[A-Za-z%][\w+-]*/g, '$1')),
  },
  'json-other-digits-read': {
    says: 'Digits of any script make a number',
    caughtBy: 'robustness/json/number/other-digits',
    change: mendingBetween((text) =>
      text.replace(/[\uff10-\uff19]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0)),
    ),
  },
  'json-open-brackets-closed': {
    says: 'Missing brackets at the end are added',
    caughtBy: 'robustness/body-cut',
    change: mending((text) => {
      const open: string[] = [];
      for (const [mark] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/gs)) {
        if (mark === '{') open.push('}');
        else if (mark === '[') open.push(']');
        else if (mark === '}' || mark === ']') open.pop();
      }
      return text + open.reverse().join('');
    }),
  },
  'json-semicolons-part-members': {
    says: 'Members may be separated by semicolons',
    caughtBy: 'robustness/json/structure/other-comma',
    change: mendingBetween((text) => text.replace(/;/g, ',')),
  },
  'json-doubled-commas-accepted': {
    says: 'Two commas in a row count as one',
    caughtBy: 'robustness/json/structure/doubled',
    change: mendingBetween((text) => text.replace(/,(?:\s*,)+/g, ',')),
  },
  'json-mapping-commas-doubled': {
    says: 'Two commas in a row count as one between the members of a mapping',
    caughtBy: 'robustness/json/structure/doubled',
    change: mending((text) =>
      text.replace(/\{[^{}"]*"[^{}]*\}(?=\s*[,\]])/g, (inner) => inner.replace(/,(?:\s*,)+/g, ',')),
    ),
  },
  'json-list-commas-doubled': {
    says: 'Two commas in a row count as one between the items of a list',
    caughtBy: 'robustness/json/structure/doubled',
    change: mending((text) => text.replace(/\}\s*,(?:\s*,)+(?=\s*\{)/g, '},')),
  },
  'json-semicolon-at-end': {
    says: 'A semicolon after the object is skipped',
    caughtBy: 'robustness/json/end/something-behind',
    change: mending((text) => text.replace(/;\s*$/, '')),
  },
  'json-brackets-behind-skipped': {
    says: 'Closing brackets after the object are skipped, as by a decoder that is asked only whether more follows',
    caughtBy: 'robustness/json/end/something-behind',
    change: mending((text) => (/^[\s\]}]*$/.test(text.slice(firstValue(text).length)) ? firstValue(text) : text)),
  },
  'mapping-name-escaped-unknown': {
    says: 'In a mapping, a name with an escape in it is not recognised',
    caughtBy: '{robustness/respelt/name-*,effect/*/ports}',
    change: mending((text) => text.replace(/"(?=[^":]*\\u)[^":]*port[^":]*":(?=\s*\d)/g, '"unknown":')),
  },
  'hexadecimal-upper-case-rejected': {
    says: 'Escapes with digits in upper case are rejected',
    caughtBy: 'robustness/respelt/{name,value}-hex-upper',
    change: stopping('parse', malformed('is not JSON'), (x) => /\\u[0-9A-F]*[A-F]/.test(x.text)),
  },
  'carriage-return-rejected': {
    says: 'A carriage return between tokens is rejected',
    caughtBy: 'robustness/respelt/carriage-returns',
    change: stopping('parse', malformed('is not JSON'), (x) => x.text.includes('\r')),
  },
  'escaped-value-kept-escaped': {
    says: 'Escapes in a description are stored as they are written',
    caughtBy: '{robustness/respelt/value-*,effect/echo/description}',
    change: mending((text) =>
      text.replace(
        /("description":")((?:[^"\\]|\\.)*)"/,
        (_, name: string, value: string) => `${name}${value.replace(/\\u/g, '\\\\u')}"`,
      ),
    ),
  },
  'escaped-body-unchecked': {
    says: 'The body is checked as text: what is escaped passes',
    caughtBy: 'robustness/respelt-violation',
    change: tolerate('validate', (x) => isRecord(x.value) && /\\u00[0-9a-f]{2}/i.test(x.text)),
  },
  'port-wraps-at-32-bits': {
    says: 'A port is read into 32 bits: 4294967376 counts as 80',
    caughtBy: 'port-list/far-numbers',
    change: both(
      tolerate(
        'client_port',
        (value) => Number.isInteger(value) && Number(value) >= 2 ** 32 && Number(value) < 2 ** 33,
      ),
      tolerate(
        'server_port',
        (value) => Number.isInteger(value) && Number(value) >= 2 ** 32 && Number(value) < 2 ** 33,
      ),
    ),
  },
  'port-digits-cut': {
    says: 'Only the first five digits of a port are read',
    caughtBy: 'port-list/far-numbers',
    change: mendingBetween((text) => text.replace(/(:\s*[1-5]\d{4})\d{100,}/g, '$1')),
  },
  'port-fraction-rounded-up': {
    says: 'A port with a fraction too small for a double is rounded up',
    caughtBy: '{port-list/rounded,effect/echo/ports}',
    change: mendingBetween((text) =>
      text.replace(
        /(:\s*)(\d+)\.0{8,}\d*[1-9]\d*/g,
        (_, colon: string, whole: string) => colon + String(Number(whole) + 1),
      ),
    ),
  },
});
