/**
 * A text with its escapes decoded. `from` and `to` give the positions in the original that each character comes from;
 * null if the text is the original.
 */
export interface TextReading {
  readonly text: string;
  readonly from: readonly number[] | null;
  readonly to: readonly number[] | null;
}

/** Matches the start of an escape, of markup, or of a letter in another form. */
const ESCAPED = /[%&\\<\u001b\uff01-\uff5e\u2460-\u24ff\ud835]/;
const ESCAPE =
  /%u([\da-fA-F]{4})|%([\da-fA-F]{2})|\\u\{([\da-fA-F]{1,6})\}|\\u([\da-fA-F]{4})|\\U([\da-fA-F]{8})|\\x([\da-fA-F]{2})|\\(00[\da-fA-F]{4})|\\([0-3][0-7]{2})|\\([\da-fA-F]{2})(?= )|\\([\\/"'nrtbfv])|&#[xX]([\da-fA-F]{1,8});?|&#(\d{1,9});?|&([a-zA-Z]{2,6});|(<\/?[a-zA-Z][^<>]{0,64}>|\u001b\[[\d;]*[a-zA-Z])|([\uff01-\uff5e\u2460-\u24ff]|\ud835[\udc00-\udfff])/g;
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

/** Minimum number of characters taken for base64 or hexadecimal: more than any id or part of a path has. */
const LEAST_ENCODED = 44;
const ENCODED = new RegExp(`[A-Za-z0-9+/]{${LEAST_ENCODED},}|[A-Za-z0-9_-]{${LEAST_ENCODED},}`, 'y');
/** For each ASCII character, which of these alphabets it stands in: 0 for none, 3 for both. */
const ALPHABETS = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  return Number(/[A-Za-z0-9+/]/.test(character)) + 2 * Number(/[A-Za-z0-9_-]/.test(character));
});
const HEX = /^[\da-f]+$/i;
/**
 * Limits of decoding, as each text is decoded in several ways: levels of nested encodings, and characters of a text.
 */
const DEEPEST_ENCODING = 2;
const MOST_ENCODED = 65_536;

/**
 * Returns the text itself, and the text with its URL, JSON, script, style and HTML escapes decoded once, twice, and so
 * on.
 */
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

/** Returns what is encoded in a text in base64 or hexadecimal, once or twice, at every alignment. */
export function decodedIn(reading: TextReading, depth = 1): readonly TextReading[] {
  let left = MOST_ENCODED;
  const decoded: TextReading[] = [];
  for (const { index, code } of encodedIn(reading.text)) {
    left -= code.length;
    if (left < 0) break;
    const [width, unit, coding] = HEX.test(code) ? ([2, 1, 'hex'] as const) : ([4, 3, 'base64'] as const);
    for (let skipped = 0; skipped < width; skipped += 1) {
      const text = Buffer.from(code.slice(skipped), coding).toString('latin1');
      const read = decodedAs(reading, text, {
        first: index + skipped,
        last: index + code.length,
        perCharacter: width / unit,
      });
      decoded.push(read, ...(depth < DEEPEST_ENCODING ? decodedIn(read, depth + 1) : []));
    }
  }
  return decoded;
}

/**
 * Finds what matches {@link ENCODED}. A match that begins before a certain character covers that character if it is far
 * enough ahead, so most texts are looked at in a few places only.
 */
function* encodedIn(text: string): Generator<{ readonly index: number; readonly code: string }> {
  for (let from = 0; from + LEAST_ENCODED <= text.length;) {
    // The last character within reach that one alphabet alone has, and the last that no alphabet has.
    const last = [0, -1, -1];
    let at = from + LEAST_ENCODED - 1;
    for (; at >= from; at -= 1) {
      const alphabets = ALPHABETS[text.charCodeAt(at)] ?? 0;
      if (alphabets === 0) break;
      if (last[alphabets] === -1) last[alphabets] = at;
    }
    const skipped = at >= from ? at : Math.min(last[1] ?? -1, last[2] ?? -1);
    if (skipped >= from) {
      from = skipped + 1;
      continue;
    }
    ENCODED.lastIndex = from;
    const code = ENCODED.exec(text)?.[0] ?? '';
    yield { index: from, code };
    from += code.length;
  }
}

/** A decoded text; its positions are computed only when asked for, since most texts hold no secret. */
function decodedAs(
  { from: froms, to: tos }: TextReading,
  text: string,
  { first, last, perCharacter }: { readonly first: number; readonly last: number; readonly perCharacter: number },
): TextReading {
  const codeOf = (place: number): number => first + place * perCharacter;
  return {
    text,
    get from() {
      return Array.from({ length: text.length }, (_, n) => {
        const at = Math.floor(codeOf(n));
        return froms?.[at] ?? at;
      });
    },
    get to() {
      return Array.from({ length: text.length }, (_, n) => {
        const at = Math.min(Math.ceil(codeOf(n + 1)), last) - 1;
        return tos?.[at] ?? at + 1;
      });
    },
  };
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
  const [
    ,
    percentU,
    percent,
    point,
    unit,
    longUnit,
    byte,
    style,
    octal,
    shortStyle,
    character,
    hex,
    decimal,
    name,
    markup,
    form,
  ] = match;
  if (character !== undefined) return /[a-z]/i.test(character) ? ' ' : character;
  if (name !== undefined) return NAMED[name.toLowerCase()] ?? null;
  if (markup !== undefined) return '';
  if (form !== undefined) return form.normalize('NFKC');
  const digits = percentU ?? percent ?? point ?? unit ?? longUnit ?? byte ?? style ?? shortStyle ?? hex;
  const code =
    digits !== undefined
      ? Number.parseInt(digits, 16)
      : octal !== undefined
        ? Number.parseInt(octal, 8)
        : Number(decimal);
  return code > 0x10ffff ? null : String.fromCodePoint(code);
}
