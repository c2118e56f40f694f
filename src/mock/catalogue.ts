import type { Change } from './behaviour.js';

/** The chapter of the contract that a fault or variant is about. */
export type FaultChapter =
  'request-body' | 'port-list' | 'reply' | 'errors' | 'headers' | 'path' | 'methods' | 'effect' | 'robustness';

/** A conforming behaviour that differs from the default one. */
export interface Variant {
  readonly id: string;
  /** One sentence that the developer of a service recognises. */
  readonly says: string;
  readonly chapter: FaultChapter;
  readonly change: Change;
}

/** A defect. */
export interface Fault extends Variant {
  /** Glob that matches the ids of the requirements that must catch it: `*` is any text, `{a,b}` is either. */
  readonly caughtBy: string;
}

/** A variant without its chapter and id. */
type VariantEntry = Omit<Variant, 'chapter' | 'id'>;

/** A fault without its chapter and id. */
type FaultEntry = Omit<Fault, 'chapter' | 'id'>;

/** Entries by id. */
type ById<Entry, Id extends string = string> = Readonly<Record<Id, Entry>>;

type IdsOf<Part> = Part extends unknown ? keyof Part & string : never;

/** The ids that occur in more than one of several parts. */
type Duplicates<Parts> = Parts extends readonly [infer First, ...infer Rest]
  ? (IdsOf<First> & IdsOf<Rest[number]>) | Duplicates<Rest>
  : never;

/** The parts if no two of them share an id, otherwise never. */
type Distinct<Parts extends readonly unknown[]> = [Duplicates<Parts>] extends [never] ? Parts : never;

type Merged<Parts extends readonly object[]> = ById<Parts[number][keyof Parts[number]], IdsOf<Parts[number]>>;

/** Declares faults by id; {@link inChapter} adds their chapter. */
export function faultsOf<Id extends string>(entries: ById<FaultEntry, Id>): ById<FaultEntry, Id> {
  return entries;
}

/** Declares variants by id; {@link inChapter} adds their chapter. */
export function variantsOf<Id extends string>(entries: ById<VariantEntry, Id>): ById<VariantEntry, Id> {
  return entries;
}

/** Merges several parts in order. The compiler ensures that no id occurs in two of them. */
export function mergeDistinct<const Parts extends readonly object[]>(...parts: Distinct<Parts>): Merged<Parts> {
  return Object.assign({}, ...parts) as Merged<Parts>;
}

/**
 * Merges several parts in order, and adds the chapter and ids. The compiler ensures that no id occurs in two of them.
 */
export function inChapter<const Parts extends readonly object[]>(
  chapter: FaultChapter,
  ...parts: Distinct<Parts>
): ById<Merged<Parts>[IdsOf<Parts[number]>] & Variant, IdsOf<Parts[number]>> {
  const all = Object.entries(mergeDistinct<Parts>(...parts)) as [string, VariantEntry][];
  return Object.fromEntries(all.map(([id, entry]) => [id, { ...entry, id, chapter }])) as ReturnType<
    typeof inChapter<Parts>
  >;
}
