import type { Json } from '../shared/json.js';
import { readingsOf, type TextReading } from '../shared/readings-of-text.js';
import { RunFinder } from './secret-runs.js';
import { spellingsOf, type Spelling, type SpellingName } from '../shared/spellings.js';

/** What a secret is; the marker that stands for it is named after it, such as `<token>`. */
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
  /** Of a part: its first and its last character in the secret, counted from 1. */
  readonly part?: readonly [first: number, last: number];
}

/** Replaces secrets by markers. */
export interface Mask {
  /** The text with every secret replaced, however it is spelled. */
  text(text: string): string;
  /** The headers with every secret in their names and values replaced, short ones too where they are a whole value. */
  headers(headers: readonly (readonly [name: string, value: string])[]): [name: string, value: string][];
  /** The value with every secret in its texts and names replaced. */
  json(value: Json): Json;
  /** The text in its parts: what may be shown, and the places of secrets. */
  split(text: string): (string | Masked)[];
  /** As {@link Mask.split}, for a text that is the whole value of a header. */
  splitValue(value: string): (string | Masked)[];
}

interface Pattern extends Spelling {
  readonly masked: Masked;
}

/** A secret at least this long is masked wherever it stands, a shorter one only as the whole value of a header. */
const SHORTEST_ANYWHERE = 6;
const BEGINNING = 24;

/**
 * A mask of these secrets; empty ones are left out. Of two that overlap, the longer one wins.
 *
 * @param apparent texts that everyone may know, such as the id of the project: they are shown also where a secret holds them
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
  // One look for them all: most texts hold none. Their beginnings tell.
  const beginnings = new Set(anywhere.map(({ text }) => text.slice(0, BEGINNING)));
  const any = new RegExp(
    [...beginnings].map((text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|') || '(?!)',
  );
  const runs = new RunFinder(
    patterns
      .filter(({ name }) => name === 'plain' || name === 'encoded')
      .map(({ name, text, masked: { kind } }) => ({ name: kind, text, plain: name === 'plain' })),
    apparent,
  );

  /** A run, and where in the secret it stands, where it is written as there. */
  const partOf = (masked: Masked, piece: string): Masked => {
    const at =
      secrets.find(({ kind, value }) => kind === masked.kind && value.includes(piece))?.value.indexOf(piece) ?? -1;
    return at === -1 ? masked : { ...masked, part: [at + 1, at + piece.length] };
  };
  /** Takes out what is found in a text, by its places, the whole secrets before their parts. */
  const exactly = (parts: readonly (string | Masked)[]): (string | Masked)[] => {
    let left: (string | Masked)[] = [...parts];
    for (const { text: wanted, masked } of anywhere) {
      left = replaceIn(left, (part) => (part.includes(wanted) ? between(part.split(wanted), masked) : [part]));
    }
    return left;
  };
  const escaped = (reading: TextReading): Found[] => {
    if (reading.from === null || !any.test(reading.text)) return [];
    let at = 0;
    return exactly([reading.text]).flatMap((part) => {
      if (typeof part === 'string') {
        at += part.length;
        return [];
      }
      const length = lengthOf(part, reading.text, at, anywhere);
      const found = { from: reading.from?.[at] ?? 0, to: reading.to?.[at + length - 1] ?? 0 };
      at += length;
      return [{ ...found, masked: maskedOf(part.kind, part.spelling === 'plain' ? 'encoded' : part.spelling) }];
    });
  };
  const inReadings = (text: string): (string | Masked)[] => {
    const found = readingsOf(text).flatMap((reading) => [
      ...escaped(reading),
      ...(runs.mayHold(reading)
        ? runs.in(reading).map(({ name, part, from, to }): Found => ({
            from,
            to,
            masked: partOf(maskedOf(name, PARTS[part]), text.slice(from, to)),
          }))
        : []),
    ]);
    return found.length === 0 ? [text] : takenOut(text, found);
  };
  const split = (text: string): (string | Masked)[] => {
    const parts = any.test(text) ? exactly([text]) : [text];
    return replaceIn(parts, inReadings).filter((part) => part !== '');
  };
  const splitValue = (value: string): (string | Masked)[] => {
    const masked = whole.get(value);
    return masked === undefined ? split(value) : [masked];
  };
  const joined = (parts: readonly (string | Masked)[]) =>
    parts.map((part) => (typeof part === 'string' ? part : part.marker)).join('');
  const text = (given: string) => joined(split(given));
  // Most headers come with every message.
  const nameOf = remembering(text);
  const valueOf = remembering((value) => joined(splitValue(value)));
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
    headers: (headers) => headers.map(([name, value]) => [nameOf(name), valueOf(value)]),
  };
}

/** Cache size for short texts, and their greatest length in characters. */
const REMEMBERED = 4_096;
const SHORT = 256;

/** The same function, which remembers what it made of short texts. */
function remembering(made: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    if (text.length > SHORT) return made(text);
    const found = known.get(text) ?? made(text);
    if (known.size >= REMEMBERED) known.clear();
    known.set(text, found);
    return found;
  };
}

function maskedOf(kind: SecretKind, spelling: SpellingName): Masked {
  const told = spelling === 'plain' || spelling === 'encoded' ? kind : `${kind}-${spelling}`;
  return { kind, spelling, marker: `<${told}>` };
}

/** A place in a text where a secret stands. */
interface Found {
  readonly from: number;
  readonly to: number;
  readonly masked: Masked;
}

const PARTS = { whole: 'encoded', start: 'start', middle: 'part' } as const;

/** How long what was taken out at a place is. */
function lengthOf(masked: Masked, text: string, at: number, patterns: readonly Pattern[]): number {
  return (
    patterns.find((pattern) => pattern.masked.marker === masked.marker && text.startsWith(pattern.text, at))?.text
      .length ?? 1
  );
}

/** A text without what was found in it; of two that overlap, the longer one stands for both. */
function takenOut(text: string, found: readonly Found[]): (string | Masked)[] {
  const sorted = found.toSorted((a, b) => a.from - b.from || b.to - a.to);
  const joined: Found[] = [];
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
