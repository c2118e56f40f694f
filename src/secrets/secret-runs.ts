import type { TextReading } from '../shared/readings-of-text.js';

/** A text whose runs reveal a secret. */
export interface RunPattern<Name> {
  readonly name: Name;
  readonly text: string;
  /** Whether `text` is the secret itself, in which case what surrounds a whole run of it may be part of it as well. */
  readonly plain: boolean;
}

/** A run of a pattern in a text, by its positions there. */
export interface Run<Name> {
  readonly name: Name;
  readonly from: number;
  readonly to: number;
  readonly part: 'whole' | 'start' | 'middle';
}

/** Letters and digits in a run that rule out a coincidence. */
const RUN = 16;
/** Minimum number of letters and digits of a pattern that is searched for in this way. */
export const SHORTEST_PATTERN = 13;
const GRAM = 8;
/** A run with fewer distinct characters is filler, such as `aaaa`. */
const DISTINCT = 6;
/** Positions remembered per gram: a repetitive text has many. */
const PLACES = 8;
/** What separates values in JSON, and lines. */
const BETWEEN = /["']\s*[,:\]}]|[[{,:]\s*["']|[\n\r]/;
/** What is left out of a text that is looked through: of ASCII alone, and of any. */
const LEFT_OUT = /[^0-9A-Za-z]+/g;
const LEFT_OUT_OF_ALL = /[^\p{L}\p{N}]+/gu;
const BEYOND_ASCII = /[\u0080-\uffff]/;
const KEPT = /[0-9A-Za-z]+/g;
const KEPT_OF_ALL = /[\p{L}\p{N}]+/gu;

/** The number of each ASCII letter and digit, without regard to case; 0 for what is left out. */
const SYMBOLS = Uint8Array.from(
  { length: 128 },
  (_, code) => '0123456789abcdefghijklmnopqrstuvwxyz'.indexOf(String.fromCharCode(code).toLowerCase()) + 1,
);
/** The one letter beyond ASCII that is one of ASCII in lower case. */
const KELVIN = 0x212a;
const LETTER_K = 0x6b;
const SYMBOL_BITS = 6;
/** A gram is kept in two halves: bits of one, and their mask. */
const HALF_BITS = (SYMBOL_BITS * GRAM) / 2;
const HALF = (1 << HALF_BITS) - 1;
const SEEN = 1 << 16;

/** A half with a further symbol, and without its first. */
function pushed(half: number, symbol: number): number {
  return ((half << SYMBOL_BITS) | symbol) & HALF;
}

function codeOf(older: number, newer: number): number {
  return older * (HALF + 1) + newer;
}

function placeOf(older: number, newer: number): number {
  return (Math.imul(older, 0x9e37_79b1) ^ Math.imul(newer, 0x85eb_ca6b)) >>> 16;
}

interface Packed<Name> extends RunPattern<Name> {
  readonly packed: string;
  readonly least: number;
}

interface Hit<Name> {
  readonly of: Packed<Name>;
  /** Its positions in the packed text. */
  readonly from: number;
  readonly to: number;
  /** Its position in the pattern. */
  readonly at: number;
}

/** Finds every run of 16 or more letters and digits of some patterns, whatever stands between them. */
export class RunFinder<Name> {
  readonly #grams = new Map<string, { readonly of: Packed<Name>; readonly at: number }[]>();
  readonly #apparent: readonly string[];
  readonly #step: number;
  /** The grams of ASCII as numbers, and marks of where they fall, which rule out most others. */
  readonly #codes = new Set<number>();
  readonly #seen = new Uint8Array(SEEN);
  /** Whether the grams are of ASCII alone, so that other characters only stand between what may be a run. */
  #ascii = true;

  /** @param apparent texts that are not secret, even where a secret contains them */
  constructor(patterns: readonly RunPattern<Name>[], apparent: readonly string[]) {
    this.#apparent = apparent.map(pack).filter((text) => text.length >= GRAM);
    let least = RUN;
    for (const pattern of patterns) {
      const packed = pack(pattern.text);
      if (packed.length < SHORTEST_PATTERN) continue;
      const of = { ...pattern, packed, least: Math.min(RUN, packed.length - 1) };
      least = Math.min(least, of.least);
      for (let at = 0; at + GRAM <= packed.length; at += 1) {
        const gram = packed.slice(at, at + GRAM);
        const places = this.#grams.get(gram);
        if (places === undefined) this.#see(gram, { of, at });
        else if (places.length < PLACES) places.push({ of, at });
      }
    }
    // Every run of the least length holds a gram that begins at a multiple of this.
    this.#step = least - GRAM + 1;
  }

  #see(gram: string, place: { readonly of: Packed<Name>; readonly at: number }): void {
    this.#grams.set(gram, [place]);
    this.#ascii &&= !BEYOND_ASCII.test(gram);
    let [older, newer] = [0, 0];
    for (const character of gram) {
      older = pushed(older, newer >>> (HALF_BITS - SYMBOL_BITS));
      newer = pushed(newer, SYMBOLS[character.charCodeAt(0)] ?? 0);
    }
    this.#seen[placeOf(older, newer)] = 1;
    this.#codes.add(codeOf(older, newer));
  }

  /** Whether a reading may hold a run; a quick test, as most hold none. */
  mayHold({ text }: TextReading): boolean {
    if (text.length < GRAM || this.#grams.size === 0) return false;
    let count = 0;
    let [older, newer] = [0, 0];
    for (let at = 0; at < text.length; at += 1) {
      let code = text.charCodeAt(at);
      if (code >= 128) {
        if (!this.#ascii) return this.#mayHoldOfAll(text);
        if (code !== KELVIN) continue;
        code = LETTER_K;
      }
      const symbol = SYMBOLS[code] ?? 0;
      if (symbol === 0) continue;
      older = pushed(older, newer >>> (HALF_BITS - SYMBOL_BITS));
      newer = pushed(newer, symbol);
      count += 1;
      if (count < GRAM || (count - GRAM) % this.#step !== 0) continue;
      if (this.#seen[placeOf(older, newer)] === 1 && this.#codes.has(codeOf(older, newer))) return true;
    }
    return false;
  }

  #mayHoldOfAll(text: string): boolean {
    const packed = pack(text);
    for (let place = 0; place + GRAM <= packed.length; place += this.#step) {
      if (this.#grams.has(packed.slice(place, place + GRAM))) return true;
    }
    return false;
  }

  /** Returns the runs in a reading, split at what separates values, by their positions in the original. */
  in(reading: TextReading): Run<Name>[] {
    const { text, from: froms, to: tos } = reading;
    const packed = pack(text);
    const places = placesIn(text);
    const hits = [...this.#hits(packed, this.#step, null)];
    return [...hits, ...this.#scraps(packed)].flatMap(({ of, from, to, at }) => {
      const whole = at === 0 && to - from === of.packed.length;
      const part = whole ? 'whole' : at === 0 ? 'start' : 'middle';
      let [first, last] = [places[from] ?? 0, (places[to - 1] ?? 0) + 1];
      if (whole && of.plain) {
        const [, before = '', behind = ''] = /^([^\p{L}\p{N}]*)[^]*?([^\p{L}\p{N}]*)$/u.exec(of.text) ?? [];
        if (text.endsWith(before, first)) first -= before.length;
        if (text.startsWith(behind, last)) last += behind.length;
      }
      return pieces(text, first, last).map(([begin, end]) => ({
        name: of.name,
        part,
        from: froms?.[begin] ?? begin,
        to: tos?.[end - 1] ?? end,
      }));
    });
  }

  /** Pieces that are too short for a run each, but together make up one, or most of a pattern. */
  #scraps(text: string): Hit<Name>[] {
    const pieces = [...this.#hits(text, 1, GRAM)];
    return [...new Set(pieces.map(({ of }) => of))].flatMap((pattern) => {
      const own = pieces.filter(({ of }) => of === pattern);
      const shown = new Set(own.flatMap(({ from, to, at }) => Array.from({ length: to - from }, (_, n) => at + n)));
      return shown.size >= Math.max(RUN, pattern.packed.length / 2) || longestStretch(shown) >= RUN ? own : [];
    });
  }

  *#hits(text: string, step: number, shortest: number | null): Generator<Hit<Name>> {
    let done = 0;
    for (let place = 0; place + GRAM <= text.length; place += step) {
      if (place + GRAM <= done) continue;
      let best: Hit<Name> | null = null;
      for (const { of, at } of this.#grams.get(text.slice(place, place + GRAM)) ?? []) {
        let [before, behind] = [0, GRAM];
        while (place - before > done && at > before && text[place - before - 1] === of.packed[at - before - 1])
          before += 1;
        while (at + behind < of.packed.length && text[place + behind] === of.packed[at + behind]) behind += 1;
        const run = { of, from: place - before, to: place + behind, at: at - before };
        if (run.to - run.from > (best === null ? (shortest ?? of.least) - 1 : best.to - best.from)) best = run;
      }
      if (best === null || this.#isInnocent(text.slice(best.from, best.to), best.of)) continue;
      done = best.to;
      yield best;
    }
  }

  #isInnocent(run: string, { packed }: Packed<Name>): boolean {
    if (run.length === packed.length) return false;
    if (new Set(run).size < DISTINCT) return true;
    return this.#apparent.some(
      (known) => known.includes(run) || (run.includes(known) && run.length - known.length < SHORTEST_PATTERN),
    );
  }
}

/** Returns the length of the longest stretch of consecutive numbers in a set. */
function longestStretch(numbers: ReadonlySet<number>): number {
  let [longest, length, last] = [0, 0, -1];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    length = number === last + 1 ? length + 1 : 1;
    last = number;
    longest = Math.max(longest, length);
  }
  return longest;
}

/** The letters and digits of a text, in lower case. */
function pack(text: string): string {
  return lower(text.replace(BEYOND_ASCII.test(text) ? LEFT_OUT_OF_ALL : LEFT_OUT, ''));
}

/** Lower-cases a text without changing its length: in some scripts `toLowerCase` does. */
function lower(text: string): string {
  const made = text.toLowerCase();
  return made.length === text.length ? made : text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Returns the position in a text of each character of its packed form. */
function placesIn(text: string): number[] {
  const places: number[] = [];
  for (const { index, 0: kept } of text.matchAll(BEYOND_ASCII.test(text) ? KEPT_OF_ALL : KEPT))
    for (let at = 0; at < kept.length; at += 1) places.push(index + at);
  return places;
}

/** Splits a range at what separates values, so that JSON stays JSON. */
function pieces(text: string, from: number, to: number): [number, number][] {
  const stretch = text.slice(from, to);
  if (!BETWEEN.test(stretch)) return [[from, to]];
  return [...stretch.matchAll(KEPT_OF_ALL)].map(({ index, 0: piece }) => [from + index, from + index + piece.length]);
}
