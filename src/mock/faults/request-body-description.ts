import type { FaultEntry } from '../catalogue.js';
import { both, reading, text, tolerate, turnDown } from '../changes.js';
import { codePoints } from '../layers/validate.js';

/** Defects in reading description. */
export const descriptionFaults: readonly FaultEntry[] = [
  {
    id: 'description-less-than-accepted',
    says: '`<` in description is accepted',
    caughtBy: 'request-body/description/pattern/less-than-*',
    change: tolerate(
      'description',
      text((text) => !text.includes('>')),
    ),
  },
  {
    id: 'description-greater-than-accepted',
    says: '`>` in description is accepted',
    caughtBy: 'request-body/description/pattern/greater-than-*',
    change: tolerate(
      'description',
      text((text) => !text.includes('<')),
    ),
  },
  {
    id: 'description-tags-only-rejected',
    says: 'Only a whole tag in description is turned down, not `<` or `>` alone',
    caughtBy: 'request-body/description/pattern/{alone,less-than-*,greater-than-*}',
    change: tolerate(
      'description',
      text((text) => !/<[^>]*>/.test(text)),
    ),
  },
  {
    id: 'description-late-unchecked',
    says: 'Only the first 64 characters of description are checked for `<` and `>`',
    caughtBy: 'request-body/description/pattern/late',
    change: tolerate(
      'description',
      text((text) => !/[<>]/.test(text.slice(0, 64))),
    ),
  },
  {
    id: 'description-second-half-less-than',
    says: '`<` in the second half of a description is not seen',
    caughtBy: 'request-body/description/pattern/less-than-last',
    change: tolerate(
      'description',
      text((text) => !text.includes('>') && text.indexOf('<') > text.length / 2),
    ),
  },
  {
    id: 'description-second-line-unchecked',
    says: 'Only the first line of description is checked',
    caughtBy: 'request-body/description/pattern/second-line-forbidden',
    change: tolerate(
      'description',
      text((text) => /\n/.test(text) && !/[<>]/.test(text.split('\n')[0] ?? '')),
    ),
  },
  {
    id: 'description-null-accepted',
    says: 'null passes for description and clears it',
    caughtBy: 'request-body/description/type/null',
    change: both(
      tolerate('description', (value) => value === null),
      reading('description', (value) => value ?? ''),
    ),
  },
  {
    id: 'description-number-accepted',
    says: 'A number passes for description',
    caughtBy: 'request-body/description/type/*',
    change: tolerate('description', (value) => typeof value === 'number'),
  },
  {
    id: 'description-128-rejected',
    says: 'A description of 128 characters is one too long',
    caughtBy: 'request-body/{description-lengths,description/accepts/type/length-128}',
    change: turnDown(
      'description',
      text((text) => codePoints(text) >= 128),
      'is too long',
    ),
  },
  {
    id: 'description-128-bytes-rejected',
    says: 'The length of description is counted in bytes, so that 43 Chinese characters are too long',
    caughtBy: 'request-body/description-lengths',
    change: turnDown(
      'description',
      text((text) => Buffer.byteLength(text) > 128),
      'is too long',
    ),
  },
  {
    id: 'description-empty-rejected',
    says: 'An empty description is turned down',
    caughtBy: 'request-body/description/accepts/type/empty',
    change: turnDown('description', (value) => value === '', 'must not be empty'),
  },
  {
    id: 'description-non-ascii-rejected',
    says: 'Letters beyond Latin-1 in description are turned down',
    caughtBy: 'request-body/description/accepts/pattern/letter-chinese',
    change: turnDown(
      'description',
      text((text) => /[^\0-\xff]/.test(text)),
    ),
  },
  {
    id: 'description-ampersand-rejected',
    says: '`&` in description is turned down as if it were markup',
    caughtBy: 'request-body/description/accepts/pattern/ampersand',
    change: turnDown(
      'description',
      text((text) => text.includes('&')),
    ),
  },
  {
    id: 'description-quote-rejected',
    says: 'A firewall takes an apostrophe in description for an injection',
    caughtBy: 'request-body/description/accepts/pattern/quote',
    change: turnDown(
      'description',
      text((text) => text.includes("'")),
    ),
  },
  {
    id: 'description-backslash-rejected',
    says: 'A backslash in description is turned down',
    caughtBy: 'request-body/description/accepts/pattern/backslash',
    change: turnDown(
      'description',
      text((text) => text.includes('\\')),
    ),
  },
  {
    id: 'description-leading-blank-rejected',
    says: 'A description that begins with a blank is turned down',
    caughtBy: 'request-body/description-letters',
    change: turnDown(
      'description',
      text((text) => text.startsWith(' ')),
    ),
  },
];
