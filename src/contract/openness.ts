import { isObject, member, type Json, type JsonObject } from '../shared/json.js';
import type { Profile, ReadingId } from '../shared/model.js';
import { keptIn, oncePer } from '../shared/once-per.js';
import type { Certainty, RequestMember } from '../operation/operation.js';
import { loosens } from '../shared/readings.js';
import type { Context } from './context.js';

/** What the openness of a body depends on. */
export type OpennessContext = Pick<Context, 'operation' | 'profile' | 'own' | 'portIds'>;

/**
 * The reading that leaves open whether a body is accepted, though its schema allows it; null if it must be accepted.
 */
export function openBy(body: JsonObject, context: OpennessContext): ReadingId | null {
  const { members } = context.operation;
  if (Object.keys(body).some((name) => members.every((one) => one.name !== name))) return 'R7';
  for (const one of members) {
    const value = member(body, one.name);
    const breached =
      value === undefined ? undefined : certaintiesOf(one, context).find((c) => !keeps(one, value, c, context));
    if (breached !== undefined) return breached.reading;
  }
  return null;
}

/** What is certain about a member's values under a profile. */
export function certaintiesOf({ certain }: RequestMember, { profile }: Pick<Context, 'profile'>): readonly Certainty[] {
  return keptIn(certainties(certain), profile, () =>
    certain.filter(({ loosened, reading }) => !loosened || loosens(profile, reading)),
  );
}

const certainties = oncePer((_: readonly Certainty[]) => new Map<Profile, readonly Certainty[]>());

/** The known values of a member: the service's own, and those that the user names. */
export function knownValues(
  { name }: RequestMember,
  known: NonNullable<Certainty['known']>,
  { own, portIds }: Pick<Context, 'own' | 'portIds'>,
): readonly string[] {
  const mine = known.includes('own') ? own[name] : undefined;
  return [...new Set([...(mine === undefined ? [] : [mine]), ...(known.includes('configured') ? portIds : [])])];
}

function keeps(one: RequestMember, value: Json, certainty: Certainty, context: OpennessContext): boolean {
  if (typeof value === 'string') return keepsText(one, value, certainty, context);
  if (!Array.isArray(value)) return true;
  const items = value as readonly Json[];
  return items.length >= certainty.minItems && areApart(one, items, certainty.distinct);
}

function keepsText(one: RequestMember, text: string, certainty: Certainty, context: OpennessContext): boolean {
  const { known, pattern, minLength, maxLength } = certainty;
  const { length } = [...text];
  return (
    (known === null || knownValues(one, known, context).includes(text)) &&
    length >= minLength &&
    length <= maxLength &&
    (pattern === null || pattern.test(text))
  );
}

/** Whether all items have these members and differ in each of them. */
function areApart({ item }: RequestMember, items: readonly Json[], distinct: readonly string[]): boolean {
  if (distinct.length === 0 || item === null) return true;
  const objects = items.filter(isObject);
  if (objects.some((one) => Object.keys(one).some((name) => item.members.every((known) => known.name !== name))))
    return false;
  return distinct.every((name) => {
    const values = objects.map((one) => member(one, name));
    return values.every((value) => value !== undefined) && new Set(values).size === items.length;
  });
}
