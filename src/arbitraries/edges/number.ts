import { integerRangeOf } from '../integer-range.js';
import type { Edge, Edges } from './edge.js';

/** Limits of narrow integer types, and the numbers beside them. */
const WIDTHS = [127, 128, 255, 256, 32_767, 32_768, 65_535, 65_536, 2 ** 31 - 1, 2 ** 31] as const;

/** Numbers at the ends of the range, beside them, and at the limits of narrow integer types. */
export const numberEdges: Edges = ({ node }) => {
  const { low, high, step, bounded } = integerRangeOf(node);
  const lowest = node.minimum === -Infinity ? 'exclusiveMinimum' : 'minimum';
  const highest = node.maximum === Infinity ? 'exclusiveMaximum' : 'maximum';
  const edge = (keyword: string, way: string, says: string, value: number): Edge => ({ keyword, way, says, value });
  const ends = [
    ...(bounded.low
      ? [
          edge(lowest, 'least', `that is ${low}, the minimum`, low),
          edge(lowest, 'one-above-least', `that is ${low + step}`, low + step),
        ]
      : []),
    ...(bounded.high
      ? [
          edge(highest, 'most', `that is ${high}, the maximum`, high),
          edge(highest, 'one-below-most', `that is ${high - step}`, high - step),
        ]
      : []),
  ];
  const widths = WIDTHS.map((width) => edge('type', `width-${width}`, `that is ${width}`, width));
  const signs = [0, -1].map((n) => edge('type', n === 0 ? 'zero' : 'minus-one', `that is ${n}`, n));
  const fraction =
    node.types?.has('integer') === true ? [] : [edge('type', 'fraction', 'that is a fraction', low + step / 2)];
  const values = new Set<number>();
  return [...ends, ...widths, ...signs, ...fraction].filter(({ value }) => {
    const isNew = !values.has(value as number);
    values.add(value as number);
    return isNew;
  });
};
