import * as fc from 'fast-check';
import { isDateTime, isUuid, type FormatName } from '../shared/formats.js';

/** A format: what it admits, how to make texts of it, and how texts narrowly miss it. */
export interface Format {
  readonly test: (text: string) => boolean;
  /** The k-th text; all are different below k = 2^32. */
  readonly sample: (k: number) => string;
  readonly arbitrary: () => fc.Arbitrary<string>;
  readonly misses: readonly Miss[];
  /** Admitted texts that a careless reader rejects. */
  readonly edges: readonly FormatEdge[];
}

/** A way to spoil a valid text. */
interface Miss {
  readonly way: string;
  /** Completes "a text ...". */
  readonly says: string;
  readonly of: (good: string) => readonly string[];
}

interface FormatEdge {
  readonly way: string;
  readonly says: string;
  readonly text: string;
}

const replaceAt = (text: string, index: number, by: string): string =>
  text.slice(0, index) + by + text.slice(index + 1);
const insertAt = (text: string, index: number, what: string): string => text.slice(0, index) + what + text.slice(index);
const shifted = (text: string, shift: number): string =>
  text.replace(/[0-9]/g, (digit) => String.fromCodePoint(shift + Number(digit)));

/** Ways to spoil a text of any format with a fixed layout. */
const shared: readonly Miss[] = [
  { way: 'empty', says: 'that is empty', of: () => [''] },
  { way: 'blank-only', says: 'of blanks', of: () => [' ', '   '] },
  { way: 'leading-blank', says: 'with a blank before it', of: (t) => [` ${t}`, `\t${t}`] },
  { way: 'trailing-blank', says: 'with a blank after it', of: (t) => [`${t} `, `${t}\t`] },
  { way: 'trailing-newline', says: 'with a line break after it', of: (t) => [`${t}\n`, `${t}\r\n`, `${t}\r`] },
  { way: 'leading-newline', says: 'with a line break before it', of: (t) => [`\n${t}`, `\r\n${t}`] },
  { way: 'trailing-nul', says: 'with U+0000 after it', of: (t) => [`${t}\0`] },
  {
    way: 'zero-width',
    says: 'with an invisible character',
    of: (t) => [`\ufeff${t}`, `${t}\u200b`, insertAt(t, 8, '\u200d')],
  },
  { way: 'quoted', says: 'in quotes', of: (t) => [`"${t}"`, `'${t}'`] },
  { way: 'doubled', says: 'written twice', of: (t) => [t + t, `${t},${t}`, `${t}\n${t}`] },
  { way: 'text-before', says: 'with other text before it', of: (t) => [`x${t}`, `id=${t}`, `/${t}`] },
  { way: 'text-after', says: 'with other text after it', of: (t) => [`${t}x`, `${t}/`, `${t}.json`, `${t}-0000`] },
  { way: 'null-word', says: 'that is the word null', of: () => ['null', 'undefined', 'None'] },
  { way: 'fullwidth-digit', says: 'with full-width digits', of: (t) => [shifted(t, 0xff10)] },
  { way: 'arabic-indic-digit', says: 'with Arabic-Indic digits', of: (t) => [shifted(t, 0x0660)] },
  { way: 'fullwidth-hyphen', says: 'with full-width hyphens', of: (t) => [t.replaceAll('-', '\uff0d')] },
  {
    way: 'dash',
    says: 'with dashes for hyphens',
    of: (t) => [t.replaceAll('-', '\u2013'), t.replaceAll('-', '\u2212')],
  },
];

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

/** Index of each hyphen of a UUID: first those of the middle, where a mistake in a pattern is seen least. */
const HYPHENS = [18, 23, 13, 8];

const uuid: Format = {
  test: isUuid,
  sample: (k) => `4f1d7c2a-9b3e-4a6d-8c5f-2b7e${hex((k * 2654435761) % 2 ** 32, 8)}`,
  arbitrary: () => fc.uuid(),
  misses: [
    ...shared,
    {
      way: 'one-short',
      says: 'with one digit fewer',
      of: (t) => [...HYPHENS.map((i) => t.slice(0, i - 1) + t.slice(i)), t.slice(0, -1)],
    },
    {
      way: 'one-long',
      says: 'with one extra digit',
      of: (t) => [...HYPHENS.map((i) => insertAt(t, i, 'a')), `${t}0`, `0${t}`],
    },
    { way: 'no-hyphens', says: 'without hyphens', of: (t) => [t.replaceAll('-', '')] },
    {
      way: 'one-hyphen-less',
      says: 'without one of its hyphens',
      of: (t) => HYPHENS.map((i) => t.slice(0, i) + t.slice(i + 1)),
    },
    {
      way: 'one-hyphen-more',
      says: 'with a hyphen too many',
      of: (t) => [`${t}-`, `-${t}`, ...[...HYPHENS, 28].map((i) => insertAt(t, i, '-'))],
    },
    {
      way: 'misplaced-hyphen',
      says: 'with a hyphen out of place',
      of: (t) => HYPHENS.map((i) => insertAt(t.slice(0, i) + t.slice(i + 1), i + 1, '-')),
    },
    {
      way: 'underscores',
      says: 'with underscores for hyphens',
      of: (t) => [t.replaceAll('-', '_'), replaceAt(t, 8, '_')],
    },
    { way: 'braces', says: 'in braces', of: (t) => [`{${t}}`, `(${t})`, `<${t}>`] },
    { way: 'urn', says: 'with urn:uuid: before it', of: (t) => [`urn:uuid:${t}`, `uuid:${t}`] },
    {
      way: 'bad-digit-first',
      says: 'whose first digit is not hexadecimal',
      of: (t) => ['g', 'G', 'z', 'o', '.'].map((c) => replaceAt(t, 0, c)),
    },
    {
      way: 'bad-digit-middle',
      says: 'with a middle digit that is not hexadecimal',
      of: (t) => [
        ...['g', 'O', '_'].flatMap((c) => [21, 16, 12].map((i) => replaceAt(t, i, c))),
        replaceAt(t, 16, '\u0430'),
      ],
    },
    {
      way: 'bad-digit-last',
      says: 'whose last digit is not hexadecimal',
      of: (t) => ['g', 'G', 'z', 'l', '.'].map((c) => replaceAt(t, 35, c)),
    },
    {
      way: 'blank-inside',
      says: 'with a blank inside',
      of: (t) => [insertAt(t, 24, ' '), replaceAt(t, 8, ' '), insertAt(t, 18, ' '), replaceAt(t, 30, ' ')],
    },
    {
      way: 'prose',
      says: 'that is a word',
      of: () => ['port', 'not-a-uuid', 'default', 'uuid', 'xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx'],
    },
    { way: 'short-id', says: 'that is a short id', of: (t) => ['1', '0', t.slice(0, 8), t.slice(0, 13)] },
    { way: 'hex-digits-64', says: 'of 64 hexadecimal digits', of: (t) => [t.replaceAll('-', '').repeat(2)] },
    { way: 'ip-address', says: 'that is an address', of: () => ['192.168.0.1', '::1', 'fa:16:3e:00:00:01'] },
    { way: 'base64', says: 'in Base64', of: (t) => [Buffer.from(t.replaceAll('-', ''), 'hex').toString('base64')] },
    { way: 'two', says: 'that is a list of two', of: (t) => [`${t};${t}`, `${t} ${t}`, `${t}|${t}`] },
  ],
  edges: [
    { way: 'lower-case', says: 'in lower case', text: '3b9c1f7e-6d2a-4e8b-9f0c-5a7d1e2f3b4c' },
    { way: 'upper-case', says: 'in upper case', text: '7E3B9C1F-6D2A-4E8B-9F0C-5A7D1E2F3B4C' },
    { way: 'mixed-case', says: 'in mixed case', text: '1f7E3b9C-6d2A-4e8B-9f0C-5a7D1e2F3b4C' },
    { way: 'digits-only', says: 'without letters', text: '31941578-6424-4186-9507-517213243546' },
    { way: 'nil', says: 'of zeros', text: '00000000-0000-0000-0000-000000000000' },
    { way: 'all-ones', says: 'of nothing but the digit f', text: 'ffffffff-ffff-ffff-ffff-ffffffffffff' },
    ...[1, 3, 5, 6, 7, 8].map((version) => ({
      way: `version-${version}`,
      says: `of version ${version}`,
      text: `3b9c1f7e-6d2a-${version}e8b-9f0c-5a7d1e2f3b4c`,
    })),
  ],
};

const stamp = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;

const dateTime: Format = {
  test: isDateTime,
  sample: (k) => stamp(Date.UTC(2022, 3, 14, 9, 35, 47) + k * 1000),
  arbitrary: () => fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((seconds) => stamp(seconds * 1000)),
  misses: [
    ...shared,
    {
      way: 'lower-case',
      says: 'in lower case',
      of: (t) => [t.toLowerCase(), t.replace('Z', 'z'), t.replace('T', 't')],
    },
    { way: 'no-zone', says: 'without a time zone', of: (t) => [t.slice(0, -1)] },
    { way: 'no-time', says: 'without a time', of: (t) => [t.slice(0, 10), `${t.slice(0, 10)}Z`] },
    { way: 'no-date', says: 'without a date', of: (t) => [t.slice(11), t.slice(10)] },
    { way: 'no-seconds', says: 'without seconds', of: (t) => [`${t.slice(0, 16)}Z`] },
    { way: 'blank-for-t', says: 'with a blank for the T', of: (t) => [t.replace('T', ' ')] },
    { way: 'no-t', says: 'without the T', of: (t) => [t.replace('T', '')] },
    { way: 'slashes', says: 'with slashes for hyphens', of: (t) => [t.replaceAll('-', '/')] },
    { way: 'no-hyphens', says: 'without hyphens', of: (t) => [t.replaceAll('-', '')] },
    {
      way: 'bad-month',
      says: 'of a thirteenth or no month',
      of: (t) => ['13', '00'].map((m) => t.slice(0, 5) + m + t.slice(7)),
    },
    {
      way: 'bad-day',
      says: 'of a day that no calendar has',
      of: (t) => ['02-30', '04-31', '01-00', '01-32'].map((d) => t.slice(0, 5) + d + t.slice(10)),
    },
    { way: 'bad-hour', says: 'of hour 24', of: (t) => ['24', '99'].map((h) => t.slice(0, 11) + h + t.slice(13)) },
    { way: 'bad-minute', says: 'of minute 60', of: (t) => [`${t.slice(0, 14)}60${t.slice(16)}`] },
    { way: 'bad-second', says: 'of second 61', of: (t) => [`${t.slice(0, 17)}61${t.slice(19)}`] },
    { way: 'short-year', says: 'of a year of two digits', of: (t) => [t.slice(2)] },
    {
      way: 'epoch',
      says: 'that is a number of seconds',
      of: (t) => [String(Date.parse(t) / 1000), String(Date.parse(t))],
    },
    { way: 'prose', says: 'that is a word', of: () => ['now', 'yesterday'] },
  ],
  edges: [
    { way: 'leap-day', says: 'of a leap day', text: '2024-02-29T00:00:00Z' },
    { way: 'year-end', says: 'at the end of a year', text: '2022-12-31T23:59:59Z' },
    { way: 'offset', says: 'with an offset', text: '2022-04-14T17:35:47+08:00' },
    { way: 'fraction', says: 'with a fraction of a second', text: '2022-04-14T09:35:47.5Z' },
  ],
};

/** The supported formats. */
export const formatGenerators: Readonly<Record<FormatName, Format>> = { uuid, 'date-time': dateTime };
