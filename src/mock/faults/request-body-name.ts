import { faultsOf } from '../catalogue.js';
import { both, interpreting, rewriting, text, tolerate, tolerateText, turnDown, turnDownText } from '../changes.js';
import { codePoints, isRecord } from '../layers/validate.js';

/** Defects in reading service_name. */
export const nameFaults = faultsOf({
  'name-unbounded': {
    says: 'A service_name has no maximum length',
    caughtBy: 'request-body/service_name/maxLength/*',
    change: tolerateText('service_name', (name) => /^[\w-]*$/.test(name)),
  },
  'name-unchecked': {
    says: 'A service_name may hold any character: only its length is checked',
    caughtBy: 'request-body/service_name/pattern/*',
    change: tolerateText('service_name', (name) => codePoints(name) <= 16),
  },
  'name-made-text': {
    says: 'Whatever is given for service_name is converted to text',
    caughtBy: 'request-body/service_name/type/*',
    change: both(
      tolerate('service_name', (value) => typeof value !== 'string'),
      interpreting('service_name', (value) => (typeof value === 'string' ? value : JSON.stringify(value))),
    ),
  },
  'name-lower-case-only': {
    says: 'A service_name may hold only lower-case letters',
    caughtBy: 'request-body/service_name/accepts/pattern/{upper-case,digit,hyphen,underscore}',
    change: turnDown(
      'service_name',
      text((name) => /[^a-z]/.test(name)),
      'must be of small letters',
    ),
  },
  'name-needs-digit': {
    says: 'A service_name must hold a digit, as in a rule of the console',
    caughtBy: 'request-body/service_name/accepts/pattern/lower-case',
    change: turnDown(
      'service_name',
      text((name) => !/\d/.test(name)),
      'must hold a digit',
    ),
  },
  'name-17-accepted': {
    says: 'A service_name of 17 characters is accepted: the bound is off by one',
    caughtBy: 'request-body/service_name/maxLength/one-over',
    change: tolerateText('service_name', (name) => /^[\w-]{17}$/.test(name)),
  },
  'name-16-rejected': {
    says: 'A service_name of exactly 16 characters is rejected',
    caughtBy: 'request-body/service_name/accepts/maxLength/most',
    change: turnDown(
      'service_name',
      text((name) => name.length === 16),
      'is too long',
    ),
  },
  'name-empty-rejected': {
    says: 'An empty service_name is rejected, though its minimum length is 0',
    caughtBy: 'request-body/service_name/accepts/type/empty',
    change: turnDown('service_name', (value) => value === '', 'must not be empty'),
  },
  'name-capital-z-rejected': {
    says: 'The range of letters in service_name ends before Z',
    caughtBy: 'request-body/name-each-character',
    change: turnDownText('service_name', (name) => name.includes('Z')),
  },
  'name-last-dot-accepted': {
    says: 'A service_name is checked except for its last character, which may be a dot',
    caughtBy: 'request-body/service_name/pattern/dot-last',
    change: tolerateText('service_name', (name) => /^[\w-]{0,15}\.$/.test(name)),
  },
  'name-beginning-only': {
    says: 'Only the beginning of service_name is checked: the pattern has no end anchor',
    caughtBy: 'request-body/service_name/pattern/*-last',
    change: tolerateText('service_name', (name) => name.length <= 16 && /^[\w-]/.test(name)),
  },
  'name-end-only': {
    says: 'Only the end of service_name is checked: the pattern has no start anchor',
    caughtBy: 'request-body/service_name/pattern/*-first',
    change: tolerateText('service_name', (name) => name.length <= 16 && /[\w-]$/.test(name)),
  },
  'name-unicode-letters-accepted': {
    says: 'Letters of any script pass in service_name',
    caughtBy: 'request-body/service_name/pattern/letter-*',
    change: tolerateText('service_name', (name) => /^[\p{L}\w-]{0,16}$/u.test(name)),
  },
  'name-unicode-digits-accepted': {
    says: 'Digits that are not ASCII pass in service_name',
    caughtBy: 'request-body/service_name/pattern/digit-*',
    change: tolerateText('service_name', (name) => /^[\p{Nd}\w-]{0,16}$/u.test(name)),
  },
  'name-case-folding-accepted': {
    says: 'The pattern of service_name ignores case over all of Unicode, so U+017F and U+212A pass',
    caughtBy: 'request-body/service_name/pattern/case-folding',
    change: tolerateText('service_name', (name) => /^[a-z0-9_-]{0,16}$/iu.test(name)),
  },
  'name-trimmed': {
    says: 'Blanks around service_name are stripped, not refused',
    caughtBy: 'request-body/service_name/pattern/blank-*',
    change: both(
      (before) => ({
        service_name: (value, x) => before.service_name(typeof value === 'string' ? value.trim() : value, x),
      }),
      rewriting('service_name', (name) => name.trim()),
    ),
  },
  'name-unchecked-beside-ports': {
    says: 'service_name is not checked when ports is given as well',
    caughtBy: 'request-body/service_name/pattern/*',
    change: tolerate(
      'service_name',
      (value, x) => typeof value === 'string' && isRecord(x.value) && Object.hasOwn(x.value, 'ports'),
    ),
  },
  'name-unchecked-on-second-service': {
    says: 'The second service still has an old rule: 32 characters for service_name',
    caughtBy: 'request-body/service_name/maxLength/*',
    change: tolerate(
      'service_name',
      (value, x) => x.service?.index === 1 && typeof value === 'string' && /^[\w-]{0,32}$/.test(value),
    ),
  },
});
