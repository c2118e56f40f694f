/**
 * A text with its escapes decoded. `from` and `to` give the positions in the original that each character comes from;
 * null if the text is the original.
 */
export interface TextReading {
  readonly text: string;
  readonly from: readonly number[] | null;
  readonly to: readonly number[] | null;
}

const ESCAPED = /[%&\\]/;
const ESCAPE =
  /%u([\da-f]{4})|%([\da-f]{2})|\\u\{([\da-f]{1,6})\}|\\u([\da-f]{4})|\\x([\da-f]{2})|\\([\\/"'])|&#x([\da-f]{1,6});?|&#(\d{1,7});?|&([a-z]{2,6});/gi;
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  sol: '/',
  bsol: '\\',
  equals: '=',
  plus: '+',
  percnt: '%',
  period: '.',
  colon: ':',
  comma: ',',
  dash: '-',
  hyphen: '-',
  lowbar: '_',
  num: '#',
  nbsp: ' ',
};
/** Levels of nested escapes that are decoded. */
const DEEPEST = 4;

/** Returns the text itself, and the text with its URL, JSON, script and HTML escapes decoded once, twice and so on. */
export function readingsOf(text: string): readonly TextReading[] {
  const readings: TextReading[] = [{ text, from: null, to: null }];
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const last = readings.at(-1);
    if (last === undefined || !ESCAPED.test(last.text)) break;
    const next = undone(last);
    if (next === null) break;
    readings.push(next);
  }
  return readings;
}

/** Returns a reading with its escapes decoded, or null if it has none. */
function undone({ text, from, to }: TextReading): TextReading | null {
  let read = '';
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  const plain = (until: number): void => {
    read += text.slice(at, until);
    for (; at < until; at += 1) {
      starts.push(from?.[at] ?? at);
      ends.push(to?.[at] ?? at + 1);
    }
  };
  for (const match of text.matchAll(ESCAPE)) {
    const meant = meaningOf(match);
    if (meant === null) continue;
    plain(match.index);
    const end = match.index + match[0].length;
    read += meant;
    for (let unit = 0; unit < meant.length; unit += 1) {
      starts.push(from?.[match.index] ?? match.index);
      ends.push(to?.[end - 1] ?? end);
    }
    at = end;
  }
  if (at === 0) return null;
  plain(text.length);
  return { text: read, from: starts, to: ends };
}

function meaningOf(match: RegExpExecArray): string | null {
  const [, percentU, percent, point, unit, byte, character, hex, decimal, name] = match;
  if (character !== undefined) return character;
  if (name !== undefined) return NAMED[name.toLowerCase()] ?? null;
  const digits = percentU ?? percent ?? point ?? unit ?? byte ?? hex;
  const code = digits === undefined ? Number(decimal) : Number.parseInt(digits, 16);
  return code > 0x10ffff ? null : String.fromCodePoint(code);
}
