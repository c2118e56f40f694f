import { isObject, stringify, type Json, type JsonObject } from '../shared/json.js';
import type { Context } from './context.js';
import { isTaken, itemsFrom, listsOf, outOfRange, siblingItems, withoutDefaults } from './items.js';
import { onlySendable, sendableMembers } from './legal.js';
import {
  emptied,
  completed,
  eachAlone,
  freeMembers,
  leastBody,
  misspelt,
  notToBeStored,
  plainBody,
  baselineOf,
  said,
  sentence,
} from './plain.js';
import type { Sent } from './case.js';
import type { CaseMaker, Origin } from './requirement.js';
import { all, bodies, but, text, unlawful, updateWith } from './sent.js';
import { indices, wholeOf, type Series } from './span.js';

/** A change that nothing else makes. A request that must not take effect carries it, so that any effect shows. */
export function aChange(): CaseMaker {
  return bodies((context) => [notToBeStored(context)]);
}

/**
 * The longest lists that must be accepted: a request that is refused before its body is read must also be refused with
 * a long one.
 */
export function aLongBody(): CaseMaker {
  return bodies((context) =>
    listsOf(context.operation).map((list) => ({
      [list.name]: itemsFrom(list, context, list.schema.maxItems ?? 200, 44_000),
    })),
  );
}

/** Updates of every kind, valid, empty and invalid: without access nothing changes, whatever the body (R11). */
export function anyUpdate(): CaseMaker {
  return all(
    aChange(),
    bodies((context) => [leastBody(context), ...eachAlone(context, { flag: false, count: 2, from: 43_000 })]),
    unlawful(
      bodies((context) => [
        ...misspelt(context, 'not legal'),
        ...listsOf(context.operation).map((list) => ({ [list.name]: [outOfRange(context, list, 43_100)] })),
      ]),
    ),
    (context) => text('', `{"${freeMembers(context).at(-1)?.name ?? ''}":`, '[]', 'null')(context),
  );
}

/** A change that may be stored. */
export function aStoredChange(label: string): CaseMaker {
  return bodies((context) => [sentence(context, `Stored ${label}`)]);
}

/** Every member alone, every pair of members, and all of them: each case changes every value that it sends. */
export function everyCombination(): CaseMaker {
  return (context) => {
    const sendable = sendableMembers(context);
    const names = context.operation.members.map(({ name }) => name).filter((name) => sendable.has(name));
    const sets: string[][] = [...names.map((name) => [name])];
    names.forEach((a, i) => names.slice(i + 1).forEach((b) => sets.push([a, b])));
    names.forEach((absent) => sets.push(names.filter((name) => name !== absent)));
    sets.push([...names], [...names].reverse());
    const required = context.operation.members.filter((one) => one.required).map(({ name }) => name);
    const whole = sets.map((set) => [...new Set([...set, ...required])]);
    const cases = whole.map((set, n) => ({
      ...updateWith(
        inOrder(plainBody(context, new Set(set), n + 100), n % 2 === 0 ? set : [...set].reverse()),
        context,
      ),
      prepare: n % 3 === 0 ? ('baseline' as const) : null,
    }));
    // Among the few cases of quick effort, two set every member, to different values, and one leaves nearly all of them
    // out.
    return context.effort === 'quick' ? [...cases.slice(-2), ...cases.slice(0, -2)] : cases;
  };
}

/** The body with its members in this order, which has no meaning in JSON. */
function inOrder(body: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(names.flatMap((name) => (Object.hasOwn(body, name) ? [[name, body[name] ?? null]] : [])));
}

function rotated(body: JsonObject, by: number): JsonObject {
  const names = Object.keys(body);
  const at = names.length === 0 ? 0 : by % names.length;
  return inOrder(body, [...names.slice(at), ...names.slice(0, at)]);
}

/** The same cases, sent twice in a row. */
export function twice(given: CaseMaker): CaseMaker {
  return but(given, (sent) => ({ ...sent, shape: 'twice' }));
}

/** The same cases, each sent while the service is at its baseline. */
export function fromBaseline(given: CaseMaker): CaseMaker {
  return but(given, (sent) => ({ ...sent, prepare: 'baseline' }));
}

/** The same cases, each repeated right after it; none counts as drawn. */
export function sentAgain(given: CaseMaker): CaseMaker {
  return but(given, (sent) => ({ ...sent, shape: 'again' }));
}

/** The same cases for every service under test, rather than dealt to them in turn. */
export function onEveryService(given: CaseMaker): CaseMaker {
  return (context) => given(context).flatMap((sent) => Array.from({ length: context.lanes }, () => sent));
}

/** `times` updates, each in flight alongside one of the bodies that must be rejected, and others. */
export function inACrowd(times: number, bad: (context: Context, n: number) => readonly JsonObject[]): CaseMaker {
  return (context) =>
    Array.from({ length: times }, (_, n) => {
      const names = freeMembers(context).map(({ name }) => name);
      const members = new Set(names.filter((__, i) => i !== n % (names.length + 1)));
      const beside = bad(context, n);
      return {
        ...updateWith(plainBody(context, members, 800 + n), context),
        shape: 'crowd' as const,
        rival: beside[n % beside.length] ?? null,
      };
    });
}

/** The same cases, with a look at every other service before and after. */
export function watchingOthers(given: CaseMaker): CaseMaker {
  return but(given, (sent) => ({ ...sent, shape: 'isolated', prepare: 'baseline' }));
}

/** An update of every text and boolean that goes to all services under test at once. */
export function toEveryService(): CaseMaker {
  return (context) =>
    context.lanes < 2
      ? []
      : [
          {
            ...updateWith(said(context, { says: 'Sent everywhere', word: 'everywhere', flag: false }), context),
            shape: 'everywhere',
          },
        ];
}

/** Two updates at once that set every member differently, `times` times. */
export function atOnce(times: number): CaseMaker {
  return (context) =>
    Array.from({ length: times }, (_, n) => {
      const members = new Set(freeMembers(context).map(({ name }) => name));
      const [one, other] = [plainBody(context, members, 300 + 2 * n), plainBody(context, members, 301 + 2 * n)];
      return { ...updateWith(one, context), shape: 'race' as const, rival: other, prepare: 'baseline' as const };
    });
}

/** Two updates at once that set different members. */
export function ofDifferentMembersAtOnce(
  halves: readonly (readonly [some: readonly string[], others: readonly string[]])[],
): CaseMaker {
  return (context) =>
    halves.map(([some, others], n) => {
      const of = (names: readonly string[]): JsonObject => plainBody(context, new Set(names), 351 + 2 * n);
      return {
        ...updateWith(of(some), context),
        shape: 'race' as const,
        rival: of(others),
        prepare: 'baseline' as const,
      };
    });
}

/** Bodies with a pair of the sibling: alone, without protocol, first and last among others, next to other members. */
export function pairsOfTheSibling(): CaseMaker {
  return bodies((context) => {
    const { conflict } = context.operation;
    const list = listsOf(context.operation).find(({ name }) => name === conflict?.member);
    if (list === undefined) return [];
    const free = itemsFrom(list, context, 5, 40_000);
    const of = (...items: readonly JsonObject[]): JsonObject => ({ [list.name]: items });
    return context.siblingPairs.slice(0, 4).flatMap((pair, n): JsonObject[] => {
      const { taken, unnamed, crossed } = siblingItems(list, context, pair, 50_001 + n, 50_011 + n);
      return [
        of(taken),
        ...(unnamed === null ? [] : [of(unnamed), of(...free, unnamed)]),
        of(crossed),
        of(taken, ...free),
        of(...free, taken),
        {
          ...said(context, { says: 'Not to be stored', word: 'not-stored', flag: false }),
          ...of(...free.slice(0, 2), taken, ...free.slice(2)),
        },
        ...(n === 0 ? [{ ...emptied(context, said(context, { says: 'x', word: 'x' })), ...of(taken) }] : []),
      ];
    });
  });
}

/**
 * Lists of these numbers of mappings, at the low and the high end of the ports. For every other start, they omit the
 * members with a default.
 */
export function mappings(counts: readonly number[], starts: readonly number[] = [1, 32_700, 65_300]): CaseMaker {
  return bodies((context) =>
    listsOf(context.operation).flatMap((list) =>
      counts.flatMap((count) =>
        starts.map((start, k): JsonObject => {
          const items = itemsFrom(list, context, count, start);
          return { [list.name]: k % 2 === 0 ? items : withoutDefaults(list, items) };
        }),
      ),
    ),
  );
}

/**
 * Every member with 101 and 200 mappings; then, from that state, each other member alone: the mappings must be kept.
 */
export function largeAndFull(): CaseMaker {
  return (context) =>
    listsOf(context.operation).flatMap((list) =>
      [101, 200].flatMap((count, n) => {
        const full = {
          ...plainBody(context, sendableMembers(context), 401 + n),
          [list.name]: itemsFrom(list, context, count, 24_000 + 1_000 * n),
        };
        const beside = `Beside ${count} ${list.item?.noun ?? 'item'}s`;
        const others = said(context, { says: beside, word: `beside-${count}`, flag: n === 0 });
        const alone: JsonObject[] = [
          ...Object.entries(others).map(([name, value]) => completed(context, { [name]: value })),
          leastBody(context),
        ];
        return [updateWith(full, context), ...alone.map((body) => ({ ...updateWith(body, context), prepare: full }))];
      }),
    );
}

/** Number of drawn bodies per part. */
const PART = 64;

/** Valid bodies drawn at random from values that must be accepted; their number depends on the effort. */
export function drawnBodies(): CaseMaker {
  const series = ({ bodies: count }: Context): Series => ({ count, first: PART, size: PART });
  const make = (context: Context, span = wholeOf(series(context))): (Sent | null)[] => {
    const drawn = context.draws(context.operation.schemas.request, span);
    return indices(span).map((n, at) =>
      n % context.lanes === context.lane
        ? {
            ...updateWith(rotated(drawn[at] ?? {}, n), context),
            drawn: true,
            prepare: n % 8 === 0 ? ('baseline' as const) : null,
          }
        : null,
    );
  };
  const origin = (context: Context, index: number): Origin => ({
    violation: null,
    nth: index,
    body: (value) => rotated(onlySendable(value as JsonObject, context), index),
    alone: null,
  });
  return Object.assign(make, { series, origin });
}

/** The body of the document's own example request, without ports that are taken. */
export function documentedExample(): CaseMaker {
  return bodies((context) =>
    context.operation.examples
      .filter(isObject)
      .map((example) =>
        Object.fromEntries(
          Object.entries(example).map(([name, value]) => [
            name,
            Array.isArray(value) ? (value as Json[]).filter((item) => !isTaken({ [name]: [item] }, context)) : value,
          ]),
        ),
      ),
  );
}

/** A legal body of a number of bytes: 200 mappings and spaces, which JSON allows anywhere between its tokens (R8). */
export function legalBodyOf(size: number): CaseMaker {
  return (context) => {
    const lists = listsOf(context.operation).map((list) => [list.name, itemsFrom(list, context, 200, 45_000)] as const);
    const whole: JsonObject = { ...sentence(context, 'In a large body'), ...Object.fromEntries(lists) };
    const text = stringify(whole);
    const padded = text.replace(/^\{/, `{${' '.repeat(Math.max(size - text.length, 0))}`);
    return [{ ...updateWith(whole, context), body: Buffer.from(padded).toString('base64') }];
  };
}

/** The baseline, sent as one more update. */
export function theBaseline(): CaseMaker {
  return bodies((context) => [baselineOf(context)]);
}
