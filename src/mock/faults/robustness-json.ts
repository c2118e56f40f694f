import type { Change } from '../behaviour.js';
import { faultsOf } from '../catalogue.js';
import type { Outcome } from '../model.js';
import type { MockExchange } from '../behaviour.js';
import { mending } from './on-sight.js';

/** Gives text that is not JSON another outcome. */
const unparsed =
  (outcome: (x: MockExchange) => Outcome, concerns: (x: MockExchange) => boolean = () => true): Change =>
  (before) => ({
    update: (service, x) => {
      const refusal = before.decode(x) ?? before.parse(x);
      return refusal !== undefined && concerns(x) ? outcome(x) : before.update(service, x);
    },
  });

/** Defects with bodies that are not JSON. */
export const jsonFaults = faultsOf({
  'truncated-hangs': {
    says: 'The service waits for the rest of a body that is cut off',
    caughtBy: 'robustness/body-truncated',
    change: unparsed(
      () => 'hang',
      (x) => x.text === '{"description":"cut',
    ),
  },
  'invalid-utf8-resets': {
    says: 'A body that is not UTF-8 ends the worker: the connection breaks',
    caughtBy: 'robustness/body-invalid-utf8',
    change: (before) => ({
      update: (service, x) =>
        x.bytes.length > 0 && before.decode(x)?.message.includes('UTF-8') === true
          ? 'reset'
          : before.update(service, x),
    }),
  },
  'utf16-read': {
    says: 'JSON in UTF-16 is recognised and read',
    caughtBy: 'robustness/body-other-encodings',
    change: (before) => ({
      decode: (x) => {
        if (x.bytes[1] !== 0 && x.bytes[0] !== 0xff) return before.decode(x);
        x.text = x.bytes.toString('utf16le').replace(/^\ufeff/, '');
        return undefined;
      },
    }),
  },
  'absent-body-accepted': {
    says: 'An update without a body counts as one without members',
    caughtBy: 'robustness/body-absent',
    change: (before) => ({
      decode: (x) => {
        if (x.bytes.length > 0) return before.decode(x);
        x.text = '{}';
        return undefined;
      },
    }),
  },
  'blank-body-accepted': {
    says: 'A body of blanks counts as one without members',
    caughtBy: 'robustness/body-blank',
    change: mending((text) => (text.trim() === '' ? '{}' : text)),
  },
  'trailing-comma-accepted': {
    says: 'A comma before a closing bracket is accepted',
    caughtBy: 'robustness/body-malformed',
    change: mending((text) => text.replace(/,(\s*[}\]])/g, '$1')),
  },
  'comments-accepted': {
    says: 'Comments in JSON are accepted',
    caughtBy: 'robustness/body-comments',
    change: mending((text) => text.replace(/\/\*[^*]*\*\//g, '').replace(/^\/\/.*\n/, '')),
  },
  'nan-in-unknown-member-accepted': {
    says: 'NaN and Infinity in an unknown member are accepted, as the parsers of some languages do',
    caughtBy: 'robustness/body-not-a-number',
    change: mending((text) => text.replace(/"unknown":-?(NaN|Infinity)/g, '"unknown":null')),
  },
  'undefined-in-unknown-member-accepted': {
    says: 'undefined in an unknown member is accepted, and read as null',
    caughtBy: 'robustness/body-not-a-number',
    change: mending((text) => text.replace(/"unknown":undefined/g, '"unknown":null')),
  },
  'leading-zero-accepted': {
    says: 'A number with leading zeros is accepted',
    caughtBy: 'robustness/body-numbers',
    change: mending((text) => text.replace(/:0(\d+)/g, ':$1')),
  },
  'raw-line-break-accepted': {
    says: 'An unescaped line break is accepted within a text',
    caughtBy: 'robustness/body-control-character',
    change: mending((text) => text.replace('"raw\nline"', '"raw line"')),
  },
  'hexadecimal-escape-accepted': {
    says: 'The escape \\x41 is accepted',
    caughtBy: 'robustness/body-escapes',
    change: mending((text) => text.replace(/\\x([0-9a-f]{2})/gi, '\\u00$1')),
  },
});
