import type { Json, JsonObject } from '../shared/json.js';
import { storedMember, type Operation, type RequestMember } from '../operation/operation.js';
import { markedName, markedText, markOfSeed, marksOf } from '../shared/run-mark.js';
import { keptIn, oncePer } from '../shared/once-per.js';
import type { Context } from './context.js';
import { itemsFrom, listsOf, withoutSomeDefaults } from './items.js';
import { sendableMembers } from './legal.js';
import { certaintiesOf, openBy } from './openness.js';

/** Values that distinguish one plain body from another, by kind of member. */
export interface Marks {
  /** For a text that may hold spaces, and for one that may not. */
  readonly says: string;
  readonly word: string;
  /** For a boolean. */
  readonly flag: boolean;
  /** For lists: number of items, and the number that they are counted from. */
  readonly count: number;
  readonly from: number;
  /** For everything else: index of its plain value. */
  readonly nth: number;
}

/** A plain value of a member; undefined if only known values may be sent and none is known. */
export function plainValue(context: Context, one: RequestMember, marks: Marks): Json | undefined {
  const { operation, own, generators } = context;
  const owned = one.certain.some(({ known }) => known?.includes('own'));
  if (owned && own[one.name] !== undefined) return own[one.name];
  if (certaintiesOf(one, context).some(({ known }) => known !== null)) return undefined;
  if (one.plain !== null) return one.plain.replace('{n}', String(marks.nth));
  if (one.schema.type === 'boolean') return marks.flag;
  if (listsOf(operation).includes(one)) return itemsFrom(one, context, marks.count, marks.from);
  const text = textOf(context, one, marks);
  return text ?? generators.plain(operation.schemas.request, `/${one.name}`, marks.nth);
}

/** The first mark that a text may hold; null for a member that is not a text. */
function textOf(context: Context, one: RequestMember, { says, word }: Marks): string | null {
  if (!isText(one)) return null;
  if (says === '') return holds(one, word, context) ? word : null;
  // Two members with the same text could be swapped unnoticed.
  const alike = context.operation.members.filter(
    (other) => isText(other) && other.plain === null && holds(other, says, context),
  );
  const place = alike.indexOf(one);
  const candidates = place === 0 ? [says, word] : place > 0 ? [`${says}, ${one.name}`, word] : [word];
  return candidates.find((text) => holds(one, text, context)) ?? null;
}

/** Whether a member is a free text, restricted by no keyword other than a pattern and lengths. */
export function isText({ schema }: RequestMember): boolean {
  return (
    schema.type === 'string' && schema.format === undefined && schema.enum === undefined && schema.const === undefined
  );
}

/** Whether a member must be accepted with a text. */
export function holds(one: RequestMember, text: string, context: Pick<Context, 'profile'>): boolean {
  const { minLength = 0, maxLength = Infinity } = one.schema;
  const demands = [{ minLength, maxLength, pattern: one.pattern }, ...certaintiesOf(one, context)];
  const { length } = [...text];
  return demands.every(
    (demand) =>
      length >= demand.minLength &&
      length <= demand.maxLength &&
      (demand.pattern === null || demand.pattern.test(text)),
  );
}

/** A body with plain values for some members and the required ones, with the mark of the run. `n` makes it distinct. */
export function plainBody(context: Context, members: ReadonlySet<string>, n: number): JsonObject {
  const mark = markOfSeed(context.seed);
  const marks: Marks = {
    says: markedText(`Plain text ${n}`, mark),
    word: markedName(mark, n),
    flag: n % 2 === 0,
    count: 2 + (n % 2),
    from: 20_000 + n * 7,
    nth: n,
  };
  const lists = listsOf(context.operation);
  return bodyOf(
    context,
    context.operation.members.filter(({ name, required }) => required || members.has(name)),
    marks,
    (one, value) => (lists.includes(one) ? withoutSomeDefaults(one, value as JsonObject[], n) : value),
  );
}

/** The body with which a run claims a service: each text that can carry its mark; null if none can. */
export function claimBody(context: Context, mark: string): JsonObject | null {
  const texts = eachAlone(context, { says: markedText('Claim', mark), word: markedName(mark, 'claim') });
  const marked = texts.filter((body) => marksOf(body).includes(mark));
  return marked.length === 0 ? null : merged(marked);
}

/** The smallest legal body: the required members. Empty if there are none. */
export const leastBody: (context: Context) => JsonObject = oncePer((context) => plainBody(context, new Set(), 600));

/** A body with the required members that it lacks. */
export function completed(context: Context, body: JsonObject): JsonObject {
  const lacking = context.operation.members.some(({ name, required }) => required && !Object.hasOwn(body, name));
  return lacking ? { ...leastBody(context), ...body } : body;
}

function bodyOf(
  context: Context,
  members: readonly RequestMember[],
  marks: Marks,
  change: (one: RequestMember, value: Json) => Json = (_, value) => value,
): JsonObject {
  return Object.fromEntries(
    members.flatMap((one): [string, Json][] => {
      const value = plainValue(context, one, marks);
      return value === undefined ? [] : [[one.name, change(one, value)]];
    }),
  );
}

/** The members of the request that are stored, without the backend. */
export function freeMembers({ operation }: Pick<Context, 'operation'>): readonly RequestMember[] {
  return freeIn(operation);
}

const freeIn = oncePer(({ members, stored, backend }: Operation) =>
  members.filter(({ name }) => name !== backend && stored.some((one) => one.name === name)),
);

/**
 * The base bodies that violations are built on: they cover every pair of present and absent members; every other one
 * has all texts empty.
 */
export function basesOf(context: Context, rows: readonly (readonly string[])[]): JsonObject[] {
  const sendable = sendableMembers(context);
  return rows.map((row, n) => {
    const body = plainBody(context, new Set(row.filter((name) => sendable.has(name))), n + 1);
    return n % 2 === 0 ? emptied(context, body) : body;
  });
}

/** The body with every text emptied that must be accepted empty. */
export function emptied(context: Context, body: JsonObject): JsonObject {
  const empty = freeMembers(context).filter(
    (one) => isText(one) && Object.hasOwn(body, one.name) && holds(one, '', context),
  );
  return { ...body, ...Object.fromEntries(empty.map(({ name }) => [name, ''])) };
}

/** A state that differs from every base body, in which a service stays while bodies that must be rejected are sent. */
export function baselineOf(context: Context): JsonObject {
  const mark = markOfSeed(context.seed);
  return stateOf(context, {
    says: markedText('At rest', mark),
    word: markedName(mark, 'rest'),
    flag: true,
    count: 3,
    from: 31_000,
    nth: 1_000,
  });
}

/** A state that differs from the baseline in every member. */
export function otherOf(context: Context): JsonObject {
  const mark = markOfSeed(context.seed);
  return stateOf(context, {
    says: markedText('Elsewhere', mark),
    word: markedName(mark, 'other'),
    flag: false,
    count: 4,
    from: 33_000,
    nth: 1_001,
  });
}

function stateOf(context: Context, marks: Marks): JsonObject {
  const { members, backend } = context.operation;
  const sendable = sendableMembers(context);
  const all = [...freeMembers(context), ...members.filter(({ name }) => name === backend)];
  return bodyOf(
    context,
    all.filter(({ name }) => sendable.has(name)),
    marks,
  );
}

/** Marks for the kinds of members to include. */
export type Saying = Partial<Marks>;

/** Whether there is a mark for a kind of member. */
function isAsked(context: Context, one: RequestMember, saying: Saying): boolean {
  if (one.schema.type === 'boolean') return saying.flag !== undefined;
  if (listsOf(context.operation).includes(one)) return saying.count !== undefined;
  return isText(one) ? saying.says !== undefined || saying.word !== undefined : saying.nth !== undefined;
}

/** A body of every member that can carry a mark, the last one first. */
export function said(context: Context, saying: Saying): JsonObject {
  return merged(eachAlone(context, saying).toReversed());
}

/** A body for each member that can carry a mark, in the order of the request. */
export function eachAlone(context: Context, saying: Saying): readonly JsonObject[] {
  return keptIn(bodiesAlone(context), JSON.stringify(saying), () => makeEachAlone(context, saying));
}

const bodiesAlone = oncePer((_: Context) => new Map<string, readonly JsonObject[]>());

function makeEachAlone(context: Context, saying: Saying): JsonObject[] {
  const marks: Marks = { says: '', word: '', flag: false, count: 1, from: 1, nth: 0, ...saying };
  const sendable = sendableMembers(context);
  return freeMembers(context)
    .filter((one) => isAsked(context, one, saying) && sendable.has(one.name))
    .flatMap((one) => {
      const value = plainValue(context, one, marks);
      return value === undefined ? [] : [completed(context, { [one.name]: value })];
    });
}

/** The members of several bodies in one. */
export function merged(bodies: readonly JsonObject[]): JsonObject {
  return Object.fromEntries(bodies.flatMap(Object.entries<Json>));
}

/** A body with the sentence in a text member that may hold it, otherwise with plain text. */
export function sentence(context: Context, says: string): JsonObject {
  const texts = freeMembers(context).filter(isText);
  const free = texts.find((one) => holds(one, says, context));
  if (free !== undefined) return completed(context, { [free.name]: says });
  return eachAlone(context, { says, word: says.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 16), nth: 1_003 })[0] ?? {};
}

/** A body for each text member that may not hold this text. */
export function misspelt(context: Context, text: string): JsonObject[] {
  return freeMembers(context)
    .filter((one) => isText(one) && !holds(one, text, context))
    .map(({ name }) => completed(context, { [name]: text }));
}

/** A change that nothing else makes. A request that must not take effect carries it, so that any effect shows. */
export function notToBeStored(context: Context): JsonObject {
  return said(context, { says: 'Not to be stored', word: 'not-stored' });
}

/** A body for each list that must be accepted empty, emptying it. */
export function clearedLists(context: Context): JsonObject[] {
  return clearedOf(context, ({ schema }) => schema.type === 'array');
}

/** A body for each text that must be accepted empty, emptying it. */
export function clearedTexts(context: Context): JsonObject[] {
  return clearedOf(context, ({ schema }) => schema.type === 'string');
}

/** A body for each member that satisfies a predicate and must be accepted empty, emptying it. */
export function clearedOf(context: Context, which: (one: RequestMember) => boolean): JsonObject[] {
  return freeMembers(context)
    .filter(which)
    .flatMap(({ name }) => {
      const cleared = storedMember(context.operation, name)?.cleared;
      const body = cleared === undefined ? null : completed(context, { [name]: cleared });
      return body === null || openBy(body, context) !== null ? [] : [body];
    });
}

/** Each member at its maximum length or value; items of lists are counted from `from`. */
export function fullBody(context: Context, from: number): JsonObject {
  const lists = listsOf(context.operation);
  return Object.fromEntries(
    freeMembers(context).flatMap((one): [string, Json][] => {
      if (lists.includes(one)) return [[one.name, itemsFrom(one, context, one.schema.maxItems ?? 200, from)]];
      if (isText(one)) return longestText(context, one).map((text) => [one.name, text]);
      const { maximum, enum: choices } = one.schema;
      return maximum === undefined || choices !== undefined ? [] : [[one.name, maximum]];
    }),
  );
}

function longestText(context: Context, one: RequestMember): string[] {
  const most = Math.min(one.schema.maxLength ?? 128, ...certaintiesOf(one, context).map(({ maxLength }) => maxLength));
  const texts = ['Full. ', 'a-full-name_of16'].map((text) => text.repeat(Math.ceil(most / text.length)).slice(0, most));
  return texts.filter((text) => holds(one, text, context)).slice(0, 1);
}
