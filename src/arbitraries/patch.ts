import type { Draft } from '../shared/json.js';

/** One broken value and where it goes: plain data, to be given to the `apply` of its violation. */
export interface Patch {
  readonly edit: Edit;
  /** For each list on the way to the broken value, the outer first. */
  readonly places: readonly Place[];
}

/** Which item of a list of which length is the broken one. */
export interface Place {
  readonly length: number;
  readonly index: number;
}

/** What breaks the schema at its place. */
export type Edit =
  /** The value there is replaced. */
  | { readonly op: 'set'; readonly value: Draft }
  /** Members of the object there are left out. */
  | { readonly op: 'omit'; readonly members: readonly string[] }
  /** The object there gets a member that it must not have. */
  | { readonly op: 'add'; readonly member: string; readonly value: Draft }
  /** The list there gets another length, and items that repeat others. */
  | { readonly op: 'list'; readonly length: ListLength; readonly repeats: readonly Repeat[] };

/** A number of items, or one more than the base body has, as far as the schema allows. */
type ListLength = number | 'one-more';

/** The item at `to` becomes the one at `from`. */
export interface Repeat {
  readonly from: number;
  /** `last` is the last item of the list. */
  readonly to: number | 'last';
  readonly spelling: Spelling;
}

/** How the repeated item is written, against how it is written the first time. */
export type Spelling =
  /** To the letter. */
  | 'same'
  /** Its members in the reverse order. */
  | 'reordered'
  /** Its whole numbers with a fraction of zero. */
  | 'decimal'
  /** One in the short form of a rule, the other in the long one. */
  | { readonly rule: string; readonly first: 'short' | 'long'; readonly second: 'short' | 'long' };
