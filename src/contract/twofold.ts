import { isObject, member, stringify, withMember, type Draft, type JsonObject } from '../shared/json.js';
import type { Context } from './context.js';
import { furtherOf, listsOf } from './items.js';
import { brokenOnce, topOf, type BrokenOnce } from './json-families.js';
import type { Sent } from './case.js';
import type { CaseMaker } from './requirement.js';
import { packed, update } from './sent.js';
import { mappingsFrom } from './values.js';

/** A member of a draft by its name; undefined if the draft is not an object. */
function valueOf(draft: Draft, name: string): Draft | undefined {
  return isObject(draft) ? member(draft, name) : undefined;
}

function sent(context: Context, draft: Draft): Sent {
  return { ...update(context), body: packed(stringify(draft)) };
}

/** Bodies with two things wrong, for every two members: the second must not hide the first. */
export function wrongInTwoMembers(): CaseMaker {
  return (context) => {
    const broken = brokenOnce(context);
    const tops = [...new Set(broken.map(topOf))].filter((name) => name !== '');
    const pairs = tops.flatMap((one, i) => tops.slice(i + 1).map((other) => [one, other] as const));
    return pairs.map(([one, other], n) => {
      const [a, b] = [one, other].map((name, k) => {
        const own = broken.filter((each) => topOf(each) === name);
        return own[(Math.abs(context.seed) + n * 3 + k) % own.length] as BrokenOnce;
      }) as [BrokenOnce, BrokenOnce];
      return sent(context, withMember(a.draft as object, other, valueOf(b.draft, other) ?? null) as Draft);
    });
  };
}

/** Lists with two invalid mappings, alike or different, side by side or with a valid one between them. */
export function wrongInTwoMappings(): CaseMaker {
  return (context) => {
    const [list] = listsOf(context.operation);
    if (list === undefined) return [];
    const bad = brokenOnce(context).filter(({ violation }) => violation.pointer.startsWith(`/${list.name}/*/`));
    const items = bad.map(({ violation }) => itemOf(violation, list.name, context));
    const [good = {}] = mappingsFrom(context, 1, 49_500);
    return items.flatMap((item, n) => {
      const other = items[(n + 1 + (Math.abs(context.seed) % Math.max(items.length - 1, 1))) % items.length] ?? item;
      // The same mapping twice would break another rule too.
      const again = isObject(item) ? apart(item) : item;
      const drafts: Draft[] = n % 2 === 0 ? [item, again] : [item, good, other];
      return [sent(context, { [list.name]: drafts })];
    });
  };
}

/**
 * A mapping with two invalid members, for every two; a mapping with all members invalid; the same invalid mapping
 * twice; and bodies with one broken rule in every member.
 */
export function wrongThroughout(): CaseMaker {
  return (context) => {
    const [list] = listsOf(context.operation);
    const broken = brokenOnce(context);
    const of = (name: string): BrokenOnce[] => broken.filter((one) => topOf(one) === name);
    const pick = <T>(all: readonly T[], n: number): T[] =>
      all.slice((Math.abs(context.seed) + n) % Math.max(all.length, 1)).slice(0, 1);
    const tops = [...new Set(broken.map(topOf))].filter((name) => name !== '');
    const bodies = [0, 1, 2].map((n) =>
      Object.fromEntries(
        tops.flatMap((name) => pick(of(name), n).map((one) => [name, valueOf(one.draft, name) ?? null])),
      ),
    );
    if (list === undefined) return bodies.map((draft) => sent(context, draft));
    const bad = broken.filter(({ violation }) => violation.pointer.startsWith(`/${list.name}/*/`));
    const names = [...new Set(bad.map(({ violation }) => violation.pointer.split('/')[3] ?? ''))];
    const values = (name: string): Draft[] =>
      bad
        .filter(({ violation }) => violation.pointer.endsWith(`/${name}`))
        .flatMap((one) => valueOf(itemOf(one.violation, list.name, context), name) ?? []);
    const [good = {}] = mappingsFrom(context, 1, 49_500);
    const pairs = names.flatMap((one, i) => names.slice(i + 1).map((other) => [one, other]));
    const items = [...pairs, names].flatMap((wrong, n) =>
      [0, 1, 2].map((k) => ({
        ...good,
        ...Object.fromEntries(wrong.flatMap((name) => pick(values(name), n + k).map((value) => [name, value]))),
      })),
    );
    const most = list.schema.maxItems ?? 200;
    const over = mappingsFrom(context, most, 30_000);
    const [again = {}] = over;
    const beyond = [
      [...over, again],
      [...over, ...over.slice(0, 20)],
      [...over, items[0] ?? again],
    ];
    const lists = items.map((item, n) => (n % 2 === 0 ? [item] : [item, item]));
    return [...bodies, ...[...lists, ...beyond].map((mappings) => ({ [list.name]: mappings }))].map((draft) =>
      sent(context, draft as Draft),
    );
  };
}

/** The invalid mapping of a violation, from a list of one. */
function itemOf(violation: BrokenOnce['violation'], list: string, context: Context): Draft {
  const [example] = violation.examples;
  const base = { [list]: mappingsFrom(context, 1, 49_600) };
  const draft = example === undefined ? base : violation.apply(base, { ...example, places: [{ length: 1, index: 0 }] });
  const items = valueOf(draft, list);
  return Array.isArray(items) ? ((items as readonly Draft[])[0] ?? null) : null;
}

/** The same mapping with other ports, if they are numbers. */
function apart(mapping: object): Draft {
  return Object.fromEntries(
    Object.entries(mapping).map(([name, value]: [string, Draft]) => [
      name,
      typeof value === 'number' && value > 1 && value < 60_000 ? value + 11 : value,
    ]),
  );
}

/** Open mappings after a valid one, between two, and before one: a mapping must not borrow from its neighbours. */
export function openBesideGood(): CaseMaker {
  return (context) => {
    const [list] = listsOf(context.operation);
    if (list === undefined) return [];
    const [a = {}, b = {}] = mappingsFrom(context, 2, 49_700);
    const [apart = {}] = mappingsFrom(context, 1, 49_800);
    const further = new Set(furtherOf(list, context).map(({ name }) => name));
    const half: JsonObject[] = Object.entries(apart).map(([name, value]) => ({
      [name]: further.has(name) ? 8_100 : value,
    }));
    const lists = [...half, {}].flatMap((open, n): JsonObject[][] => [
      n % 2 === 0 ? [a, open] : [a, open, b],
      [open, a],
    ]);
    return lists.map((items): Sent => {
      const body = { [list.name]: items };
      return { ...update(context), body: packed(stringify(body)), applies: [body] };
    });
  };
}

/** Bodies that are wrong because of a long multi-byte value, which an error may quote and cut at any offset. */
export function longBeyondAscii(draftsOf: (text: string, mapping: JsonObject) => readonly Draft[]): CaseMaker {
  return (context) => {
    const [mapping = {}] = mappingsFrom(context, 1, 49_900);
    return [0, 1, 2].flatMap((offset) => {
      const text = 'a'.repeat(offset) + '\u4e2d'.repeat(400);
      const drafts = draftsOf(text, mapping);
      // The seed picks the members: an error about any of them may be cut.
      const chosen =
        context.effort === 'thorough' ? drafts : drafts.filter((_, n) => (n + offset + Math.abs(context.seed)) % 5 < 3);
      return chosen.map((draft) => sent(context, draft));
    });
  };
}
