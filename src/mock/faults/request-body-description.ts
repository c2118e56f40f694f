import { faultsOf } from '../catalogue.js';
import {
  both,
  broken,
  interpreting,
  rewriting,
  stopping,
  text,
  tolerate,
  tolerateText,
  turnDown,
  turnDownText,
} from '../changes.js';

/** Defects in reading description. */
export const descriptionFaults = faultsOf({
  'description-beyond-ascii-breaks': {
    says: 'A character in description that is not an ASCII letter, digit or mark is answered with 500',
    caughtBy: 'request-body/description/accepts/pattern/*',
    change: stopping('description', broken, (value) => typeof value === 'string' && /[^ -~]/.test(value)),
  },
  'description-long-breaks': {
    says: 'A description of more than 128 characters does not fit into its column: 500',
    caughtBy: 'request-body/description/accepts/type/length-*',
    change: stopping('description', broken, (value) => typeof value === 'string' && value.length > 128),
  },
  'description-unchecked': {
    says: 'A description may hold any character',
    caughtBy: 'request-body/description/pattern/*',
    change: tolerate('description', (value) => typeof value === 'string'),
  },
  'description-made-text': {
    says: 'Whatever is given for description is converted to text',
    caughtBy: 'request-body/description/type/*',
    change: both(
      tolerate('description', (value) => typeof value !== 'string'),
      interpreting('description', (value) => (typeof value === 'string' ? value : JSON.stringify(value))),
    ),
  },
  'description-rejected': {
    says: 'description is set when the service is created, and is rejected in an update',
    caughtBy: 'request-body/description/accepts/*',
    change: turnDown('description', () => true, 'cannot be updated'),
  },
  'description-tags-only-rejected': {
    says: 'Only a whole tag in description is rejected, not `<` or `>` alone',
    caughtBy: 'request-body/description/pattern/{alone,less-than-*,greater-than-*}',
    change: tolerateText('description', (text) => !/<[^>]*>/.test(text)),
  },
  'description-comparisons-accepted': {
    says: 'An angle bracket with a blank on each side is taken for a comparison, and accepted',
    caughtBy: 'request-body/description/pattern/tag',
    change: tolerateText('description', (text) => !/[<>]/.test(text.replaceAll(/ [<>] /g, ' '))),
  },
  'description-late-unchecked': {
    says: 'Only the first 64 characters of description are checked for `<` and `>`',
    caughtBy: 'request-body/description/pattern/late',
    change: tolerateText('description', (text) => !/[<>]/.test(text.slice(0, 64))),
  },
  'description-second-line-unchecked': {
    says: 'Only the first line of description is checked',
    caughtBy: 'request-body/description/pattern/second-line-forbidden',
    change: tolerateText('description', (text) => /\n/.test(text) && !/[<>]/.test(text.split('\n')[0] ?? '')),
  },
  'description-128-bytes-rejected': {
    says: 'The length of description is counted in bytes, so that 43 Chinese characters are too long',
    caughtBy: 'request-body/description-lengths',
    change: turnDown(
      'description',
      text((text) => Buffer.byteLength(text) > 128),
      'is too long',
    ),
  },
  'description-cut-after-1024': {
    says: 'A description is cut after 1,024 characters, the length of its column',
    caughtBy: '{request-body/description-open,effect/echo/description}',
    change: rewriting('description', (text) => text.slice(0, 1_024)),
  },
  'description-cut-after-32767': {
    says: 'A description is cut after 32,767 characters',
    caughtBy: '{request-body/description-open,effect/echo/description}',
    change: rewriting('description', (text) => text.slice(0, 32_767)),
  },
  'description-empty-rejected': {
    says: 'An empty description is rejected',
    caughtBy: 'request-body/description/accepts/type/empty',
    change: turnDown('description', (value) => value === '', 'must not be empty'),
  },
  'description-non-ascii-rejected': {
    says: 'Letters beyond Latin-1 in description are rejected',
    caughtBy: 'request-body/description/accepts/pattern/letter-chinese',
    change: turnDownText('description', (text) => /[^\0-\xff]/.test(text)),
  },
});
