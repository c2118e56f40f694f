import type { Node } from '../spec/node.js';

/** The numbers from `low` to `high`, `step` apart. Empty if low is above high. */
export interface IntegerRange {
  readonly low: number;
  readonly high: number;
  readonly step: number;
  /** Whether an end comes from the schema rather than from this project. */
  readonly bounded: { readonly low: boolean; readonly high: boolean };
}

const REACH = 1_000_000;

/** The integers, or multiples, that the bounds of a schema admit; if a bound is missing, a million of them. */
export function integerRangeOf(node: Node): IntegerRange {
  const step = node.multipleOf ?? 1;
  const floor = Math.max(node.minimum, node.exclusiveMinimum);
  const ceiling = Math.min(node.maximum, node.exclusiveMaximum);
  let low = Math.ceil(floor / step) * step;
  if (low <= node.exclusiveMinimum) low += step;
  let high = Math.floor(ceiling / step) * step;
  if (high >= node.exclusiveMaximum) high -= step;
  const bounded = { low: Number.isFinite(low), high: Number.isFinite(high) };
  if (!bounded.low) low = bounded.high ? Math.min(0, high - REACH * step) : 0;
  if (!bounded.high) high = low + REACH * step;
  return { low, high, step, bounded };
}
