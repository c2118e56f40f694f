import type { Breakable } from '../../shared/keywords.js';
import { choiceWays } from './choice.js';
import { formatWays } from './format.js';
import { tooLong, tooShort } from './length.js';
import { equalItems, equalKeys, tooFew, tooMany } from './list.js';
import { missing, unknown } from './member.js';
import { offStep, over, under } from './number.js';
import { patternWays } from './pattern.js';
import { typeWays } from './type.js';
import type { BrokenSchema, Way, Ways } from './way.js';

/** How to break each keyword, in the order in which the ways are listed. */
const table: Readonly<Record<Breakable, Ways>> = {
  type: typeWays,
  enum: choiceWays,
  const: choiceWays,
  maxLength: tooLong,
  minLength: tooShort,
  pattern: patternWays,
  format: formatWays,
  minimum: under,
  exclusiveMinimum: under,
  maximum: over,
  exclusiveMaximum: over,
  multipleOf: offStep,
  maxItems: tooMany,
  minItems: tooFew,
  uniqueItems: equalItems,
  required: missing,
  additionalProperties: unknown,
};

/** Every way to break the keywords and the rules of a schema, one at a time. */
export function waysToBreak(subject: BrokenSchema): Way[] {
  const { keywords, rules } = subject.node;
  return [
    ...(Object.keys(table) as Breakable[]).flatMap((keyword) =>
      keywords.includes(keyword) ? table[keyword](subject, keyword) : [],
    ),
    ...rules.flatMap((rule) => equalKeys(subject, rule)),
  ];
}
