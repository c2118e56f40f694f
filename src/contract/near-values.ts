import type { JsonObject } from '../shared/json.js';
import type { RequestMember } from '../operation/operation.js';
import type { Context } from './context.js';
import { itemsFrom, listsOf, otherwiseNumbered } from './items.js';
import { freeMembers, holds, isText } from './plain.js';
import type { CaseMaker } from './requirement.js';
import { updateWith } from './sent.js';

/** Pairs of texts that a server with loose comparison takes for equal, for members that may hold spaces. */
const nearTexts = [
  ['Near value', 'near VALUE'],
  ['Near value', 'Near value '],
  ['Near value', 'Near  value'],
  ['Near cafe', 'Near café'],
  ['Near カナ', 'Near かな'],
  ['Near A1', 'Near Ａ１'],
  ['1', '01'],
  ['1', '1.0'],
  ['', ' '],
  ['Near value', 'Near'],
  ['Near value', 'value'],
] as const;
/** The same for members that may not hold spaces. */
const nearWords = [
  ['near-value', 'Near-Value'],
  ['near-value', 'near_value'],
  ['near-1', 'near-01'],
  ['near-value', 'near'],
  ['near-value', 'value'],
] as const;

/** Each member set to a value, and then to one that differs from it in a single respect. */
export function nearValues(): CaseMaker {
  return (context) => {
    const members = freeMembers(context);
    const pairs = [
      ...members.filter(isText).flatMap((one) => nearTextsOf(one, context)),
      ...members.filter(({ schema }) => isNumber(schema.type)).flatMap((one) => nearNumbersOf(one)),
      ...listsOf(context.operation).flatMap((list) => nearListsOf(list, context)),
    ];
    return pairs.map(([from, to]) => ({ ...updateWith(to, context), prepare: from }));
  };
}

type BodyPair = readonly [JsonObject, JsonObject];

function nearTextsOf(one: RequestMember, context: Context): BodyPair[] {
  const pairs = holds(one, nearTexts[0][1], context) ? nearTexts : nearWords;
  return pairs
    .filter((pair) => pair.every((text) => holds(one, text, context)))
    .map(([from, to]) => [{ [one.name]: from }, { [one.name]: to }]);
}

function isNumber(type: unknown): boolean {
  return type === 'integer' || type === 'number';
}

function nearNumbersOf({ name, schema }: RequestMember): BodyPair[] {
  const { minimum = 0, maximum = Infinity, multipleOf = 1, enum: choices } = schema;
  if (choices !== undefined || minimum + multipleOf > maximum) return [];
  return [[{ [name]: minimum }, { [name]: minimum + multipleOf }]];
}

function nearListsOf(list: RequestMember, context: Context): BodyPair[] {
  const [first, second, third, fourth] = itemsFrom(list, context, 4, 47_000) as [
    JsonObject,
    JsonObject,
    JsonObject,
    JsonObject,
  ];
  const base = [first, second, third];
  // The further numbers of one item with the counting number of another.
  const crossed = (to: JsonObject, from: JsonObject): JsonObject => otherwiseNumbered(list, context, to, from);
  const lists: JsonObject[][] = [
    [crossed(first, second), crossed(second, first), third],
    [crossed(first, fourth), second, third],
    [first, second, crossed(fourth, third)],
    [first, third],
    [...base, fourth],
    // The same list by R14: a service may not take it for a different one, or for a conflict.
    [third, second, first],
  ];
  return lists.map((items) => [{ [list.name]: base }, { [list.name]: items }]);
}
