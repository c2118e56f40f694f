import { tokensOf, type Token } from './tokens.js';

/** Another way to write the same JSON value (RFC 8259). */
export interface Respelling {
  /** In kebab-case; part of the id of a requirement. */
  readonly way: string;
  /** Completes "a body": `whose names are escaped`. */
  readonly says: string;
  readonly of: (text: string) => readonly string[];
}

function code(character: string, hex: 'lower' | 'upper'): string {
  const digits = character.charCodeAt(0).toString(16).padStart(4, '0');
  return `\\u${hex === 'lower' ? digits : digits.toUpperCase()}`;
}

/** A string with some of its characters escaped; existing escapes stay. */
function escaped(
  text: string,
  which: (character: string, at: number, length: number) => boolean,
  hex: 'lower' | 'upper',
) {
  const characters = text.slice(1, -1).match(/\\(?:u[0-9a-fA-F]{4}|.)|[^\\]/gs) ?? [];
  return `"${characters
    .map((character, at) =>
      character.length === 1 && character.charCodeAt(0) < 0x1_0000 && which(character, at, characters.length)
        ? code(character, hex)
        : character,
    )
    .join('')}"`;
}

function strings(
  which: (token: Token) => boolean,
  character: (character: string, at: number, length: number) => boolean,
  hex: 'lower' | 'upper' = 'lower',
): (text: string) => readonly string[] {
  return (text) => [
    tokensOf(text)
      .map((token) => (token.kind === 'string' && which(token) ? escaped(token.text, character, hex) : token.text))
      .join(''),
  ];
}

const names = ({ isName }: Token): boolean => isName;
const values = ({ isName }: Token): boolean => !isName;
const all = (): boolean => true;
/** A character whose code has a hexadecimal letter. */
const lettered = (character: string): boolean => /[a-f]/.test(character.charCodeAt(0).toString(16));

function spaced(between: readonly string[]): (text: string) => readonly string[] {
  return (text) => {
    const tokens = tokensOf(text).map((token) => token.text);
    return between.map((blank) => blank + tokens.join(blank) + blank);
  };
}

/** Puts the members of every object in another order. */
function reordered(change: (names: readonly string[]) => readonly string[]): (text: string) => readonly string[] {
  const turn = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(turn);
    if (typeof value !== 'object' || value === null) return value;
    const object = value as Readonly<Record<string, unknown>>;
    return Object.fromEntries(change(Object.keys(object)).map((name) => [name, turn(object[name])]));
  };
  return (text) => [JSON.stringify(turn(JSON.parse(text)))].filter((other) => other !== text);
}

/** Every respelling; each preserves the value. */
export const respellings: readonly Respelling[] = [
  { way: 'name-first-escaped', says: 'whose names begin with an escape', of: strings(names, (_, at) => at === 0) },
  {
    way: 'name-last-escaped',
    says: 'whose names end in an escape',
    of: strings(names, (_, at, length) => at === length - 1),
  },
  {
    way: 'name-underscore-escaped',
    says: 'whose names have escaped underscores',
    of: strings(names, (c) => c === '_'),
  },
  { way: 'name-escaped', says: 'whose names are escaped as a whole', of: strings(names, all) },
  { way: 'name-hex-upper', says: 'whose names have escapes in upper case', of: strings(names, lettered, 'upper') },
  { way: 'value-first-escaped', says: 'whose texts begin with an escape', of: strings(values, (_, at) => at === 0) },
  {
    way: 'value-last-escaped',
    says: 'whose texts end in an escape',
    of: strings(values, (_, at, length) => at === length - 1),
  },
  { way: 'value-escaped', says: 'whose texts are escaped as a whole', of: strings(values, all) },
  { way: 'value-hex-upper', says: 'whose texts are escaped in upper case', of: strings(values, all, 'upper') },
  { way: 'all-escaped', says: 'whose names and texts are escaped as a whole', of: strings(all, all) },
  {
    way: 'slash-escaped',
    says: 'with escaped slashes',
    of: (text) => [text.replaceAll('/', '\\/')].filter((other) => other !== text),
  },
  { way: 'blanks', says: 'with a blank between any two tokens', of: spaced([' ', '   ']) },
  { way: 'tabs', says: 'with a tab between any two tokens', of: spaced(['\t']) },
  { way: 'line-feeds', says: 'with a line feed between any two tokens', of: spaced(['\n']) },
  { way: 'carriage-returns', says: 'with a carriage return between any two tokens', of: spaced(['\r', '\r\n']) },
  { way: 'mixed-blanks', says: 'with every kind of blank between any two tokens', of: spaced([' \t\r\n ']) },
  { way: 'reversed', says: 'whose members are in reverse order', of: reordered((own) => [...own].reverse()) },
  {
    way: 'rotated',
    says: 'whose members begin with another one',
    of: reordered((own) => [...own.slice(1), ...own.slice(0, 1)]),
  },
];
