import { letterTexts, someOfEachScript } from '../arbitraries/letters.js';
import type { JsonObject } from '../shared/json.js';
import { sendableMembers } from './legal.js';
import { freeMembers, holds, isText } from './plain.js';
import type { CaseMaker } from './requirement.js';
import { bodies } from './sent.js';

/** The longest description that must be accepted, in characters (R3). */
const LONGEST = 128;

/** Bodies with these texts as description. */
function descriptions(texts: readonly string[]): JsonObject[] {
  return texts.map((description) => ({ description }));
}

/** ASCII punctuation that a description may hold; marks with which texts commonly begin or end come first. */
const PUNCTUATION = [...'.,;:!?\'"`()[]{}+-*/\\|_=~^@#$%&'];

/** Number of these common marks. */
const COMMON = 12;

/** Letters that Unicode's normalisation forms compose, decompose or replace by others. */
const NORMALISED =
  '\u1112\u1161\u11ab\u1100\u1173\u11af \u1100\u1161 한글 \u212b\u2126\u212a \uf900\ufa10 éÅñỆ がパ ﬁﬂ ǆĳ Ａｂ ｶﾞ ㄱㅏ ﺍﻟ ᾳ ſẛ';

/**
 * Letters of every script and block of the Basic Multilingual Plane: a few of each, and a tenth of all, picked by
 * the seed; all at thorough effort. Each text begins and ends with a punctuation mark.
 */
export function everyLetter(): CaseMaker {
  return bodies(({ effort, seed }) => {
    const all = letterTexts(LONGEST - 2);
    const chosen = effort === 'thorough' ? all : all.filter((_, n) => n % 10 === Math.abs(seed) % 10);
    const marked = (text: string, n: number): string => {
      // Always the common marks; the others starting with one that the seed picks.
      const others = PUNCTUATION.length - COMMON;
      const mark = PUNCTUATION[n < COMMON ? n : COMMON + ((Math.abs(seed) + n) % others)] ?? '';
      return `${mark}${text}${mark}`;
    };
    return descriptions([...[...someOfEachScript(LONGEST - 2), ...chosen].map(marked), NORMALISED]);
  });
}

/** Common punctuation of Chinese and English beyond ASCII (R3): all marks in one text, and some alone, by the seed. */
export function commonPunctuation(): CaseMaker {
  const range = (first: number, last: number): string[] =>
    Array.from({ length: last - first + 1 }, (_, n) => String.fromCharCode(first + n));
  const marks = [...range(0x2010, 0x2027), ...range(0x3001, 0x3011), ...'！（），．：；？'];
  return bodies(({ effort, seed }) => [
    ...descriptions([
      marks.join(''),
      '《终端节点》——“服务”，（说明）；见「附录」！',
      'An “en–dash”, an em—dash… and a ‘quote’',
    ]),
    ...descriptions(
      marks.filter((_, n) => effort === 'thorough' || n % 16 === Math.abs(seed) % 16).map((mark) => `${mark}x${mark}`),
    ),
  ]);
}

/**
 * Texts in which every two ASCII punctuation marks are adjacent, in either order: a quarter of the texts, or all at
 * thorough effort.
 */
export function pairsOfPunctuation(): CaseMaker {
  return bodies(({ effort, seed }) => {
    const row = everyPair(PUNCTUATION).join('');
    const texts = Array.from({ length: Math.ceil((row.length - 1) / (LONGEST - 1)) }, (_, n) =>
      // The last mark of a text is the first of the next: no pair is lost between them.
      row.slice(n * (LONGEST - 1), (n + 1) * (LONGEST - 1) + 1),
    );
    return descriptions(texts.filter((_, n) => effort === 'thorough' || n % 4 === Math.abs(seed) % 4));
  });
}

/** A sequence of the marks that contains each ordered pair once, pairs of equal ones included. */
function everyPair(marks: readonly string[]): string[] {
  return [...marks.flatMap((one, n) => [one, ...marks.slice(n + 1).flatMap((other) => [one, other])]), marks[0] ?? ''];
}

/** Texts that templates, databases, shells, HTML, regular expressions and filters rewrite, or reject. */
const REWRITTEN = [
  "$$ $1 $& $` $' ${x} #{x} {{x}} {% x %} @{x} [[x]] %(x)s %s %d %n %% {0} {x}",
  "'' '''' \\' \\\\ \\\\\\\\ \\0 \\n \\u0041 \\x41 O'Brien \"\" \\\" `` \\N",
  '&nbsp; &lt; &amp;lt; &#39; &#x27; &copy; && & %20 %2520 %3C + %2B',
  "1' OR '1'='1' -- ; union select * from users; drop table x; /* */ # sleep(5)",
  'UNION ALL SELECT NULL,@@version; insert into x values (1); waitfor delay; xp_cmdshell',
  '$(id) `id` ; rm -rf / | cat /etc/passwd && true || false !! ~ * ? [a-z] {a,b} \\$HOME',
  '^(?:a|b)*$ .* .+? [^x] (?i)x \\d+ \\b $^ (((( ))))',
  'javascript:alert(1) onerror=alert(1) eval(x) document.cookie expression(x) vbscript:',
  '../../etc/passwd ..\\..\\windows\\win.ini /proc/self/environ file:///x C:\\boot.ini cmd.exe',
  'jndi:ldap://x ${jndi:dns} %{x} #set($x=1) T(java.lang.Runtime) __import__ os.system',
  '=cmd|x !A0 +1 -1 @SUM(1+1) 1e3 0x10 1,000 TRUE null undefined NaN',
  'admin root select update delete from where having exec script iframe base64 wget curl',
] as const;

/** These texts, and texts of one character that doubles when escaped, at the maximum length that must be accepted. */
export function whatIsRewritten(): CaseMaker {
  return bodies(() => descriptions([...REWRITTEN, ...[...'\'"\\&$%/`'].map((character) => character.repeat(LONGEST))]));
}

/** Texts that look like something that services mask, link, parse or store differently, alone and within other text. */
const SHAPED = [
  'Ask a.b+c@example.com, +86 138 0013 8000 or (010) 6655-4433; card 4111 1111 1111 1111, id 110101199003074514',
  'See https://example.com:8443/a/b?c=d&e=f#g or www.example.com, 10.0.0.1, 192.168.0.0/16, fe80::1, C0:FF:EE:00:11:22',
  'password=Secret1! token: abc.def.ghi Bearer eyJhbGciOiJub25lIn0.e30. AKIAIOSFODNN7EXAMPLE sk-0123456789abcdef',
  'damn hell kill sex drug bomb test admin TODO FIXME lorem ipsum',
  'a.b@example.com',
  'https://example.com/a',
  'www.example.com',
  'PRODUCTION',
  'ALL IN CAPITALS',
  'Each Word Begins So',
  'camelCase',
  'snake_case',
  'kebab-case',
  'aaaaaaaaaaaa',
  '0',
  '007',
  '12345678901234567890',
  '13800138000',
  '4111111111111111',
  '12.50',
  '1.0',
  '1e3',
  '-5',
  '50%',
  'deadbeef',
  'default',
  'admin',
  'root',
  'test',
  'localhost',
  'service',
  '2024-02-29',
  '2024-02-29T23:59:59Z',
  '20240229',
  '12:30',
  '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  '3F2504E04F8941D39A0C0305E82C3301',
  '10.0.0.1',
  '::1',
  'false',
  'off',
  'NULL',
  'True',
  'none',
  'N/A',
  '-x-',
  '_x_',
  '{"a":1}',
  '[1,2]',
  '"quoted"',
  "'quoted'",
  '(x)',
  '#',
  'a , b ; c : d . e ! f ? ( g ) [ h ] " i " / j',
  '+1',
  '=x',
  'x=1;y=2',
  '**bold** _it_ `code` ~~old~~ [link](x) # head :smile: :) :-( ;) @name #tag -- ... (c) (r) (tm) 1/2 +- ==',
] as const;

/** Words that are reserved somewhere: for devices, by languages, in addresses, for roles. */
const RESERVED = [
  ...['con', 'NUL', 'aux', 'prn', 'com1', 'LPT1', 'class', 'function', 'prototype', '__proto__', 'toString'],
  ...[
    'index',
    'new',
    'edit',
    'all',
    'self',
    'me',
    'api',
    'v1',
    'www',
    'system',
    'public',
    'internal',
    'huawei',
    'vpcep',
  ],
] as const;

/**
 * These texts in all members that must accept them, in turn; in members that accept few of them, reserved words too.
 */
export function whatIsShaped(): CaseMaker {
  return bodies((context) => {
    const sendable = sendableMembers(context);
    const texts = freeMembers(context)
      .filter((one) => isText(one) && sendable.has(one.name))
      .map((one) => {
        const held = SHAPED.filter((text) => holds(one, text, context));
        const words = held.length < SHAPED.length ? RESERVED.filter((text) => holds(one, text, context)) : [];
        return { name: one.name, held: [...held, ...words] };
      })
      .filter(({ held }) => held.length > 0);
    const count = Math.max(0, ...texts.map(({ held }) => held.length));
    return Array.from({ length: count }, (_, n) =>
      Object.fromEntries(texts.map(({ name, held }) => [name, held[n % held.length] ?? ''])),
    );
  });
}
