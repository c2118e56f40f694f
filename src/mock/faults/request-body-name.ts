import type { FaultEntry } from '../catalogue.js';
import { both, reading, rewriting, text, tolerate, turnDown } from '../changes.js';
import { isRecord } from '../layers/validate.js';

/** Defects in reading service_name. */
export const nameFaults: readonly FaultEntry[] = [
  {
    id: 'name-17-accepted',
    says: 'A service_name of 17 characters is accepted: the bound is off by one',
    caughtBy: 'request-body/service_name/maxLength/one-over',
    change: tolerate(
      'service_name',
      text((name) => /^[\w-]{17}$/.test(name)),
    ),
  },
  {
    id: 'name-unbounded',
    says: 'A service_name has no greatest length',
    caughtBy: 'request-body/service_name/maxLength/*',
    change: tolerate(
      'service_name',
      text((name) => /^[\w-]*$/.test(name)),
    ),
  },
  {
    id: 'name-64-or-more-accepted',
    says: 'Only a service_name of 17 to 63 characters is too long: the length is taken modulo 64',
    caughtBy: 'request-body/service_name/maxLength/{double,far-over,huge}',
    change: tolerate(
      'service_name',
      text((name) => name.length >= 64 && name.length % 64 <= 16 && /^[\w-]*$/.test(name)),
    ),
  },
  {
    id: 'name-16-rejected',
    says: 'A service_name of exactly 16 characters is turned down',
    caughtBy: 'request-body/service_name/accepts/maxLength/most',
    change: turnDown(
      'service_name',
      text((name) => name.length === 16),
      'is too long',
    ),
  },
  {
    id: 'name-empty-rejected',
    says: 'An empty service_name is turned down, though its least length is 0',
    caughtBy: 'request-body/service_name/accepts/type/empty',
    change: turnDown('service_name', (value) => value === '', 'must not be empty'),
  },
  {
    id: 'name-one-rejected',
    says: 'A service_name of one character is too short',
    caughtBy: 'request-body/service_name/accepts/type/one',
    change: turnDown(
      'service_name',
      text((name) => name.length === 1),
      'is too short',
    ),
  },
  {
    id: 'name-leading-digit-rejected',
    says: 'A service_name must begin with a letter',
    caughtBy: 'request-body/{name-each-character,service_name/accepts/pattern/digit}',
    change: turnDown(
      'service_name',
      text((name) => /^\d/.test(name)),
      'must begin with a letter',
    ),
  },
  {
    id: 'name-underscore-rejected',
    says: 'An underscore in service_name is turned down',
    caughtBy: 'request-body/service_name/accepts/pattern/underscore',
    change: turnDown(
      'service_name',
      text((name) => name.includes('_')),
    ),
  },
  {
    id: 'name-capital-z-rejected',
    says: 'The class of letters in service_name ends before Z',
    caughtBy: 'request-body/name-each-character',
    change: turnDown(
      'service_name',
      text((name) => name.includes('Z')),
    ),
  },
  {
    id: 'name-leading-hyphen-rejected',
    says: 'A service_name that begins with a hyphen is turned down',
    caughtBy: 'request-body/{name-each-character,service_name/accepts/pattern/hyphen}',
    change: turnDown(
      'service_name',
      text((name) => name.startsWith('-')),
    ),
  },
  {
    id: 'name-dot-accepted',
    says: 'A dot in service_name is accepted',
    caughtBy: 'request-body/service_name/pattern/dot-*',
    change: tolerate(
      'service_name',
      text((name) => /^[\w.-]{0,16}$/.test(name)),
    ),
  },
  {
    id: 'name-last-dot-accepted',
    says: 'A service_name is checked but for its last character, which may be a dot',
    caughtBy: 'request-body/service_name/pattern/dot-last',
    change: tolerate(
      'service_name',
      text((name) => /^[\w-]{0,15}\.$/.test(name)),
    ),
  },
  {
    id: 'name-trailing-newline-accepted',
    says: 'A line break after service_name is accepted: `$` matches before it',
    caughtBy: 'request-body/service_name/pattern/line-feed-last',
    change: tolerate(
      'service_name',
      text((name) => /^[\w-]{0,16}\n$/.test(name)),
    ),
  },
  {
    id: 'name-second-line-unchecked',
    says: 'Only one line of service_name is checked: the pattern has the multiline flag',
    caughtBy: 'request-body/service_name/pattern/second-line*',
    change: tolerate(
      'service_name',
      text((name) => name.length <= 16 && /^[\w-]+$/m.test(name)),
    ),
  },
  {
    id: 'name-beginning-only',
    says: 'Only the beginning of service_name is checked: the pattern has no end anchor',
    caughtBy: 'request-body/service_name/pattern/*-last',
    change: tolerate(
      'service_name',
      text((name) => name.length <= 16 && /^[\w-]/.test(name)),
    ),
  },
  {
    id: 'name-end-only',
    says: 'Only the end of service_name is checked: the pattern has no start anchor',
    caughtBy: 'request-body/service_name/pattern/*-first',
    change: tolerate(
      'service_name',
      text((name) => name.length <= 16 && /[\w-]$/.test(name)),
    ),
  },
  {
    id: 'name-unicode-letters-accepted',
    says: 'Letters of any script pass in service_name',
    caughtBy: 'request-body/service_name/pattern/letter-*',
    change: tolerate(
      'service_name',
      text((name) => /^[\p{L}\w-]{0,16}$/u.test(name)),
    ),
  },
  {
    id: 'name-unicode-digits-accepted',
    says: 'Digits that are not ASCII pass in service_name',
    caughtBy: 'request-body/service_name/pattern/digit-*',
    change: tolerate(
      'service_name',
      text((name) => /^[\p{Nd}\w-]{0,16}$/u.test(name)),
    ),
  },
  {
    id: 'name-case-folding-accepted',
    says: 'The pattern of service_name ignores case over all of Unicode, so U+017F and U+212A pass',
    caughtBy: 'request-body/service_name/pattern/case-folding',
    change: tolerate(
      'service_name',
      text((name) => /^[a-z0-9_-]{0,16}$/iu.test(name)),
    ),
  },
  {
    id: 'name-blank-inside-accepted',
    says: 'A blank inside service_name is accepted',
    caughtBy: 'request-body/service_name/pattern/blank-inside',
    change: tolerate(
      'service_name',
      text((name) => name.length <= 16 && /^[\w-]+ [\w-]+$/.test(name)),
    ),
  },
  {
    id: 'name-trimmed',
    says: 'Blanks around service_name are cut off, not refused',
    caughtBy: 'request-body/service_name/pattern/blank-*',
    change: both(
      (before) => ({
        service_name: (value, x) => before.service_name(typeof value === 'string' ? value.trim() : value, x),
      }),
      rewriting('service_name', (name) => name.trim()),
    ),
  },
  {
    id: 'name-range-comma-to-dot',
    says: 'A misplaced hyphen makes a range of the class: `,`, `-` and `.` pass in service_name',
    caughtBy: 'request-body/service_name/pattern/{punctuation,dot}-*',
    change: tolerate(
      'service_name',
      text((name) => /^[\w,-.]{0,16}$/.test(name)),
    ),
  },
  {
    id: 'name-range-capital-to-small',
    says: 'The class A-z of service_name lets brackets, backslash, caret and backtick through',
    caughtBy: 'request-body/service_name/pattern/{bracket,backslash,punctuation}-*',
    change: tolerate(
      'service_name',
      text((name) => /^[A-z0-9_-]{0,16}$/.test(name)),
    ),
  },
  {
    id: 'name-number-accepted',
    says: 'A number passes for service_name and is made text',
    caughtBy: 'request-body/service_name/type/integer*',
    change: both(
      tolerate('service_name', (value) => typeof value === 'number'),
      reading('service_name', String),
    ),
  },
  {
    id: 'name-null-accepted',
    says: 'null passes for service_name and clears it',
    caughtBy: 'request-body/service_name/type/null',
    change: both(
      tolerate('service_name', (value) => value === null),
      reading('service_name', (value) => value ?? ''),
    ),
  },
  {
    id: 'name-unchecked-beside-ports',
    says: 'service_name is not checked where ports is given as well',
    caughtBy: 'request-body/service_name/pattern/*',
    change: tolerate(
      'service_name',
      (value, x) => typeof value === 'string' && isRecord(x.value) && Object.hasOwn(x.value, 'ports'),
    ),
  },
  {
    id: 'name-unchecked-on-second-service',
    says: 'The second service still has an old rule: 32 characters for service_name',
    caughtBy: 'request-body/service_name/maxLength/*',
    change: tolerate(
      'service_name',
      (value, x) => x.service?.index === 1 && typeof value === 'string' && /^[\w-]{0,32}$/.test(value),
    ),
  },
];
