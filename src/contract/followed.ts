import type { JsonObject } from '../shared/json.js';
import type { Context } from './context.js';
import type { CaseMaker } from './requirement.js';
import { but, updateWith } from './sent.js';

/** The same cases, each followed by an empty update. */
export function thenAnEmptyOne(given: CaseMaker): CaseMaker {
  return but(given, (sent) => ({ ...sent, shape: 'followed', prepare: 'baseline' }));
}

/** Bodies that must be rejected, each followed by its legal part, which must be obeyed. */
export function thenTheirLegalPart(
  pairs: (context: Context) => readonly (readonly [bad: JsonObject, legal: JsonObject])[],
): CaseMaker {
  return (context) =>
    pairs(context).map(([bad, legal]) => ({
      ...updateWith(bad, context),
      applies: [],
      open: null,
      shape: 'followed',
      prepare: 'baseline',
      rival: legal,
    }));
}
