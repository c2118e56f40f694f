import { letterTexts, someOfEachScript } from '../arbitraries/letters.js';
import type { JsonObject } from '../shared/json.js';
import type { Given } from './requirement.js';
import { bodies } from './sent.js';

/** The longest description that must be accepted, in characters (R3). */
const LONGEST = 128;

/** Descriptions of these texts. */
function descriptions(texts: readonly string[]): JsonObject[] {
  return texts.map((description) => ({ description }));
}

/**
 * Letters of every script and block of the Basic Multilingual Plane: a few of each, and a twentieth of all, which the seed picks; at
 * thorough effort all of them.
 */
export function everyLetter(): Given {
  return bodies(({ effort, seed }) => {
    const all = letterTexts(LONGEST);
    const chosen = effort === 'thorough' ? all : all.filter((_, n) => n % 20 === Math.abs(seed) % 20);
    return descriptions([...someOfEachScript(LONGEST), ...chosen]);
  });
}

/** Common punctuation of Chinese and English beyond ASCII (R3): all marks in one text, and some, which the seed picks, alone. */
export function commonPunctuation(): Given {
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

/** What templates, databases, shells, HTML, regular expressions and filters rewrite, or take offence at. */
const REWRITTEN = [
  "$$ $1 $& $` $' ${x} #{x} {{x}} {% x %} @{x} [[x]] %(x)s %s %d %n %%",
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

/** Such texts, and texts of one character that doubles where it is escaped, at the greatest certain length. */
export function whatIsRewritten(): Given {
  return bodies(() => descriptions([...REWRITTEN, ...[...'\'"\\&$%/`'].map((character) => character.repeat(LONGEST))]));
}
