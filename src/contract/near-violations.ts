import { isUuid } from '../shared/formats.js';
import { isObject, serialize, withMember, type Draft, type Json, type JsonObject } from '../shared/json.js';
import type { RequestMember } from '../operation/operation.js';
import type { Context } from './context.js';
import { boundsOf, listsOf } from './items.js';
import { sendableMembers } from './legal.js';
import { plainBody } from './plain.js';
import type { CaseMaker } from './requirement.js';
import { packed, update } from './sent.js';

/**
 * Bodies that break a rule, each with a value that differs from the stored one in a single respect: a service that
 * compares before it validates may see no change.
 */
export function nearViolations(): CaseMaker {
  return (context) => {
    const held = plainBody(context, sendableMembers(context), 750);
    return context.operation.members.flatMap((one) => {
      const value = held[one.name];
      if (value === undefined) return [];
      return brokenNear(context, one, value).map((broken) => ({
        ...update(context),
        body: packed(serialize({ [one.name]: broken })),
        member: one.name,
        prepare: held,
      }));
    });
  };
}

function brokenNear(context: Context, one: RequestMember, value: Json): Draft[] {
  if (typeof value === 'boolean') return [String(value), Number(value)];
  if (typeof value === 'string') return brokenTexts(one, value);
  if (listsOf(context.operation).includes(one) && Array.isArray(value))
    return brokenLists(context, one, (value as readonly Json[]).filter(isObject));
  return [];
}

/** Characters, at least one of which breaks a pattern or format. */
const ODD = ['<', ' ', 'g'] as const;

/** The text with a character replaced in the middle, at the end, and added. */
function brokenTexts({ pattern, schema }: RequestMember, text: string): string[] {
  const isLegal = (other: string): boolean =>
    (pattern === null || pattern.test(other)) && (schema.format !== 'uuid' || isUuid(other));
  const middle = Math.floor(text.length / 2);
  const places = [
    (odd: string) => text.slice(0, middle) + odd + text.slice(middle + 1),
    (odd: string) => text.slice(0, -1) + odd,
    (odd: string) => text + odd,
  ];
  return places.flatMap((place) =>
    ODD.map((odd) => place(odd))
      .filter((other) => !isLegal(other))
      .slice(0, 1),
  );
}

/**
 * The list with one number of its last item out of range, or one choice in lower case, each also next to an unknown
 * member, which disables no check (R4); and with its first item twice.
 */
function brokenLists(context: Context, list: RequestMember, items: readonly JsonObject[]): Draft[] {
  const [first] = items;
  const last = items.at(-1);
  if (first === undefined || last === undefined) return [];
  const { low } = boundsOf(list, context);
  const spoilt = (name: string, value: Json): Draft[] => [...items.slice(0, -1), withMember(last, name, value)];
  const numbers = (list.item?.members ?? []).filter(({ name }) => typeof last[name] === 'number');
  const choices = (list.item?.members ?? []).flatMap(({ name, schema }) => {
    const [choice] = schema.enum ?? [];
    return typeof choice === 'string' && choice !== choice.toLowerCase() ? [spoilt(name, choice.toLowerCase())] : [];
  });
  const each = [...numbers.map(({ name }) => spoilt(name, low - 1)), ...choices];
  return [
    ...each,
    ...each.map((broken) =>
      broken.map((item, n) => (n === broken.length - 1 && isObject(item) ? withMember(item, 'unknown', 'x') : item)),
    ),
    ...(list.schema.uniqueItems === true ? [[...items, first]] : []),
  ];
}
