import * as fc from 'fast-check';
import type { Draft } from '../../shared/json.js';
import type { Breakable } from '../../shared/keywords.js';
import { charactersOf } from '../code-points.js';
import { breaksOnly, spoilingWay, valueWay, type Spoiling, type BrokenSchema, type Way } from './way.js';

/** Values outside an enumeration that look like its members or are related to them. */
export function choiceWays(subject: BrokenSchema, keyword: Breakable): Way[] {
  const { choices: listed, constant } = subject.node;
  const choices = (keyword === 'enum' ? listed : null) ?? (constant === null ? [] : [constant.value]);
  const words = choices.filter((choice): choice is string => typeof choice === 'string');
  const numbers = choices.filter((choice): choice is number => typeof choice === 'number');
  const texts = { listed: words, drawn: () => fc.constantFrom(...words) };
  const others: readonly Draft[] = [null, true, false, 0, 1, 1.5, '', [], {}, ...choices.map((choice) => [choice])];
  return [
    ...(words.length === 0
      ? []
      : [...misspellings, ...relatives(words)].flatMap((spoiling) => spoilingWay(subject, keyword, spoiling, texts))),
    ...valueWay(subject, keyword, {
      way: 'unrelated',
      says: 'that is another word',
      values: ['other', 'x', 'DEFAULT', 'none', '*'],
      drawn: () => fc.string({ unit: 'grapheme-ascii', minLength: 1 }),
    }),
    ...valueWay(subject, keyword, {
      way: 'neighbour',
      says: 'that is next to a listed value',
      values: numbers.flatMap((n) => [n + 1, n - 1, -n, n + 0.5]),
    }),
    ...valueWay(subject, keyword, {
      way: 'another-type',
      says: 'of another type',
      values: others.filter((value) => breaksOnly(subject.node, keyword, value) && !(typeof value === 'string')),
    }),
  ];
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
const replaceFirst = (text: string, table: Readonly<Record<string, string>>): string[] =>
  charactersOf(text).flatMap((character, i) => {
    const other = Object.hasOwn(table, character) ? table[character] : undefined;
    return other === undefined ? [] : [text.slice(0, i) + other + text.slice(i + 1)];
  });

/** Cyrillic and Greek letters that look like Latin ones. */
const alike: Readonly<Record<string, string>> = {
  A: 'А',
  B: 'В',
  C: 'С',
  E: 'Е',
  H: 'Н',
  I: 'І',
  K: 'К',
  M: 'М',
  O: 'О',
  P: 'Р',
  T: 'Т',
  V: 'Ѵ',
  X: 'Х',
  Y: 'Υ',
  Z: 'Ζ',
  a: 'а',
  c: 'с',
  e: 'е',
  i: 'і',
  o: 'о',
  p: 'р',
  x: 'х',
  y: 'у',
  s: 'ѕ',
};
const fullwidth = (text: string): string =>
  charactersOf(text)
    .map((c) => (c > ' ' && c <= '~' ? String.fromCodePoint((c.codePointAt(0) ?? 0) + 0xfee0) : c))
    .join('');

const misspellings: readonly Spoiling[] = [
  { way: 'lower-case', says: 'in lower case', of: (t) => [t.toLowerCase()] },
  { way: 'upper-case', says: 'in upper case', of: (t) => [t.toUpperCase()] },
  {
    way: 'mixed-case',
    says: 'in mixed case',
    of: (t) => [
      capital(t),
      t.charAt(0).toLowerCase() + t.slice(1).toUpperCase(),
      t.slice(0, -1) + t.slice(-1).toLowerCase(),
    ],
  },
  { way: 'leading-blank', says: 'with a blank before it', of: (t) => [` ${t}`, `\t${t}`, `  ${t}`] },
  { way: 'trailing-blank', says: 'with a blank after it', of: (t) => [`${t} `, `${t}\t`, `${t}  `] },
  { way: 'trailing-newline', says: 'with a line break after it', of: (t) => [`${t}\n`, `${t}\r\n`] },
  { way: 'leading-newline', says: 'with a line break before it', of: (t) => [`\n${t}`] },
  { way: 'trailing-nul', says: 'with U+0000 after it', of: (t) => [`${t}\0`] },
  { way: 'empty', says: 'that is empty', of: () => [''] },
  { way: 'blank-only', says: 'of blanks', of: () => [' ', '  '] },
  { way: 'doubled', says: 'written twice', of: (t) => [t + t, `${t} ${t}`, `${t},${t}`] },
  {
    way: 'cut',
    says: 'that is only the beginning or the end of a listed value',
    of: (t) => [t.slice(0, -1), t.slice(0, 1), t.slice(1), t.slice(0, 2)],
  },
  {
    way: 'extended',
    says: 'that continues after a listed value',
    of: (t) => [`${t}S`, `${t}x`, `${t}6`, `${t}4`, `${t}_`, `${t}/`, `${t}.`],
  },
  { way: 'prefixed', says: 'with letters before a listed value', of: (t) => [`X${t}`, `_${t}`, `s${t}`] },
  {
    way: 'spaced',
    says: 'with its letters spaced out',
    of: (t) => [charactersOf(t).join(' '), charactersOf(t).join('.'), charactersOf(t).join('-')],
  },
  { way: 'quoted', says: 'in quotes', of: (t) => [`"${t}"`, `'${t}'`] },
  { way: 'reversed', says: 'written backwards', of: (t) => [charactersOf(t).reverse().join('')] },
  { way: 'homoglyph', says: 'with a look-alike letter', of: (t) => replaceFirst(t, alike) },
  { way: 'fullwidth', says: 'in full-width letters', of: (t) => [fullwidth(t)] },
  {
    way: 'zero-width',
    says: 'with an invisible character',
    of: (t) => [`${t}\u200b`, `\ufeff${t}`, `${t.slice(0, 1)}\u200d${t.slice(1)}`],
  },
  { way: 'null-word', says: 'that is the word null', of: () => ['null', 'NULL', 'undefined', 'None'] },
  { way: 'digit', says: 'that is a digit', of: () => ['0', '1', '6', '17'] },
];

/** Words for things of one kind: a service that accepts one may accept another by mistake. */
const kinds: readonly (readonly string[])[] = [
  [
    'TCP',
    'UDP',
    'ICMP',
    'HTTP',
    'HTTPS',
    'TLS',
    'SSL',
    'SCTP',
    'IP',
    'ANY',
    'ALL',
    'TCP6',
    'TCP/IP',
    'TCP_UDP',
    'TERMINATED_HTTPS',
  ],
  ['interface', 'gateway', 'endpoint'],
  ['available', 'creating', 'failed', 'deleting', 'deleted', 'error', 'active'],
  ['public', 'internal', 'private', 'external'],
  ['open', 'close', 'closed', 'true', 'false'],
  ['VM', 'VIP', 'LB', 'BMS', 'ELB'],
];

function relatives(words: readonly string[]): Spoiling[] {
  const others = kinds
    .filter((kind) => words.some((word) => kind.includes(word)))
    .flat()
    .filter((word) => !words.includes(word));
  const joined = [',', '/', '|', ' ', '+'].flatMap((mark) =>
    words.flatMap((word) =>
      [...others.slice(0, 1), ...words].filter((other) => other !== word).map((other) => word + mark + other),
    ),
  );
  return [
    ...others.map((word): Spoiling => ({
      way: `other-${word.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`,
      says: `that is ${word}`,
      of: () => [word],
    })),
    { way: 'joined', says: 'that names two values in one', of: () => joined },
  ];
}
