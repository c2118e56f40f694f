import * as fc from 'fast-check';
import { Lexeme, type Draft } from '../../shared/json.js';
import type { Breakable } from '../../shared/keywords.js';
import { integerRangeOf, type IntegerRange } from '../integer-range.js';
import { valueWays, type Candidate, type BrokenSchema, type Way } from './way.js';

/** The bound itself, if it is excluded. */
function edge({ node }: BrokenSchema, keyword: Breakable): Candidate[] {
  if (keyword !== 'exclusiveMinimum' && keyword !== 'exclusiveMaximum') return [];
  return [{ way: 'bound', says: `that is the excluded bound ${node[keyword]}`, values: [node[keyword]] }];
}

/** The range of valid numbers, and an ordinary one of them. */
function around({ node }: BrokenSchema): IntegerRange & { readonly good: number } {
  const range = integerRangeOf(node);
  const { low, high, step } = range;
  return { ...range, good: Math.min(high, Math.max(low, 80 * step)) };
}

const integers = (min: number, max: number, step: number) => (): fc.Arbitrary<Draft> =>
  fc.integer({ min: Math.ceil(min / step), max: Math.floor(max / step) }).map((n) => n * step);

/** Numbers below the minimum, near and far, and those that a narrow integer type would turn into valid ones. */
export function under(subject: BrokenSchema, keyword: Breakable): Way[] {
  const { low, step, good } = around(subject);
  const far = [-65_535, -32_768, -32_769, -2_147_483_648, -2_147_483_649, -4_294_967_295].map((n) => n * step);
  return valueWays(subject, keyword, [
    ...edge(subject, keyword),
    { way: 'one-under', says: `that is ${low - step}, one below the minimum`, values: [low - step] },
    { way: 'minus-zero', says: 'that is written -0', values: [new Lexeme('-0')] },
    {
      way: 'negative',
      says: 'that is negative',
      values: [-1, -good, -443].map((n) => n * step),
      drawn: integers(Math.min(low - step, -1) - 60_000 * step, Math.min(low - step, -1), step),
    },
    {
      way: 'far-under',
      says: 'that is far below the minimum',
      values: far,
      drawn: integers(-4_294_967_295, Math.min(low - step, -60_000), step),
    },
    {
      way: 'wraps-16-bit',
      says: 'that is too small, and wraps to a valid number in 16 bits',
      values: [good - 65_536, low - 65_536],
    },
    {
      way: 'wraps-32-bit',
      says: 'that is too small, and wraps to a valid number in 32 bits',
      values: [good - 2 ** 32, low - 2 ** 32],
    },
    {
      way: 'beyond-double',
      says: 'that is far too small for a double to hold exactly',
      values: [new Lexeme('-9007199254740993'), new Lexeme('-9223372036854775809')],
    },
    {
      way: 'exponent',
      says: 'that is large, negative, and has an exponent',
      values: [new Lexeme('-1e30'), new Lexeme('-1E300')],
    },
  ]);
}

/** Numbers above the maximum, near and far, and those that a narrow integer type would turn into valid ones. */
export function over(subject: BrokenSchema, keyword: Breakable): Way[] {
  const { high, step, good } = around(subject);
  return valueWays(subject, keyword, [
    ...edge(subject, keyword),
    {
      way: 'one-over',
      says: `that is ${high + step}, one above the maximum`,
      values: [high + step, new Lexeme(`${high + step}.0`)],
    },
    {
      way: 'two-over',
      says: 'that is a little above the maximum',
      values: [high + 2 * step, high + 10 * step],
      drawn: integers(high + 2 * step, high + 999 * step, step),
    },
    {
      way: 'double',
      says: 'that is twice the maximum',
      values: [2 * high, 2 * high + step],
      drawn: integers(high + step, 10 * Math.max(high, 1) + step, step),
    },
    { way: 'digit-more', says: 'that has a digit too many', values: [10 * high, 99_999 * step, 100_000 * step] },
    { way: 'int32-greatest', says: 'that is 2^31 - 1', values: [2 ** 31 - 1] },
    {
      way: 'int32-over',
      says: 'that is 2^31 or more',
      values: [2 ** 31, 2 ** 31 + 1, 2 ** 32 - 1, 2 ** 32],
      drawn: integers(2 ** 31, 2 ** 33, step),
    },
    {
      way: 'wraps-16-bit',
      says: 'that is too large, and wraps to a valid number in 16 bits',
      values: [65_536 + good, 131_072 + good, 65_537],
    },
    {
      way: 'wraps-32-bit',
      says: 'that is too large, and wraps to a valid number in 32 bits',
      values: [2 ** 32 + good, 2 ** 32 + 1, 2 ** 33 + good],
    },
    {
      way: 'wraps-64-bit',
      says: 'that is too large, and wraps to a valid number in 64 bits',
      values: [new Lexeme('18446744073709551696'), new Lexeme('18446744073709551617')],
    },
    {
      way: 'beyond-double',
      says: 'that is far too large for a double to hold exactly',
      values: [new Lexeme('9007199254740993'), new Lexeme('9223372036854775808')],
    },
    {
      way: 'exponent',
      says: 'that is large and has an exponent',
      values: [new Lexeme('1e30'), new Lexeme('1E300'), new Lexeme('7e4')],
    },
  ]);
}

/** Numbers between two steps. */
export function offStep(subject: BrokenSchema, keyword: Breakable): Way[] {
  const { low, step } = around(subject);
  return valueWays(subject, keyword, [
    {
      way: 'between',
      says: `that is not a multiple of ${step}`,
      values: [low + 1, low + step + 1, low + step / 2, low + step * 1.5],
      drawn: () =>
        fc
          .tuple(fc.integer({ min: 0, max: 999 }), fc.constantFrom(1, step / 2, step / 4))
          .map(([n, off]) => low + n * step + off),
    },
  ]);
}
