import { equal, isObject, member, type Json, type JsonObject } from '../shared/json.js';
import type { Finding } from '../shared/model.js';
import { constants, storedMember, type Item, type Operation, type StoredMember } from '../operation/operation.js';
import { describe } from './envelope.js';

/** The members of a service. */
export type Members = Pick<Operation, 'stored' | 'shown' | 'conditional'>;

/**
 * A value that a member may have. `shown` marks one from a reply, in which a name may be decorated, as opposed to one
 * that was sent.
 */
export interface Alternative {
  readonly value: Json | undefined;
  readonly shown: boolean;
}

/** What a service may hold: the conforming values of each stored member. */
export type Expected = ReadonlyMap<string, readonly Alternative[]>;

/** What it takes to undo the decoration of a name: `prefix.name.id` (R15). */
export interface Naming {
  readonly serviceId: string;
  /** Learned from the first accepted name that is not empty; null before that. */
  readonly prefix: string | null;
}

/** The state that a reply shows, taken as it is. */
export function expectedFrom({ stored }: Members, reply: JsonObject): Expected {
  return new Map(stored.map(({ name }) => [name, [{ value: member(reply, name), shown: true }]]));
}

/** A name without its decoration, if any. */
export function bareName(shown: string, naming: Naming): string {
  if (naming.prefix === null) return shown;
  if (shown === `${naming.prefix}.${naming.serviceId}`) return '';
  const [head, tail] = [`${naming.prefix}.`, `.${naming.serviceId}`];
  return shown.startsWith(head) && shown.endsWith(tail) && shown.length > head.length + tail.length
    ? shown.slice(head.length, -tail.length)
    : shown;
}

/** The prefix with which a reply decorated the name that was sent; null if it did not. */
export function learnPrefix(sent: string, shown: string, serviceId: string): string | null {
  const tail = `.${sent}.${serviceId}`;
  return sent !== '' && shown.endsWith(tail) && shown.length > tail.length ? shown.slice(0, -tail.length) : null;
}

function nameMatches(alternative: Alternative, shown: string, naming: Naming): boolean {
  const { value } = alternative;
  if (typeof value !== 'string') return false;
  if (shown === value) return true;
  const wanted = alternative.shown ? bareName(value, naming) : value;
  if (naming.prefix !== null) return bareName(shown, naming) === wanted;
  if (alternative.shown) return mayBeOne(value, shown, naming) || mayBeOne(shown, value, naming);
  return wanted === ''
    ? shown.endsWith(`.${naming.serviceId}`) && shown.length > naming.serviceId.length + 1
    : learnPrefix(wanted, shown, naming.serviceId) !== null;
}

/** The form in which a name is shown, one for replies to updates and one for reads (R15). Null for an empty name. */
export function formOf(shown: Json | undefined, { serviceId }: Naming): 'bare' | 'decorated' | null {
  if (typeof shown !== 'string' || shown === '') return null;
  return shown.endsWith(`.${serviceId}`) && shown.length > serviceId.length + 1 ? 'decorated' : 'bare';
}

/**
 * Whether a decorated name may contain a bare name, while the prefix is unknown: names have no dots, and an empty name
 * leaves only the prefix.
 */
function mayBeOne(bare: string, decorated: string, naming: Naming): boolean {
  if (formOf(decorated, naming) !== 'decorated' || bare.includes('.')) return false;
  const parts = decorated.slice(0, -naming.serviceId.length - 1).split('.');
  return bare === '' || (parts.length > 1 && parts.at(-1) === bare);
}

/**
 * A key of a list as a set: the order of its items has no meaning. In a sent list, an omitted member stands for its
 * default; in a shown one, it must be there (R14).
 */
export function setKey(item: Item | null, items: readonly Json[], from: 'sent' | 'shown'): string {
  let key = keys[from].get(items);
  if (key === undefined) {
    key = items
      .map((one) => (item !== null && isObject(one) ? itemKey(item, one, from) : JSON.stringify(one)))
      .sort()
      .join();
    keys[from].set(items, key);
  }
  return key;
}

/** Cached, as the same list is compared several times. */
const keys = { sent: new WeakMap<readonly Json[], string>(), shown: new WeakMap<readonly Json[], string>() };

function itemKey({ members, needed }: Item, value: JsonObject, from: 'sent' | 'shown'): string {
  // An item that lacks a needed member is not judged (R4).
  const stands = from === 'sent' || needed.some((name) => member(value, name) === undefined);
  return JSON.stringify(members.map(({ name, fallback }) => member(value, name) ?? (stands ? fallback : null) ?? null));
}

/** Whether a member is a set and two of its values are the same set. */
export function sameSet(
  stored: StoredMember,
  a: Json | undefined,
  b: Json | undefined,
  from: 'sent' | 'shown',
): boolean {
  return (
    stored.shownAs === 'in-any-order' &&
    Array.isArray(a) &&
    Array.isArray(b) &&
    a.length === b.length &&
    setKey(stored.item, a as Json[], from) === setKey(stored.item, b as Json[], from)
  );
}

/** Whether a shown value agrees with an alternative. */
export function matches(
  stored: StoredMember,
  alternative: Alternative,
  shown: Json | undefined,
  naming: Naming,
): boolean {
  const { value } = alternative;
  if (stored.shownAs === 'decorated' && typeof shown === 'string') return nameMatches(alternative, shown, naming);
  if (stored.shownAs === 'in-any-order' && Array.isArray(value) && Array.isArray(shown)) {
    // A value shown before is no echo: an omitted default is reported for the echo.
    const as = alternative.shown ? 'sent' : 'shown';
    const { item } = stored;
    return value.length === shown.length && setKey(item, value as Json[], 'sent') === setKey(item, shown as Json[], as);
  }
  return equal(value, shown);
}

/** What a service may hold after it accepted one of the bodies (R12 to R15). */
export function applied({ stored }: Members, before: Expected, bodies: readonly JsonObject[]): Expected {
  return new Map(
    stored.map(({ name, fallback }) => {
      const given = bodies
        .filter((body) => Object.hasOwn(body, name))
        .map((body) => ({ value: member(body, name), shown: false }));
      const omitted = given.length < bodies.length;
      const was = alternativesOf(before, name);
      const kept = fallback === undefined ? was : [...was, { value: fallback, shown: false }];
      return [name, distinct(omitted ? [...given, ...kept] : given)];
    }),
  );
}

function alternativesOf(expected: Expected, name: string): readonly Alternative[] {
  return expected.get(name) ?? [];
}

/** Alternatives without duplicates: a series of unanswered writes must not pile them up. */
function distinct(alternatives: readonly Alternative[]): readonly Alternative[] {
  if (alternatives.length < 2) return alternatives;
  const byKey = new Map(alternatives.map((one) => [`${one.shown} ${JSON.stringify(one.value)}`, one]));
  return [...byKey.values()];
}

/** The union of two expectations: a write that got no answer may or may not have taken effect. */
export function either(a: Expected, b: Expected): Expected {
  return new Map([...a].map(([name, ours]) => [name, distinct([...ours, ...alternativesOf(b, name)])]));
}

/** A member that a reply or a read shows with a wrong value. */
export interface Mismatch {
  readonly name: string;
  readonly expected: readonly Alternative[];
  readonly shown: Json | undefined;
}

/** The members in which a representation departs from what the service may hold. */
export function mismatches(
  { stored }: Members,
  shown: JsonObject,
  expected: Expected,
  naming: Naming,
  options: { readonly sent: ReadonlySet<string> | null; readonly foldsPortId: boolean },
): Mismatch[] {
  const { sent, foldsPortId } = options;
  return stored.flatMap((one) => {
    const { name, always, shownAs } = one;
    const value = member(shown, name);
    // A reply without a required member breaches its schema; any other member must be there if it was sent (R23).
    if (value === undefined && sent !== null && (always || !sent.has(name))) return [];
    const wanted = alternativesOf(expected, name);
    const folded =
      foldsPortId && shownAs === 'in-any-case' && typeof value === 'string'
        ? wanted.some((a) => typeof a.value === 'string' && a.value.toLowerCase() === value.toLowerCase())
        : false;
    if (folded || wanted.some((alternative) => matches(one, alternative, value, naming))) return [];
    return [{ name, expected: wanted, shown: value }];
  });
}

/** The expectation after a reply: if the reply departs, what it shows conforms as well. */
export function adopt({ stored }: Members, shown: JsonObject, expected: Expected, naming: Naming): Expected {
  return new Map(
    stored.map((one) => {
      const value = member(shown, one.name);
      const wanted = alternativesOf(expected, one.name);
      const met = wanted.find((alternative) => matches(one, alternative, value, naming));
      if (met !== undefined) return [one.name, [met]];
      return [one.name, value === undefined ? wanted : [...wanted, { value, shown: true }]];
    }),
  );
}

/** A mismatch as a finding of a requirement. */
export function mismatchFinding(members: Members, requirement: string, mismatch: Mismatch): Finding {
  const { name, expected, shown } = mismatch;
  const stored = storedMember(members, name);
  if (stored?.shownAs === 'in-any-order' && Array.isArray(shown))
    return { requirement, pointer: `/${name}`, ...setDifference(stored.item, expected, shown as Json[]) };
  const wanted = [...new Set(expected.map(({ value }) => describe(value)))];
  return { requirement, pointer: `/${name}`, expected: wanted.join(' or '), received: describe(shown) };
}

function setDifference(
  item: Item | null,
  expected: readonly Alternative[],
  shown: readonly Json[],
): { expected: string; received: string } {
  const wanted = expected.find(({ value }) => Array.isArray(value))?.value as readonly Json[] | undefined;
  if (wanted === undefined) return { expected: describe(expected[0]?.value), received: describe(shown) };
  const keys = (list: readonly Json[], from: 'sent' | 'shown'): Set<string> =>
    new Set(list.map((one) => setKey(item, [one], from)));
  const [had, has] = [keys(wanted, 'sent'), keys(shown, 'shown')];
  const missing = [...had].filter((key) => !has.has(key));
  const added = [...has].filter((key) => !had.has(key));
  // The same mappings, some of them repeated.
  if (missing.length === 0 && added.length === 0 && wanted.length === shown.length)
    return { expected: describe(wanted), received: describe(shown) };
  const few = (list: readonly string[]): string =>
    list.length > 3 ? `${list.slice(0, 3).join(', ')} and ${list.length - 3} more` : list.join(', ');
  const counted = (count: number): string => `${count} ${item?.noun ?? 'item'}${count === 1 ? '' : 's'}`;
  return {
    expected: `${counted(wanted.length)}${missing.length > 0 ? `, among them ${few(missing)}` : ''}`,
    received: `${counted(shown.length)}${added.length > 0 ? `, among them ${few(added)}` : ''}`,
  };
}

/** Findings for members that no update sets, but that changed. */
export function checkConstant(members: Members, shown: JsonObject, before: JsonObject): Finding[] {
  return constants(members).flatMap((name) => {
    const [was, is] = [member(before, name), member(shown, name)];
    if (was === undefined || is === undefined || equal(was, is)) return [];
    return [
      { requirement: `effect/constant/${name}`, pointer: `/${name}`, expected: describe(was), received: describe(is) },
    ];
  });
}

/** Checks that the second of two equal updates shows the same representation, except for what moves (R17). */
export function checkSame(members: Members, requirement: string, first: JsonObject, second: JsonObject): Finding[] {
  const { stored, shown, conditional } = members;
  const still = shown.filter(({ effect }) => effect.kind !== 'changed' && effect.kind !== 'free');
  return [...still, ...conditional, ...stored].flatMap(({ name }) => {
    const [a, b] = [member(first, name), member(second, name)];
    const own = storedMember(members, name);
    if (equal(a, b) || (own !== undefined && sameSet(own, a, b, 'sent'))) return [];
    return [{ requirement, pointer: `/${name}`, expected: describe(a), received: describe(b) }];
  });
}
