/** Indices from `from` up to, but not including, `to`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Cases that are made in parts. */
export interface Series {
  readonly count: number;
  /** Size of the first part, and maximum size of the others. */
  readonly first: number;
  readonly size: number;
  /**
   * The base body of the case with an index, if each case is an update that must be refused and could be nothing else:
   * such cases are dealt before they are made. Absent if a case must be made to know what it is.
   */
  readonly baseOf?: (index: number) => number;
}

/** Number of parts of a series. */
export function partsOf({ count, first, size }: Series): number {
  return 1 + Math.max(Math.ceil((count - first) / size), 0);
}

/** The indices of a part, counted from 0; none if the series has no such part. */
export function partOf({ count, first, size }: Series, part: number): Span {
  const from = part === 0 ? 0 : first + (part - 1) * size;
  return { from: Math.min(from, count), to: Math.min(part === 0 ? first : from + size, count) };
}

/** All indices of a series. */
export function wholeOf({ count }: Series): Span {
  return { from: 0, to: count };
}

/** Number of indices of a span that are dealt to one of several in turn. */
export function dealtTo(turn: number, among: number, { from, to }: Span): number {
  const before = (end: number): number => Math.max(Math.ceil((end - turn) / among), 0);
  return before(to) - before(from);
}

/** The indices of a span, in order. */
export function indices({ from, to }: Span): number[] {
  return Array.from({ length: Math.max(to - from, 0) }, (_, n) => from + n);
}
