import * as fc from 'fast-check';
import { equal, isObject, member, type Json, type JsonObject } from '../shared/json.js';
import type { Conflict, ItemMember, Operation, RequestMember } from '../operation/operation.js';
import type { Context } from './context.js';
import { certaintiesOf } from './openness.js';

/** Items of lists that share no number and hold nothing that another service excludes. */

/** What lists of items depend on. */
type Around = Pick<Context, 'operation' | 'takenPorts'>;

/** The lists of objects whose items are distinguished by integers, in the order of the request. */
export function listsOf({ members }: Pick<Operation, 'members'>): readonly RequestMember[] {
  const known = lists.get(members) ?? members.filter((one) => one.item !== null && distinctOf(one).length > 0);
  lists.set(members, known);
  return known;
}

const lists = new WeakMap<readonly RequestMember[], readonly RequestMember[]>();

/** The members that must differ between the items of a list. */
function distinctOf(list: RequestMember): readonly ItemMember[] {
  const known = distincts.get(list) ?? distinctIn(list);
  distincts.set(list, known);
  return known;
}

const distincts = new WeakMap<RequestMember, readonly ItemMember[]>();

function distinctIn({ item, certain }: RequestMember): readonly ItemMember[] {
  const names = new Set(certain.flatMap(({ distinct }) => distinct));
  return item?.members.filter(({ name }) => names.has(name)) ?? [];
}

/** The member whose values other services may hold; without one, the last that distinguishes items. */
function counterOf(list: RequestMember, { conflict }: Operation): ItemMember | undefined {
  const distinct = distinctOf(list);
  const excluded = conflict?.member === list.name ? conflict.by.map(({ name }) => name) : [];
  return distinct.find(({ name }) => excluded.includes(name)) ?? distinct.at(-1);
}

function bounds({ schema }: ItemMember): { readonly low: number; readonly high: number } {
  return { low: schema.minimum ?? 0, high: schema.maximum ?? Number.MAX_SAFE_INTEGER };
}

/** The given number of items with consecutive numbers from a start, skipping those that other services hold. */
export function itemsFrom(
  list: RequestMember,
  { operation, takenPorts }: Around,
  count: number,
  start: number,
): JsonObject[] {
  const items: JsonObject[] = [];
  const counter = counterOf(list, operation);
  if (counter === undefined || list.item === null) return items;
  const { low, high } = bounds(counter);
  const columns = list.item.members.map((one) => ({ name: one.name, valueOf: column(one, counter, list) }));
  for (let n = start; items.length < count; n = n >= high ? low : n + 1) {
    if (takenPorts.has(n)) continue;
    const item: Record<string, Json> = {};
    for (const { name, valueOf } of columns) {
      const value = valueOf(n);
      if (value !== undefined) item[name] = value;
    }
    items.push(item);
  }
  return items;
}

/** The value of a member in the nth item. The numbers of an item differ, so that swapping them shows. */
function column(one: ItemMember, counter: ItemMember, list: RequestMember): (n: number) => Json | undefined {
  if (one === counter) return (n) => n;
  const place = distinctOf(list)
    .filter((other) => other !== counter)
    .indexOf(one);
  if (place === -1) return () => one.fallback;
  const { low, high } = bounds(one);
  return (n) => ((n - low + 5_000 * (place + 1)) % (high - low + 1)) + low;
}

/** The same items without the members with a default. */
export function withoutDefaults(list: RequestMember, items: readonly JsonObject[]): JsonObject[] {
  const omitted = new Set(list.item?.members.flatMap(({ name, fallback }) => (fallback === undefined ? [] : [name])));
  return items.map((item) => Object.fromEntries(Object.entries(item).filter(([name]) => !omitted.has(name))));
}

/** The same items; every other one omits the members with a default. */
export function withoutSomeDefaults(list: RequestMember, items: readonly JsonObject[], n: number): JsonObject[] {
  const bare = withoutDefaults(list, items);
  return items.map((item, i) => ((i + n) % 2 === 0 ? item : (bare[i] ?? item)));
}

/** Numbers of a range, with its upper half and its low end drawn more often. */
function numbers(one: ItemMember): fc.Arbitrary<number> {
  const { low, high } = bounds(one);
  return fc.oneof(
    fc.integer({ min: low, max: high }),
    fc.integer({ min: Math.floor((high + 1) / 2), max: high }),
    fc.integer({ min: low, max: Math.max(low, Math.floor(high / 64)) }),
  );
}

/**
 * Lists of items that must be accepted: mostly up to a dozen, rarely of maximum length. Items have all members that
 * distinguish them, are all different, and no other service holds them.
 */
export function certainItems(
  list: RequestMember,
  context: Pick<Context, 'operation' | 'takenPorts' | 'profile'>,
): fc.Arbitrary<Json> {
  const { operation, takenPorts } = context;
  const counter = counterOf(list, operation);
  const least = Math.max(list.schema.minItems ?? 0, ...certaintiesOf(list, context).map(({ minItems }) => minItems));
  const most = list.schema.maxItems ?? 200;
  const half = Math.floor(most / 2);
  const length = fc.oneof(
    { weight: 7, arbitrary: fc.integer({ min: least, max: Math.min(12, most) }) },
    ...(half < 13 ? [] : [{ weight: 1, arbitrary: fc.integer({ min: 13, max: half }) }]),
    ...(half < 13 ? [] : [{ weight: 1, arbitrary: fc.integer({ min: half + 1, max: most }) }]),
  );
  const distinct = distinctOf(list);
  const others = (list.item?.members ?? []).filter((one) => one.fallback !== undefined && !distinct.includes(one));
  return length.chain((n) => {
    const exactly = { minLength: n, maxLength: n };
    return fc
      .tuple(
        ...distinct.map((one) => {
          const any = numbers(one);
          return fc.uniqueArray(one === counter ? any.filter((p) => !takenPorts.has(p)) : any, exactly);
        }),
        ...others.map(() => fc.array(fc.boolean(), exactly)),
      )
      .map((columns) =>
        Array.from({ length: n }, (_, i) =>
          Object.fromEntries(
            [...distinct, ...others].flatMap((one, at): [string, Json][] => {
              const value = columns[at]?.[i];
              if (typeof value !== 'boolean') return [[one.name, value ?? 1]];
              return value && one.fallback !== undefined ? [[one.name, one.fallback]] : [];
            }),
          ),
        ),
      );
  });
}

/** Whether a body holds an item that another service holds. */
export function isTaken(body: JsonObject, { operation, takenPorts }: Around): boolean {
  return listsOf(operation).some((list) => {
    const [counter, items] = [counterOf(list, operation), member(body, list.name)];
    if (counter === undefined || !Array.isArray(items)) return false;
    return (items as readonly Json[]).some((one) => isObject(one) && takenPorts.has(Number(member(one, counter.name))));
  });
}

/** An item with the further numbers of another one. */
export function otherwiseNumbered(list: RequestMember, around: Around, to: JsonObject, from: JsonObject): JsonObject {
  const further = furtherOf(list, around);
  return { ...to, ...Object.fromEntries(further.map(({ name }) => [name, member(from, name) ?? null])) };
}

/** The members that distinguish an item, except the one that it is counted by. */
export function furtherOf(list: RequestMember, { operation }: Around): readonly ItemMember[] {
  const counter = counterOf(list, operation);
  return distinctOf(list).filter((one) => one !== counter);
}

/**
 * Items that hold a pair of the sibling: with every member, without those with a default (null if the pair has other
 * values), and with one number throughout.
 */
export function siblingItems(
  list: RequestMember,
  context: Around,
  pair: JsonObject,
  taken: number,
  unnamed: number,
): { readonly taken: JsonObject; readonly unnamed: JsonObject | null; readonly crossed: JsonObject } {
  const members = list.item?.members ?? [];
  const further = new Set(furtherOf(list, context));
  const counter = counterOf(list, context.operation);
  const of = (number: Json, kept: readonly ItemMember[] = members): JsonObject =>
    Object.fromEntries(
      kept.flatMap((one): [string, Json][] => {
        const value = further.has(one) ? number : (member(pair, one.name) ?? one.fallback);
        return value === undefined ? [] : [[one.name, value]];
      }),
    );
  const defaults = members.filter(({ fallback }) => fallback !== undefined);
  const stands = defaults.every(({ name, fallback }) => equal(member(pair, name) ?? fallback, fallback));
  return {
    taken: of(taken),
    unnamed:
      stands && defaults.length > 0
        ? of(
            unnamed,
            members.filter((one) => !defaults.includes(one)),
          )
        : null,
    crossed: of(counter === undefined ? taken : (member(pair, counter.name) ?? taken)),
  };
}

/**
 * An item with only the members that distinguish it: the one that it is counted by, and the same number for the others.
 */
export function numbered(list: RequestMember, context: Around, further: number, count: number): JsonObject {
  const others = new Set(furtherOf(list, context));
  return Object.fromEntries(distinctOf(list).map((one) => [one.name, others.has(one) ? further : count]));
}

/** The range of the number that items are counted by. */
export function boundsOf(list: RequestMember, { operation }: Around): { readonly low: number; readonly high: number } {
  const counter = counterOf(list, operation);
  return counter === undefined ? { low: 0, high: 0 } : bounds(counter);
}

/** The number that an item is counted by. */
export function countOf(list: RequestMember, { operation }: Around, item: JsonObject): number {
  const counter = counterOf(list, operation);
  return counter === undefined ? 0 : Number(member(item, counter.name));
}

/** An item with only the members that distinguish it, one of them one below the minimum. */
export function outOfRange(context: Around, list: RequestMember, n: number): JsonObject {
  const [further] = furtherOf(list, context);
  return numbered(list, context, further === undefined ? 0 : bounds(further).low - 1, n);
}

/** What another service may hold that would conflict here, with this number. */
export function samplePairs({ conflict }: Pick<Operation, 'conflict'>, n: number): JsonObject[] {
  if (conflict === null) return [];
  return [Object.fromEntries(conflict.by.map(({ name, fallback }) => [name, fallback ?? n]))];
}

/** The key by which services conflict over an item, as text. */
export function conflictKey({ by }: Conflict, item: Json): string {
  return isObject(item) ? JSON.stringify(by.map(({ name, fallback }) => member(item, name) ?? fallback ?? null)) : '';
}

/** What a service holds that would conflict in others, from its representation. */
export function heldPairs({ conflict }: Pick<Operation, 'conflict'>, state: JsonObject): JsonObject[] {
  const items = conflict === null ? undefined : member(state, conflict.member);
  if (conflict === null || !Array.isArray(items)) return [];
  return (items as readonly Json[]).filter(isObject).flatMap((item) => {
    const pair = conflict.by.map(({ name, schema, fallback }): [string, Json | undefined] => {
      const value = member(item, name);
      return [name, typeof value === (schema.type === 'integer' ? 'number' : schema.type) ? value : fallback];
    });
    return pair.every(([, value]) => value !== undefined) ? [Object.fromEntries(pair) as JsonObject] : [];
  });
}
