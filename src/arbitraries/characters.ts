import { charactersOf, lengthOf } from './code-points.js';

/** Characters that services treat alike, the most telling first. */
export interface CharacterClass {
  /** Part of the names of ways. */
  readonly name: string;
  /** Completes "with ...". */
  readonly says: string;
  /** Characters, or short runs of them. */
  readonly snippets: readonly string[];
  /** Whether the first, a middle and the last place of a text are separate ways. */
  readonly byPlace: boolean;
}

const range = (first: string, last: string): string[] => {
  const [from, to] = [first.charCodeAt(0), last.charCodeAt(0)];
  return Array.from({ length: to - from + 1 }, (_, i) => String.fromCharCode(from + i));
};

const placed = (name: string, says: string, snippets: readonly string[]): CharacterClass => ({
  name,
  says,
  snippets,
  byPlace: true,
});

const anywhere = (name: string, says: string, snippets: readonly string[]): CharacterClass => ({
  name,
  says,
  snippets,
  byPlace: false,
});

/** Every printable ASCII character, in classes. */
export const printableClasses: readonly CharacterClass[] = [
  placed('lower-case', 'a lower-case letter', range('a', 'z')),
  placed('upper-case', 'an upper-case letter', range('A', 'Z')),
  placed('digit', 'a digit', range('0', '9')),
  placed('hyphen', 'a hyphen', ['-']),
  placed('underscore', 'an underscore', ['_']),
  placed('blank', 'a blank', [' ']),
  placed('dot', 'a dot', ['.']),
  placed('less-than', 'a less-than sign', ['<']),
  placed('greater-than', 'a greater-than sign', ['>']),
  placed('slash', 'a slash', ['/']),
  placed('backslash', 'a backslash', ['\\']),
  placed('ampersand', 'an ampersand', ['&']),
  placed('quote', 'a quotation mark', ['"', "'", '`']),
  placed('bracket', 'a bracket', charactersOf('()[]{}')),
  placed('punctuation', 'a punctuation mark', charactersOf('@#$%+:,;!?=*|^~')),
];

/** Control characters; careless anchors let texts with line breaks through. */
const controlClasses: readonly CharacterClass[] = [
  placed('line-feed', 'a line feed', ['\n']),
  placed('carriage-return', 'a carriage return', ['\r']),
  placed('tab', 'a tab', ['\t']),
  anywhere('crlf', 'a carriage return and a line feed', ['\r\n']),
  placed('nul', 'U+0000', ['\0']),
  anywhere('delete', 'U+007F', ['\x7f']),
  anywhere('control', 'a control character', ['\x1b', '\x01', '\x08', '\x0b', '\x0c', '\x1f', '\x80', '\x9f']),
  anywhere('next-line', 'U+0085', ['\u0085']),
];

/** Characters outside ASCII, up to U+FFFF. */
const scriptClasses: readonly CharacterClass[] = [
  anywhere('letter-chinese', 'a Chinese character', ['中', '服', '务', '龥']),
  anywhere('letter-latin', 'a Latin letter beyond ASCII', ['é', 'ß', 'ñ', 'Å', 'ø', 'ÿ', 'ı', 'İ']),
  anywhere('letter-greek', 'a Greek letter', ['λ', 'Ω', 'ς']),
  anywhere('letter-cyrillic', 'a Cyrillic letter', ['ж', 'Я', 'щ']),
  anywhere('letter-kana', 'a kana', ['あ', 'カ', 'ー']),
  anywhere('letter-hangul', 'a Hangul syllable', ['한', '글']),
  anywhere('letter-right-to-left', 'a letter of a right-to-left script', ['ع', 'م', 'א', 'ש']),
  anywhere('letter-indic', 'a letter of a script of India or Thailand', ['ह', 'অ', 'ก']),
  anywhere('combining', 'a combining mark', ['e\u0301', 'n\u0303', 'A\u030a', '\u1112\u1161\u11ab']),
  anywhere('digit-fullwidth', 'a full-width digit', ['１', '０', '９']),
  anywhere('digit-arabic-indic', 'an Arabic-Indic digit', ['٣', '٠', '۷']),
  anywhere('digit-other', 'a numeral beyond ASCII', ['४', '²', '½', 'Ⅷ', '①']),
  anywhere('look-alike-letter', 'a letter that only looks like an ASCII one', ['а', 'о', 'е', 'Α', 'Ａ', 'ｚ']),
  anywhere('case-folding', 'a letter that only case folding makes an ASCII one', ['\u212a', '\u017f']),
  anywhere('look-alike-hyphen', 'a dash that only looks like a hyphen', ['－', '–', '−', '‐', '—', '\u00ad']),
  anywhere('look-alike-underscore', 'a mark that only looks like an underscore', ['＿', '‿']),
  anywhere('look-alike-angle', 'a mark that only looks like an angle bracket', ['＜', '＞', '‹', '›', '〈', '〉', '≤']),
  anywhere('typographic', 'a typographic mark', ['“', '”', '’', '…', '，', '。', '、', '·', '「', '？']),
  anywhere('symbol', 'a symbol', ['€', '£', '©', '™', '→', '♥', '°', '\ufffd']),
  anywhere('blank-beyond-ascii', 'a blank beyond ASCII', ['\u3000', '\u00a0', '\u2003']),
  anywhere('line-separator', 'a line separator', ['\u2028', '\u2029']),
  anywhere('zero-width', 'an invisible character', ['\u200b', '\u200d', '\u2060', '\ufeff']),
  anywhere('bidirectional', 'a bidirectional control character', ['\u202e', '\u200f', '\u2066']),
];

/** Characters beyond U+FFFF, which UTF-16 writes as two. */
const astralClasses: readonly CharacterClass[] = [
  anywhere('astral-letter', 'a letter beyond U+FFFF', ['𠮷', '𝐀', '𝟏']),
  anywhere('emoji', 'an emoji', ['😀', '🚀', '👍🏽']),
];

/** Spellings that some layer on the way may decode. */
const encodedClasses: readonly CharacterClass[] = [
  anywhere('percent-encoded', 'a percent-encoded character', ['%41', '%20', '%3C', '%00', '%E4%B8%AD']),
  anywhere('entity', 'a character entity', ['&lt;', '&gt;', '&amp;', '&#60;', '&quot;']),
  anywhere('escape', 'a backslash escape', ['\\u0041', '\\n', '\\x41', '\\u003c']),
];

/** All classes, the most telling first. */
export const characterClasses: readonly CharacterClass[] = [
  ...printableClasses,
  ...controlClasses,
  ...scriptClasses,
  ...astralClasses,
  ...encodedClasses,
];

/** Every single character of the classes; texts shrink to the first ones. */
export const everyCharacter: readonly string[] = [
  ...new Set(characterClasses.flatMap(({ snippets }) => snippets.filter((snippet) => lengthOf(snippet) === 1))),
];
