import type { Draft } from '../shared/json.js';

/** An invalid value and its place, as plain data for the `apply` of its violation. */
export interface Patch {
  readonly edit: Edit;
  /** A place in each list on the way to the invalid value, outermost first. */
  readonly places: readonly Place[];
}

/** The index of the invalid item, and the length of its list. */
export interface Place {
  readonly length: number;
  readonly index: number;
}

/** The change that breaks the schema at its place. */
export type Edit =
  /** Replaces the value. */
  | { readonly op: 'set'; readonly value: Draft }
  /** Removes members of the object. */
  | { readonly op: 'omit'; readonly members: readonly string[] }
  /** Adds a member that the object must not have. */
  | { readonly op: 'add'; readonly member: string; readonly value: Draft }
  /** Changes the length of the list, and makes items repeat others. */
  | { readonly op: 'list'; readonly length: ListLength; readonly repeats: readonly Repeat[] };

/** A number of items, or one more than in the base body, as far as the schema allows. */
type ListLength = number | 'one-more';

/** Replaces the item at `to` with the one at `from`. */
export interface Repeat {
  readonly from: number;
  /** `last` is the last item of the list. */
  readonly to: number | 'last';
  readonly spelling: ValueSpelling;
}

/** How the repeated item is written, compared with its first occurrence. */
export type ValueSpelling =
  /** Verbatim. */
  | 'same'
  /** Its members in reverse order. */
  | 'reordered'
  /** Its integers with a fraction of zero. */
  | 'decimal'
  /** One in the short form of a rule, the other in the long form. */
  | { readonly rule: string; readonly first: 'short' | 'long'; readonly second: 'short' | 'long' };
