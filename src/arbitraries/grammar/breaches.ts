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
  inGap('white-space', 'control', 'parted by control characters', ['\f', '\v', '\b', '\u001c', '\u007f', '\u0085']),
  inGap('white-space', 'nul', 'parted by U+0000', ['\u0000']),
  inGap('white-space', 'blank-beyond-ascii', 'parted by blanks beyond ASCII', ['\u00a0', '\u3000', '\u2003', '\u1680']),
  inGap('white-space', 'line-separator', 'parted by U+2028 or U+2029', ['\u2028', '\u2029']),
  inGap('white-space', 'invisible', 'parted by characters that do not show', ['\u200b', '\u2060', '\u00ad']),
  inGap(
    'white-space',
    'byte-order-mark',
    'parted by a byte order mark',
    ['\ufeff'],
    // At the beginning it is open (R8).
    (_, before) => before !== undefined,
  ),
  inGap('white-space', 'escape', 'parted by escapes', ['\\n', '\\t', '\\u0020', '&nbsp;', '%20', '+']),
  inGap('white-space', 'not-utf8', 'parted by bytes that are not UTF-8', [[0xff], [0xc0, 0xa0], [0x80]]),
  inGap('comment', 'block', 'commented in /* and */', ['/**/', '/* x */']),
  inGap('comment', 'line', 'commented behind // or #', ['//x\n', '#x\n', '-- x\n', ';x\n']),
];

const structure: readonly GrammarBreach[] = [
  instead('structure', 'missing', 'without one of its marks', isOneOf('{', '}', '[', ']', ':', ','), () => ['', ' ']),
  instead('structure', 'doubled', 'with one of its marks twice', isOneOf('{', '}', '[', ']', ':', ','), (t) => [
    t + t,
    `${t} ${t}`,
  ]),
  instead('structure', 'other-colon', 'with other marks for colons', isOneOf(':'), () => [
    '=',
    '=>',
    ';',
    ',',
    '->',
    ' ',
  ]),
  instead('structure', 'other-comma', 'with other marks for commas', isOneOf(','), () => [
    ';',
    ' ',
    '\n',
    ':',
    '\uff0c',
    '|',
  ]),
  instead('structure', 'other-opening', 'with other opening brackets', isOneOf('{', '['), (t) =>
    t === '{' ? ['[', '(', '<', '\uff5b'] : ['{', '(', '<', '\uff3b'],
  ),
  instead('structure', 'other-closing', 'with other closing brackets', isOneOf('}', ']'), (t) =>
    t === '}' ? [']', ')', '>', '\uff5d'] : ['}', ')', '>', '\uff3d'],
  ),
  inGap(
    'structure',
    'trailing-comma',
    'with a comma before a closing bracket',
    [',', ' , '],
    (token) => token?.kind === '}' || token?.kind === ']',
  ),
  inGap(
    'structure',
    'leading-comma',
    'with a comma behind an opening bracket',
    [',', 'null,'],
    (_, before) => before?.kind === '{',
  ),
  inGap('structure', 'word-between', 'with words between its tokens', ['x', '@', '...', '$', '\\']),
];

const strings: readonly GrammarBreach[] = [
  instead('string', 'single-quotes', 'quoted by single quotes', isString, (t) => [`'${inner(t)}'`, `\`${inner(t)}\``]),
  instead('string', 'other-quotes', 'quoted by other quotes', isString, (t) => [
    `\u201c${inner(t)}\u201d`,
    `\uff02${inner(t)}\uff02`,
    `\\"${inner(t)}\\"`,
    `"""${inner(t)}"""`,
  ]),
  instead('string', 'bare', 'a word without quotes', isString, (t) => [inner(t), `@"${inner(t)}`]),
  instead('string', 'open', 'a string of which a quote is missing', isString, (t) => [t.slice(0, -1), t.slice(1)]),
  inString('raw-control', 'a string with a control character that is not escaped', [
    '\t',
    '\n',
    '\r',
    '\b',
    '\u0001',
    '\u001f',
  ]),
  inString('raw-nul', 'a string with U+0000 that is not escaped', ['\u0000']),
  inString('escape', 'a string with an escape that there is not', [
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
  inString('hex-digits', 'a string with an escape of other digits than hexadecimal ones', [
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
  instead('string', 'short-escape', 'a string with an escape that ends too early', isString, (t) =>
    ['\\u', '\\u0', '\\u00', '\\u004', '\\u041 ', '\\'].map((cut) => `${t.slice(0, -1)}${cut}"`),
  ),
  inString('capital-escape', 'a string with an escape in a capital', ['\\U0041', '\\N', '\\T', '\\U00000041']),
  inString(
    'not-utf8',
    'a string with bytes that are not UTF-8',
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
  instead('number', 'leading-zero', 'a number that begins with a zero', isNumber, (t) => [`0${t}`, `00${t}`, `-0${t}`]),
  instead('number', 'plus', 'a number with a plus sign', isNumber, (t) => [`+${t}`, `++${t}`]),
  instead('number', 'minus', 'a number with a minus sign out of place', isNumber, (t) => [
    `--${t}`,
    `- ${t}`,
    `${t}-`,
    `+-${t}`,
  ]),
  instead('number', 'point', 'a number whose point stands at an end', isNumber, (t) => [
    `${t}.`,
    `.${t}`,
    `${t}.e1`,
    `${t}..0`,
    `${t}.0.0`,
  ]),
  instead('number', 'exponent', 'a number whose exponent is none', isNumber, (t) => [
    `${t}e`,
    `${t}e+`,
    `${t}E-`,
    `${t}e0.5`,
    `${t}ee0`,
    `${t}e 0`,
  ]),
  instead('number', 'other-base', 'a number to another base', isNumber, (t) => [
    `0x${Number(t).toString(16)}`,
    `0b${Number(t).toString(2)}`,
    `0o${Number(t).toString(8)}`,
    `#${t}`,
  ]),
  instead('number', 'grouped', 'a number in groups', isNumber, (t) => [
    `${t.slice(0, 1)}_${t.slice(1)}`,
    `${t.slice(0, 1)} ${t.slice(1)}`,
    `${t.slice(0, 1)}'${t.slice(1)}`,
  ]),
  instead('number', 'suffix', 'a number with a letter after it', isNumber, (t) => [
    `${t}L`,
    `${t}f`,
    `${t}n`,
    `${t}u`,
    `${t}d`,
    `${t}i32`,
    `${t}%`,
  ]),
  instead('number', 'other-digits', 'a number in digits beyond ASCII', isNumber, (t) =>
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
  instead('literal', 'cut', 'a literal that is cut', isLiteral, (t) => [t.slice(0, -1), t.slice(0, 1), t.slice(1)]),
  instead('literal', 'extended', 'a literal that goes on', isLiteral, (t) => [
    t + t.slice(-1),
    `${t}0`,
    `${t}_`,
    `${t}\u0000`,
  ]),
  instead('literal', 'word', 'some other word', isLiteral, () => [
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
    'behind something else',
    ['x', 'data=', ")]}',\n", '\u0000', '{}', '}', 'null', '/', 'json '],
    (_, before) => before === undefined,
  ),
  inGap(
    'end',
    'something-behind',
    'followed by something else',
    ['x', '}', ']', ',', '{}', '[]', 'null', '"x"', '0', ';', '\u0000', '\n{}', '\n#', '\\'],
    (token) => token === undefined,
  ),
  inGap(
    'end',
    'far-behind',
    'followed by something far behind it',
    [
      `${' '.repeat(100)}x`,
      `${' '.repeat(1_025)}}`,
      `${'\n'.repeat(4_097)}\u0000`,
      `${' '.repeat(8_193)}{}`,
      `${' '.repeat(16_385)}x`,
      `${'\t'.repeat(40_000)}]`,
    ],
    (token) => token === undefined,
  ),
  instead(
    'end',
    'bracket-for-end',
    'ended by another bracket',
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
