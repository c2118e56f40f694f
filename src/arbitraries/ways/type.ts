import * as fc from 'fast-check';
import { Lexeme, type Draft, type Json } from '../../shared/json.js';
import { integerRangeOf } from '../integer-range.js';
import { admits } from '../../spec/node.js';
import { good, valueWays, type Candidate, type BrokenSchema, type Way } from './way.js';

/**
 * Every JSON type that a schema does not admit, and texts, lists and objects that a lenient reader would convert to one
 * that it admits.
 */
export function typeWays(subject: BrokenSchema): Way[] {
  const own = new Map<string, Candidate>();
  for (const candidate of [...lookAlikes(subject), ...everyType(subject)]) {
    if (!own.has(candidate.way)) own.set(candidate.way, candidate);
  }
  return valueWays(subject, 'type', [...own.values()]);
}

function everyType(subject: BrokenSchema): Candidate[] {
  const value = good(subject);
  const wrapped = (wrap: (value: Json) => Draft) => () => fc.nat({ max: 40 }).map((k) => wrap(good(subject, k)));
  return [
    { way: 'null', says: 'that is null', values: [null] },
    { way: 'boolean', says: 'that is a boolean', values: [true, false] },
    // 6 is the number of TCP among the protocols of IP.
    { way: 'integer', says: 'that is a whole number', values: [123, 6, -1], drawn: () => fc.integer() },
    {
      way: 'fraction',
      says: 'that is a fraction',
      values: [1.5, -0.25],
      drawn: () => fc.integer({ min: -9_999, max: 9_999 }).map((n) => n + 0.5),
    },
    {
      way: 'string',
      says: 'that is a string',
      values: ['abc', 'null', 'none'],
      drawn: () => fc.string({ unit: 'grapheme-ascii' }),
    },
    { way: 'string-empty', says: 'that is an empty string', values: [''] },
    { way: 'array-empty', says: 'that is an empty list', values: [[]] },
    {
      way: 'array-of-one',
      says: 'that is a list of one valid value',
      values: [[value], [good(subject, 1)]],
      drawn: wrapped((v) => [v]),
    },
    { way: 'array-of-two', says: 'that is a list of two valid values', values: [[value, good(subject, 1)]] },
    { way: 'object-empty', says: 'that is an empty object', values: [{}] },
    {
      way: 'object-around',
      says: 'that is an object around a valid value',
      values: [{ value }, { value: good(subject, 1) }],
      drawn: wrapped((v) => ({ value: v })),
    },
  ];
}

function lookAlikes(subject: BrokenSchema): Candidate[] {
  const { node } = subject;
  return [
    ...(admits(node, 'boolean') ? forBoolean : []),
    ...(admits(node, 'integer') ? forNumber(subject) : []),
    ...(admits(node, 'string') ? forString : []),
    ...(admits(node, 'array') ? forArray(subject) : []),
    ...(admits(node, 'object') ? forObject(subject) : []),
  ];
}

const forBoolean: readonly Candidate[] = [
  { way: 'string-true', says: 'that is the string "true"', values: ['true'] },
  { way: 'string-false', says: 'that is the string "false"', values: ['false'] },
  {
    way: 'string-other-case',
    says: 'that is true or false in capitals, as a string',
    values: ['TRUE', 'False', 'True', 'FALSE'],
  },
  {
    way: 'string-padded',
    says: 'that is a string of true or false with blanks',
    values: [' true', 'false ', 'true\n'],
  },
  { way: 'string-digit', says: 'that is the string "1" or "0"', values: ['1', '0'] },
  {
    way: 'string-yes-no',
    says: 'that is a word for yes or no',
    values: ['yes', 'no', 'on', 'off', 'Y', 'N', 't', 'f', 'enabled'],
  },
  { way: 'integer-one', says: 'that is the number 1', values: [1, new Lexeme('1.0')] },
  { way: 'integer-zero', says: 'that is the number 0', values: [0, new Lexeme('-0'), new Lexeme('0.0')] },
];

function forNumber({ node }: BrokenSchema): Candidate[] {
  const { low, high } = integerRangeOf(node);
  const middle = Math.min(high, Math.max(low, 80));
  const text = (ways: (n: number) => readonly string[]): Pick<Candidate, 'values' | 'drawn'> => ({
    values: [middle, low, high].flatMap(ways),
    drawn: () =>
      fc
        .tuple(fc.integer({ min: low, max: high }), fc.nat({ max: 99 }))
        .map(([n, i]) => ways(n)[i % ways(n).length] ?? ''),
  });
  const fullwidth = (n: number): string =>
    String(n).replace(/[0-9]/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
  return [
    { way: 'string-numeric', says: 'that is a valid number as a string', ...text((n) => [String(n)]) },
    {
      way: 'string-padded',
      says: 'that is a number with blanks, as a string',
      ...text((n) => [` ${n}`, `${n} `, `${n}\n`, `\t${n}`]),
    },
    {
      way: 'string-leading-zero',
      says: 'that is a number with a leading zero, as a string',
      ...text((n) => [`0${n}`, `00${n}`]),
    },
    { way: 'string-signed', says: 'that is a number with a plus sign, as a string', ...text((n) => [`+${n}`]) },
    {
      way: 'string-decimal',
      says: 'that is a number with a fraction, as a string',
      ...text((n) => [`${n}.0`, `${n}.5`]),
    },
    {
      way: 'string-exponent',
      says: 'that is a number with an exponent, as a string',
      ...text((n) => [`${n}e0`, '8e1']),
    },
    {
      way: 'string-hexadecimal',
      says: 'that is a hexadecimal number, as a string',
      ...text((n) => [`0x${n.toString(16)}`, `0X${n.toString(16).toUpperCase()}`]),
    },
    {
      way: 'string-fullwidth',
      says: 'that is a number in full-width digits, as a string',
      ...text((n) => [fullwidth(n)]),
    },
    {
      way: 'string-list',
      says: 'that is a string of two numbers',
      ...text((n) => [`${n},${n}`, `${n}-${n}`, `${n}:${n}`]),
    },
    {
      way: 'string-word',
      says: 'that is a word for something other than a number',
      values: ['NaN', 'Infinity', 'null', 'any', '*'],
    },
    ...(node.types?.has('number') === true ? [] : fractions(low, high)),
    {
      way: 'huge-exponent',
      says: 'that no double can hold',
      values: [new Lexeme('1e400'), new Lexeme('-1e400'), new Lexeme('1E+9999')],
    },
  ];
}

function fractions(low: number, high: number): Candidate[] {
  const inside = (n: number): number => Math.min(Math.max(n, low), high - 1);
  const half = [inside(80), low, high - 1].map((n) => n + 0.5);
  return [
    {
      way: 'fraction',
      says: 'that is a fraction within the bounds',
      values: [...half, inside(80) + 0.25, inside(443) + 0.75],
      drawn: () =>
        fc
          .tuple(fc.integer({ min: low, max: Math.max(low, high - 1) }), fc.constantFrom(0.5, 0.1, 0.9, 0.25, 0.75))
          .map(([n, part]) => n + part),
    },
    {
      way: 'fraction-near-integer',
      says: 'that is nearly a whole number',
      values: [
        new Lexeme(`${inside(80)}.0000001`),
        new Lexeme(`${inside(79)}.9999999`),
        new Lexeme(`${inside(80)}.000000000001`),
      ],
    },
    {
      way: 'fraction-exponent',
      says: 'that is a fraction with an exponent',
      values: [new Lexeme(`${inside(80) * 10 + 5}e-1`), new Lexeme(`${inside(8)}.05e1`)],
    },
  ];
}

const forString: readonly Candidate[] = [
  { way: 'integer-zero', says: 'that is the number 0', values: [0] },
  { way: 'integer-one', says: 'that is the number 1', values: [1] },
];

function forArray(subject: BrokenSchema): Candidate[] {
  const { node, pointer, filler } = subject;
  const item = node.items === null ? [] : [filler.value({ node: node.items, pointer: `${pointer}/*` })];
  return [
    ...item.flatMap((value): Candidate[] => [
      { way: 'single-item', says: 'that is one item, not in a list', values: [value] },
      {
        way: 'object-indexed',
        says: 'that is an object with the index as a member',
        values: [{ 0: value }, { 0: value, length: 1 }],
      },
      { way: 'string-json', says: 'that is the JSON text of a list', values: [JSON.stringify([value]), '[]'] },
    ]),
  ];
}

function forObject(subject: BrokenSchema): Candidate[] {
  return [
    {
      way: 'array-of-pairs',
      says: 'that is a list of names and values',
      values: [Object.entries(good(subject) as object) as Json],
    },
    { way: 'string-json', says: 'that is the JSON text of an object', values: [JSON.stringify(good(subject)), '{}'] },
  ];
}
