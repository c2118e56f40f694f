import { charactersOf } from './code-points.js';

/** A narrow miss of a text that is compared as a whole: an id, a token, a name. */
export interface NearMiss {
  /** In kebab-case; part of the id of a requirement. */
  readonly way: string;
  /** Completes the name of the place: `without its last character`. */
  readonly says: string;
  /**
   * How the result differs from the text, which it never equals. `other` is a different text to everyone. `case`
   * differs in letter case alone, which some ignore. `blank` differs in blanks at its ends, which HTTP strips from a
   * header. `encoded` is the text once decoded, which in a path makes it the same.
   */
  readonly kind: 'other' | 'case' | 'blank' | 'encoded';
  readonly of: (text: string) => readonly string[];
}

const SEPARATOR = /[-_.]/;

/** The next character of the same class, cyclically: digit, hexadecimal letter or letter. */
function neighbour(character: string): string {
  const rounds = ['0123456789', 'abcdef', 'ABCDEF', 'ghijklmnopqrstuvwxyz', 'GHIJKLMNOPQRSTUVWXYZ'];
  const round = rounds.find((one) => one.includes(character));
  return round === undefined ? 'x' : round.charAt((round.indexOf(character) + 1) % round.length);
}

function changed(text: string, at: number, by = neighbour(text.charAt(at))): string {
  return text.slice(0, at) + by + text.slice(at + 1);
}

/** Index of a letter or digit at or before the middle. */
function middle(text: string): number {
  const half = Math.floor(text.length / 2);
  const at = [...text.slice(0, half + 1)].findLastIndex((character) => !SEPARATOR.test(character));
  return Math.max(at, 0);
}

function swappedCase(text: string): string {
  return charactersOf(text)
    .map((c) => (c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase()))
    .join('');
}

const ways: readonly NearMiss[] = [
  other('cut-last', 'without its last character', (t) => [t.slice(0, -1)]),
  other('cut-first', 'without its first character', (t) => [t.slice(1)]),
  other('cut-inside', 'without a character in its middle', (t) => [t.slice(0, middle(t)) + t.slice(middle(t) + 1)]),
  other('half', 'cut to one of its halves', (t) => [
    t.slice(0, Math.ceil(t.length / 2)),
    t.slice(Math.ceil(t.length / 2)),
  ]),
  other('group', 'cut to its first or last group', (t) =>
    SEPARATOR.test(t) ? [t.split(SEPARATOR)[0] ?? '', t.split(SEPARATOR).at(-1) ?? ''] : [t.slice(0, 8), t.slice(-8)],
  ),
  other('changed-first', 'with another first character', (t) => [changed(t, 0)]),
  other('changed-inside', 'with another character in its middle', (t) => [
    changed(t, middle(t)),
    changed(t, Math.floor(middle(t) / 2)),
    changed(t, Math.floor((middle(t) + t.length - 1) / 2)),
    // The first of each group: some formats give it a meaning of its own.
    ...[...t.matchAll(/(?<=[-_.])[A-Za-z0-9]/g)].map(({ index }) => changed(t, index)),
  ]),
  other('changed-last', 'with another last character', (t) => [changed(t, t.length - 1)]),
  other('swapped', 'with two neighbouring characters swapped', (t) =>
    [...t]
      .flatMap((c, i) =>
        i + 1 < t.length && c !== t.charAt(i + 1) && !SEPARATOR.test(c + t.charAt(i + 1))
          ? [t.slice(0, i) + t.charAt(i + 1) + c + t.slice(i + 2)]
          : [],
      )
      .slice(0, 1),
  ),
  other('reversed', 'written backwards', (t) => [charactersOf(t).reverse().join('')]),
  other('extended', 'with one more character', (t) => [`${t}0`, `${t}a`, `${t}-`, `${t}=`]),
  other('dotted', 'with a dot, or a file name extension, after it', (t) => [`${t}.`, `${t}.json`, `${t}.v1`]),
  other('with-parameter', 'with a parameter after it', (t) => [`${t};a=b`, `${t}:a`, `${t}@1`]),
  other('prefixed', 'with a character, or a word, before it', (t) => [`0${t}`, `x${t}`, `urn:uuid:${t}`, `~${t}`]),
  other('separators', 'with other separators, or without them', (t) =>
    SEPARATOR.test(t)
      ? [t.replace(/[-_.]/g, ''), t.replace(/[-_.]/g, (s) => (s === '_' ? '-' : '_')), t.replace(SEPARATOR, '$&$&')]
      : [`${t.slice(0, 8)}-${t.slice(8)}`, charactersOf(t).join('-')],
  ),
  other('doubled', 'written twice', (t) => [t + t]),
  other('in-a-list', 'in a list', (t) => [`${t},0`, `0,${t}`, `0, ${t}`]),
  other('quoted', 'in quotes or brackets', (t) => [`"${t}"`, `'${t}'`, `{${t}}`, `(${t})`]),
  other('wildcard', 'with a wildcard in place of a character', (t) => [
    changed(t, t.length - 1, '_'),
    `${t.slice(0, -1)}*`,
    `${t.slice(0, 4)}%`,
    '*',
  ]),
  other('nil', 'of zeros, or of the letter f, in the same layout', (t) => [
    t.replace(/[A-Za-z0-9]/g, '0'),
    t.replace(/[A-Za-z0-9]/g, 'f'),
  ]),
  other('placeholder', 'replaced by a placeholder', () => ['-', '0', 'null', 'undefined', 'me', 'default']),
  other('object-member', 'replaced by the name of a built-in member', () => ['constructor', '__proto__', 'toString']),
  other('look-alike', 'with a full-width character', (t) => {
    const at = [...t].findIndex((c) => /[0-9A-Za-z]/.test(c));
    return at === -1 ? [] : [changed(t, at, String.fromCharCode(t.charCodeAt(at) + 0xfee0))];
  }),
  other('accented', 'with an accented letter', (t) => [`${t.slice(0, middle(t))}\u00e9${t.slice(middle(t) + 1)}`]),
  {
    way: 'mixed-case',
    says: 'in mixed case',
    kind: 'case',
    of: (t) => [swappedCase(t.slice(0, middle(t) + 1)) + t.slice(middle(t) + 1), capital(t)],
  },
  {
    way: 'encoded',
    says: 'percent-encoded, or in Base64',
    kind: 'encoded',
    of: (t) => [
      `%${t.charCodeAt(0).toString(16).toUpperCase()}${t.slice(1)}`,
      Buffer.from(t, 'utf8').toString('base64'),
    ],
  },
  {
    way: 'blank',
    says: 'with a blank before or after it',
    kind: 'blank',
    of: (t) => [`${t} `, ` ${t}`, `${t}\t`],
  },
];

function capital(text: string): string {
  const at = text.search(/[a-z]/);
  return at === -1 ? text : changed(text, at, text.charAt(at).toUpperCase());
}

function other(way: string, says: string, of: NearMiss['of']): NearMiss {
  return { way, says, kind: 'other', of };
}

/**
 * Every way, the most telling first. A result is never the text itself nor empty, and equals it in another case only
 * for the way `mixed-case`.
 */
export const nearMisses: readonly NearMiss[] = ways.map((one) => ({
  ...one,
  of: (text) => {
    const same = (a: string): boolean =>
      one.kind === 'case' ? a === text || a === text.toUpperCase() : a.toLowerCase() === text.toLowerCase();
    return [...new Set(one.of(text))].filter((miss) => miss !== '' && !same(miss));
  },
}));

/** A near miss of a text by its way and number; undefined if there are fewer. */
export function nearMissOf(text: string, way: string, n: number): string | undefined {
  return nearMisses.find((one) => one.way === way)?.of(text)[n];
}
