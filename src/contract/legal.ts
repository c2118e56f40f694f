import * as fc from 'fast-check';
import type { Json, JsonObject } from '../shared/json.js';
import type { RequestMember } from '../operation/operation.js';
import { oncePer } from '../shared/once-per.js';
import type { Context } from './context.js';
import { certainItems, listsOf } from './items.js';
import { certaintiesOf, knownValues } from './openness.js';

/** Arbitraries that restrict a valid body to values that must be accepted, by place in the request. */
export function certainValues(context: Context): Readonly<Record<string, fc.Arbitrary<Json>>> {
  return Object.fromEntries(
    context.operation.members.flatMap((one): [string, fc.Arbitrary<Json>][] => {
      const arbitrary = certainOf(one, context);
      return arbitrary === null ? [] : [[`/${one.name}`, arbitrary]];
    }),
  );
}

/** The values of a member that must be accepted; null if these are all values that its schema allows. */
function certainOf(one: RequestMember, context: Context): fc.Arbitrary<Json> | null {
  const certainties = certaintiesOf(one, context);
  const known = certainties.find((certainty) => certainty.known !== null);
  if (known?.known != null) {
    const values = knownValues(one, known.known, context);
    if (values.length > 0) return fc.constantFrom(...values);
    // If none is known, none is sent.
    return known.loosened ? fc.constant('') : null;
  }
  if (listsOf(context.operation).includes(one)) return certainItems(one, context);
  const drawn = certainties.find(({ of }) => of.length > 0);
  return drawn === undefined ? null : certainText(one, context);
}

/** Texts that must be accepted, and kept verbatim. */
export function certainText(one: RequestMember, context: Pick<Context, 'profile'>): fc.Arbitrary<string> {
  const certainties = certaintiesOf(one, context);
  const kinds = certainties.find(({ of }) => of.length > 0)?.of ?? [];
  const units = kinds.map(({ weight, characters }) => ({ weight, arbitrary: fc.constantFrom(...characters) }));
  const [only, ...others] = units;
  if (only === undefined) throw new Error(`${one.name}: nothing says what its texts are drawn from`);
  const { minLength = 0, maxLength = LONGEST } = one.schema;
  return fc.string({
    unit: others.length === 0 ? only.arbitrary : fc.oneof(...units),
    minLength: Math.max(minLength, ...certainties.map((one) => one.minLength)),
    maxLength: Math.min(maxLength, ...certainties.map((one) => one.maxLength)),
  });
}

/** Maximum length of a text without a bound. */
const LONGEST = 128;

/** The members that may be sent: all but those for which only known values must be accepted while none is known. */
export const sendableMembers: (context: Context) => ReadonlySet<string> = oncePer(
  (context) =>
    new Set(
      context.operation.members
        .filter((one) =>
          certaintiesOf(one, context).every(
            ({ known }) => known === null || knownValues(one, known, context).length > 0,
          ),
        )
        .map(({ name }) => name)
        .filter((name) => !context.irreversible.has(name)),
    ),
);

/** A body without the members that may not be sent. */
export function onlySendable(body: JsonObject, context: Context): JsonObject {
  const sendable = sendableMembers(context);
  return Object.fromEntries(Object.entries(body).filter(([name]) => sendable.has(name)));
}
