import type { Change } from './behaviour.js';

/** The chapters of the contract that a fault or a variant is about. */
export type Chapter =
  'request-body' | 'port-list' | 'reply' | 'errors' | 'headers' | 'path' | 'methods' | 'effect' | 'robustness';

/** A conforming behaviour that differs from the default one. */
export interface Variant {
  readonly id: string;
  /** One sentence that a service developer recognises. */
  readonly says: string;
  readonly chapter: Chapter;
  readonly change: Change;
}

/** A defect. */
export interface Fault extends Variant {
  /** Glob over the ids of the requirements that must catch it: `*` is any text, `{a,b}` is either. */
  readonly caughtBy: string;
}

/** A variant but for its chapter and its id. */
type VariantEntry = Omit<Variant, 'chapter' | 'id'>;

/** A fault but for its chapter and its id. */
type FaultEntry = Omit<Fault, 'chapter' | 'id'>;

/** Entries by their ids. */
type ById<Entry, Id extends string = string> = Readonly<Record<Id, Entry>>;

type IdsOf<Part> = Part extends unknown ? keyof Part & string : never;

/** The ids that stand in more than one of some parts. */
type Doublets<Parts> = Parts extends readonly [infer First, ...infer Rest]
  ? (IdsOf<First> & IdsOf<Rest[number]>) | Doublets<Rest>
  : never;

/** Parts of which no two have an id in common; otherwise nothing is. */
type Distinct<Parts extends readonly unknown[]> = [Doublets<Parts>] extends [never] ? Parts : never;

type Merged<Parts extends readonly object[]> = ById<Parts[number][keyof Parts[number]], IdsOf<Parts[number]>>;

/** Faults by their ids; their chapter is added by {@link inChapter}. */
export function faultsOf<Id extends string>(entries: ById<FaultEntry, Id>): ById<FaultEntry, Id> {
  return entries;
}

/** Variants by their ids; their chapter is added by {@link inChapter}. */
export function variantsOf<Id extends string>(entries: ById<VariantEntry, Id>): ById<VariantEntry, Id> {
  return entries;
}

/** All entries of some parts, in order. That no id stands in two of them is seen by the compiler. */
export function together<const Parts extends readonly object[]>(...parts: Distinct<Parts>): Merged<Parts> {
  return Object.assign({}, ...parts) as Merged<Parts>;
}

/** All entries of some parts with their chapter and their ids, in order. That no id stands in two parts is seen by the compiler. */
export function inChapter<const Parts extends readonly object[]>(
  chapter: Chapter,
  ...parts: Distinct<Parts>
): ById<Merged<Parts>[IdsOf<Parts[number]>] & Variant, IdsOf<Parts[number]>> {
  const all = Object.entries(together<Parts>(...parts)) as [string, VariantEntry][];
  return Object.fromEntries(all.map(([id, entry]) => [id, { ...entry, id, chapter }])) as ReturnType<
    typeof inChapter<Parts>
  >;
}
