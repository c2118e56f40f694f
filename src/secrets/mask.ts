import type { Json } from '../shared/json.js';
import { remembered } from '../shared/remembered.js';
import { decodedIn, readingsOf, type TextReading } from '../shared/readings-of-text.js';
import { RunFinder } from './secret-runs.js';
import { spellingsOf, turnedSpellingsOf, type Spelling, type SpellingName } from '../shared/spellings.js';

/** The kind of a secret; its marker is named after it, such as `<token>`. */
export type SecretKind =
  'token' | 'foreign-token' | 'access-key' | 'secret-key' | 'security-token' | 'header' | 'proxy';

/** A text that must not be shown. */
export interface Secret {
  readonly kind: SecretKind;
  readonly value: string;
}

/** A place in a text where a secret stood. */
export interface Masked {
  readonly kind: SecretKind;
  /** How it was written; `plain` is the secret itself. */
  readonly spelling: SpellingName;
  /** What is shown in its place, such as `<token>`. */
  readonly marker: string;
  /** For a part: the one-based positions of its first and last character in the secret. */
  readonly part?: readonly [first: number, last: number];
}

/** Replaces secrets with markers. */
export interface Mask {
  /** The text with every secret replaced, in whatever spelling. */
  text(text: string): string;
  /** The headers with every secret in their names and values replaced, including short ones that are a whole value. */
  headers(headers: readonly (readonly [name: string, value: string])[]): [name: string, value: string][];
  /** The value with every secret in its strings and member names replaced. */
  json(value: Json): Json;
  /** The text in parts: what may be shown, and where secrets stood. */
  split(text: string): (string | Masked)[];
  /** Like {@link Mask.split}, for a text that is the whole value of a header. */
  splitValue(value: string): (string | Masked)[];
}

interface Pattern extends Spelling {
  readonly masked: Masked;
}

/** Shortest secret that is masked anywhere; a shorter one is masked only as the whole value of a header. */
const SHORTEST_ANYWHERE = 6;
const BEGINNING = 24;

/**
 * Creates a mask of these secrets; empty ones are ignored. Of two that overlap, the longer one wins.
 *
 * @param apparent texts that are public, such as the id of the project: they are shown even where a secret contains
 * them
 */
export function createMask(secrets: readonly Secret[], apparent: readonly string[] = []): Mask {
  const patterns = secrets
    .filter(({ value }) => value !== '')
    .flatMap(({ kind, value }) =>
      spellingsOf(value).map((spelling): Pattern => ({ ...spelling, masked: maskedOf(kind, spelling.name) })),
    )
    .sort((a, b) => b.text.length - a.text.length);
  const anywhere = patterns.filter(
    ({ name, text, least }) => text.length >= Math.max(least, name === 'plain' ? SHORTEST_ANYWHERE : 0),
  );
  const whole = new Map(patterns.map((pattern) => [pattern.text, pattern.masked] as const).reverse());
  // One expression finds any of them by its beginning: most texts hold none.
  const beginnings = new Set(anywhere.map(({ text }) => text.slice(0, BEGINNING)));
  const any = new RegExp(
    [...beginnings].map((text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|') || '(?!)',
  );
  const runs = new RunFinder(
    patterns
      .filter(({ name }) => name === 'plain' || name === 'encoded')
      .map(({ name, text, masked: { kind } }) => ({ name: kind, text, plain: name === 'plain' }))
      .concat(
        secrets.flatMap(({ kind, value }) =>
          turnedSpellingsOf(value).map((text) => ({ name: kind, text, plain: false })),
        ),
      ),
    apparent,
  );

  /** Adds the position of a run in the secret, if the secret contains it literally. */
  const partOf = (masked: Masked, piece: string): Masked => {
    const at =
      secrets.find(({ kind, value }) => kind === masked.kind && value.includes(piece))?.value.indexOf(piece) ?? -1;
    return at === -1 ? masked : { ...masked, part: [at + 1, at + piece.length] };
  };
  /** Replaces secrets where they stand literally, whole secrets before their parts. */
  const exactly = (parts: readonly (string | Masked)[]): (string | Masked)[] => {
    let left: (string | Masked)[] = [...parts];
    for (const { text: wanted, masked } of anywhere) {
      left = replaceIn(left, (part) => (part.includes(wanted) ? between(part.split(wanted), masked) : [part]));
    }
    return left;
  };
  const escaped = (reading: TextReading): MaskedSpan[] => {
    if (!any.test(reading.text)) return [];
    const { from, to } = reading;
    if (from === null) return [];
    let at = 0;
    return exactly([reading.text]).flatMap((part) => {
      if (typeof part === 'string') {
        at += part.length;
        return [];
      }
      const length = lengthOf(part, reading.text, at, anywhere);
      const found = { from: from[at] ?? 0, to: to?.[at + length - 1] ?? 0 };
      at += length;
      return [{ ...found, masked: maskedOf(part.kind, part.spelling === 'plain' ? 'encoded' : part.spelling) }];
    });
  };
  const inReadings = (text: string): (string | Masked)[] => {
    const readings = readingsOf(text);
    const found = [...readings, ...readings.flatMap((reading) => decodedIn(reading))].flatMap((reading) => [
      ...escaped(reading),
      ...(runs.mayHold(reading)
        ? runs.in(reading).map(({ name, part, from, to }): MaskedSpan => ({
            from,
            to,
            masked: partOf(maskedOf(name, PARTS[part]), text.slice(from, to)),
          }))
        : []),
    ]);
    return found.length === 0 ? [text] : takenOut(text, found);
  };
  /** Whether a text holds no secret, as most do: a quick test. */
  const isClean = (text: string): boolean => {
    const shows = (reading: TextReading): boolean => any.test(reading.text) || runs.mayHold(reading);
    return !readingsOf(text).some((reading) => shows(reading) || decodedIn(reading).some(shows));
  };
  const split = (text: string): (string | Masked)[] => {
    if (isClean(text)) return text === '' ? [] : [text];
    const parts = any.test(text) ? exactly([text]) : [text];
    return replaceIn(parts, inReadings).filter((part) => part !== '');
  };
  const splitValue = (value: string): (string | Masked)[] => {
    const masked = whole.get(value);
    return masked === undefined ? split(value) : [masked];
  };
  const joined = (parts: readonly (string | Masked)[]) =>
    parts.map((part) => (typeof part === 'string' ? part : part.marker)).join('');
  // Most paths and headers come again and again.
  const text = remembered((given) => joined(split(given)), REMEMBERED, SHORT);
  const valueOf = remembered((value) => joined(splitValue(value)), REMEMBERED, SHORT);
  const json = (value: Json): Json => {
    if (typeof value === 'string') return text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (isList(value)) return value.map(json);
    // Unlike an assignment, this keeps a member named __proto__.
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [text(name), json(inner)]));
  };
  return {
    text,
    json,
    split,
    splitValue,
    headers: (headers) => headers.map(([name, value]) => [text(name), valueOf(value)]),
  };
}

/** Cache size for short texts, and their maximum length in characters. */
const REMEMBERED = 4_096;
const SHORT = 256;

function maskedOf(kind: SecretKind, spelling: SpellingName): Masked {
  const told = spelling === 'plain' || spelling === 'encoded' ? kind : `${kind}-${spelling}`;
  return { kind, spelling, marker: `<${told}>` };
}

/** A place in a text where a secret stands. */
interface MaskedSpan {
  readonly from: number;
  readonly to: number;
  readonly masked: Masked;
}

const PARTS = { whole: 'encoded', start: 'start', middle: 'part' } as const;

/** Length of the pattern that was masked at a position. */
function lengthOf(masked: Masked, text: string, at: number, patterns: readonly Pattern[]): number {
  return (
    patterns.find((pattern) => pattern.masked.marker === masked.marker && text.startsWith(pattern.text, at))?.text
      .length ?? 1
  );
}

/** Replaces what was found in a text; of two that overlap, the longer one stands for both. */
function takenOut(text: string, found: readonly MaskedSpan[]): (string | Masked)[] {
  const sorted = found.toSorted((a, b) => a.from - b.from || b.to - a.to);
  const joined: MaskedSpan[] = [];
  for (const one of sorted) {
    const last = joined.at(-1);
    if (last === undefined || one.from >= last.to) joined.push(one);
    else {
      const longer = one.to - one.from > last.to - last.from ? one : last;
      joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, one.to), masked: longer.masked };
    }
  }
  const parts: (string | Masked)[] = [];
  let at = 0;
  for (const { from, to, masked } of joined) {
    parts.push(text.slice(at, from), masked);
    at = to;
  }
  return [...parts, text.slice(at)];
}

function replaceIn(
  parts: readonly (string | Masked)[],
  replace: (part: string) => (string | Masked)[],
): (string | Masked)[] {
  return parts.flatMap((part) => (typeof part === 'string' ? replace(part) : [part]));
}

function between(texts: readonly string[], masked: Masked): (string | Masked)[] {
  return texts.flatMap((text, n) => (n === 0 ? [text] : [masked, text]));
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
