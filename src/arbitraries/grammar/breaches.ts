import { inGap, instead, inString, type GrammarBreach } from './breach.js';
import type { Token } from './tokens.js';

const isString = ({ kind }: Token): boolean => kind === 'string';
const isNumber = ({ kind }: Token): boolean => kind === 'number';
const isLiteral = ({ kind }: Token): boolean => kind === 'literal';
const isOneOf =
  (...kinds: readonly Token['kind'][]) =>
  ({ kind }: Token): boolean =>
    kinds.includes(kind);
const inner = (text: string): string => text.slice(1, -1);

const whiteSpace: readonly GrammarBreach[] = [
  inGap('white-space', 'control', 'control characters between tokens', [
    '\f',
    '\v',
    '\b',
    '\u001c',
    '\u007f',
    '\u0085',
  ]),
  inGap('white-space', 'nul', 'U+0000 between tokens', ['\u0000']),
  inGap('white-space', 'blank-beyond-ascii', 'non-ASCII spaces between tokens', [
    '\u00a0',
    '\u3000',
    '\u2003',
    '\u1680',
  ]),
  inGap('white-space', 'line-separator', 'U+2028 or U+2029 between tokens', ['\u2028', '\u2029']),
  inGap('white-space', 'invisible', 'invisible characters between tokens', ['\u200b', '\u2060', '\u00ad']),
  inGap(
    'white-space',
    'byte-order-mark',
    'a byte order mark between tokens',
    ['\ufeff'],
    // At the beginning it is open (R8).
    (_, before) => before !== undefined,
  ),
  inGap('white-space', 'escape', 'escapes between tokens', ['\\n', '\\t', '\\u0020', '&nbsp;', '%20', '+']),
  inGap('white-space', 'not-utf8', 'invalid UTF-8 between tokens', [[0xff], [0xc0, 0xa0], [0x80]]),
  inGap('comment', 'block', 'a comment between /* and */', ['/**/', '/* x */']),
  inGap('comment', 'line', 'a line comment', ['//x\n', '#x\n', '-- x\n', ';x\n']),
];

const structure: readonly GrammarBreach[] = [
  instead('structure', 'missing', 'a missing bracket, colon or comma', isOneOf('{', '}', '[', ']', ':', ','), () => [
    '',
    ' ',
  ]),
  instead('structure', 'doubled', 'a doubled comma', isOneOf(','), () => [',,', ', ,']),
  instead('structure', 'other-colon', 'another mark in place of a colon, or two colons', isOneOf(':'), () => [
    '=',
    '=>',
    ';',
    ',',
    '->',
    ' ',
    '::',
  ]),
  instead('structure', 'other-comma', 'another mark in place of a comma', isOneOf(','), () => [
    ';',
    ' ',
    '\n',
    ':',
    '\uff0c',
    '|',
  ]),
  instead('structure', 'other-opening', 'another opening bracket, or two', isOneOf('{', '['), (t) =>
    t === '{' ? ['[', '(', '<', '\uff5b', '{{'] : ['{', '(', '<', '\uff3b', '[['],
  ),
  instead('structure', 'other-closing', 'another closing bracket, or two', isOneOf('}', ']'), (t) =>
    t === '}' ? [']', ')', '>', '\uff5d', '}}'] : ['}', ')', '>', '\uff3d', ']]'],
  ),
  inGap(
    'structure',
    'trailing-comma',
    'a comma before a closing bracket',
    [',', ' , '],
    (token) => token?.kind === '}' || token?.kind === ']',
  ),
  inGap(
    'structure',
    'leading-comma',
    'a comma after an opening bracket',
    [',', 'null,'],
    (_, before) => before?.kind === '{',
  ),
  inGap('structure', 'word-between', 'words between tokens', ['x', '@', '...', '$', '\\']),
];

const strings: readonly GrammarBreach[] = [
  instead('string', 'single-quotes', 'a string in single quotes', isString, (t) => [
    `'${inner(t)}'`,
    `\`${inner(t)}\``,
  ]),
  instead('string', 'other-quotes', 'a string in other quotes', isString, (t) => [
    `\u201c${inner(t)}\u201d`,
    `\uff02${inner(t)}\uff02`,
    `\\"${inner(t)}\\"`,
    `"""${inner(t)}"""`,
  ]),
  instead('string', 'bare', 'a string without quotes', isString, (t) => [inner(t), `@"${inner(t)}`]),
  instead('string', 'open', 'a string that lacks a quote', isString, (t) => [t.slice(0, -1), t.slice(1)]),
  inString('raw-control', 'an unescaped control character in a string', ['\t', '\n', '\r', '\b', '\u0001', '\u001f']),
  inString('raw-nul', 'an unescaped U+0000 in a string', ['\u0000']),
  inString('escape', 'an unknown escape in a string', [
    "\\'",
    '\\x41',
    '\\0',
    '\\v',
    '\\a',
    '\\ ',
    '\\e',
    '\\N',
    '\\\n',
  ]),
  inString('hex-digits', 'an escape whose digits are not hexadecimal', [
    '\\u00g1',
    '\\uZZZZ',
    '\\u 041',
    '\\u+041',
    '\\u-041',
    '\\u0x41',
    '\\u00\uff14\uff11',
    '\\u00 1',
    '\\u{41}',
  ]),
  instead('string', 'short-escape', 'an escape that is too short', isString, (t) =>
    ['\\u', '\\u0', '\\u00', '\\u004', '\\u041 ', '\\'].map((cut) => `${t.slice(0, -1)}${cut}"`),
  ),
  inString('capital-escape', 'an escape in upper case', ['\\U0041', '\\N', '\\T', '\\U00000041']),
  inString(
    'not-utf8',
    'invalid UTF-8 in a string',
    [
      [0xff],
      [0xc3],
      [0xe4, 0xb8],
      [0xc0, 0xaf],
      [0xed, 0xa0, 0x80],
      [0xf4, 0x90, 0x80, 0x80],
      [0x80],
      [0xf0, 0x9f, 0x98],
    ],
    ({ isName, kind, text }) => kind === 'string' && !isName && text.includes(' '),
  ),
];

const numbers: readonly GrammarBreach[] = [
  instead('number', 'leading-zero', 'a number with a leading zero', isNumber, (t) => [`0${t}`, `00${t}`, `-0${t}`]),
  instead('number', 'plus', 'a number with a plus sign', isNumber, (t) => [`+${t}`, `++${t}`]),
  instead('number', 'minus', 'a misplaced minus sign', isNumber, (t) => [`--${t}`, `- ${t}`, `${t}-`, `+-${t}`]),
  instead('number', 'point', 'a misplaced decimal point', isNumber, (t) => [
    `${t}.`,
    `.${t}`,
    `${t}.e1`,
    `${t}..0`,
    `${t}.0.0`,
  ]),
  instead('number', 'exponent', 'a malformed exponent', isNumber, (t) => [
    `${t}e`,
    `${t}e+`,
    `${t}E-`,
    `${t}e0.5`,
    `${t}ee0`,
    `${t}e 0`,
  ]),
  instead('number', 'other-base', 'a number in another base', isNumber, (t) => [
    `0x${Number(t).toString(16)}`,
    `0b${Number(t).toString(2)}`,
    `0o${Number(t).toString(8)}`,
    `#${t}`,
  ]),
  instead('number', 'grouped', 'a number in groups of digits', isNumber, (t) => [
    `${t.slice(0, 1)}_${t.slice(1)}`,
    `${t.slice(0, 1)} ${t.slice(1)}`,
    `${t.slice(0, 1)}'${t.slice(1)}`,
  ]),
  instead('number', 'suffix', 'a number with a suffix', isNumber, (t) => [
    `${t}L`,
    `${t}f`,
    `${t}n`,
    `${t}u`,
    `${t}d`,
    `${t}i32`,
    `${t}%`,
  ]),
  instead('number', 'other-digits', 'a number in non-ASCII digits', isNumber, (t) =>
    [0xff10, 0x0660, 0x0966].map((zero) => t.replace(/\d/g, (digit) => String.fromCharCode(zero + Number(digit)))),
  ),
  instead('number', 'no-number', 'NaN, Infinity or an expression', isNumber, (t) => [
    'NaN',
    'Infinity',
    '-Infinity',
    'inf',
    `${t}+0`,
    `1*${t}`,
    `${t}/1`,
  ]),
];

const literals: readonly GrammarBreach[] = [
  instead('literal', 'capitals', 'a literal in capitals', isLiteral, (t) => [
    t.toUpperCase(),
    t.charAt(0).toUpperCase() + t.slice(1),
  ]),
  instead('literal', 'cut', 'a truncated literal', isLiteral, (t) => [t.slice(0, -1), t.slice(0, 1), t.slice(1)]),
  instead('literal', 'extended', 'a literal with extra characters', isLiteral, (t) => [
    t + t.slice(-1),
    `${t}0`,
    `${t}_`,
    `${t}\u0000`,
  ]),
  instead('literal', 'word', 'another word in place of a literal', isLiteral, () => [
    'yes',
    'no',
    'on',
    'off',
    'undefined',
    'None',
    'nil',
    'y',
    '.true.',
    '!0',
  ]),
];

const ends: readonly GrammarBreach[] = [
  inGap(
    'begin',
    'something-before',
    'something before it',
    ['x', 'data=', ")]}',\n", '\u0000', '{}', '}', 'null', '/', 'json '],
    (_, before) => before === undefined,
  ),
  inGap(
    'end',
    'something-behind',
    'something after it',
    // As many as any effort sends, each of which some parser lets pass alone.
    ['x', '}', ',', ';', '\u0000', '\n{}'],
    (token) => token === undefined,
  ),
  inGap(
    'end',
    'far-behind',
    'something far after it',
    [
      `${' '.repeat(100)}"x"`,
      `${' '.repeat(1_025)}}`,
      `${'\n'.repeat(4_097)}\u0000`,
      `${' '.repeat(8_193)}[]`,
      `${' '.repeat(16_385)}0`,
      `${'\t'.repeat(40_000)}]`,
    ],
    (token) => token === undefined,
  ),
  instead(
    'end',
    'bracket-for-end',
    'another bracket at its end',
    ({ kind, depth }) => kind === '}' && depth === 0,
    () => [']', ')', '', '})'],
  ),
];

/** Every way to break the grammar, production by production. */
export const breaches: readonly GrammarBreach[] = [
  ...whiteSpace,
  ...structure,
  ...strings,
  ...numbers,
  ...literals,
  ...ends,
];
