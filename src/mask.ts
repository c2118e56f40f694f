import type { Json } from './json.js';
import { spellingsOf, type Spelling, type SpellingName } from './spellings.js';

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
}

/** Replaces secrets by markers. */
export interface Mask {
  /** The text with every secret replaced, however it is spelled. */
  text(text: string): string;
  /** The headers with every secret in their values replaced, short ones too where they are a whole value. */
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

/** A start of a secret of this length is masked, whatever follows it: servers cut what they quote. */
const SHORTEST_START = 16;
/** A secret at least this long is masked wherever it stands, a shorter one only as the whole value of a header. */
const SHORTEST_ANYWHERE = 6;

/** A mask of these secrets; empty ones are left out. Of two that overlap, the longer one wins. */
export function createMask(secrets: readonly Secret[]): Mask {
  const patterns = secrets
    .filter(({ value }) => value !== '')
    .flatMap(({ kind, value }) =>
      spellingsOf(value).map((spelling): Pattern => ({ ...spelling, masked: maskedOf(kind, spelling.name) })),
    )
    .sort((a, b) => b.text.length - a.text.length);
  const anywhere = patterns.filter(
    ({ name, text, least }) => text.length >= Math.max(least, name === 'plain' ? SHORTEST_ANYWHERE : 0),
  );
  const starts = secrets.filter(({ value }) => value.length > SHORTEST_START);
  const whole = new Map(patterns.map((pattern) => [pattern.text, pattern.masked] as const).reverse());

  // One look for them all: most texts hold none.
  const some = [...anywhere.map(({ text }) => text), ...starts.map(({ value }) => value.slice(0, SHORTEST_START))];
  const any = new RegExp(some.map((text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|') || '(?!)');

  const split = (text: string): (string | Masked)[] => {
    if (!any.test(text)) return text === '' ? [] : [text];
    let parts: (string | Masked)[] = [text];
    for (const { text: wanted, masked } of anywhere) {
      if (text.includes(wanted)) parts = replaceIn(parts, (part) => between(part.split(wanted), masked));
    }
    for (const { kind, value } of starts) {
      if (text.includes(value.slice(0, SHORTEST_START)))
        parts = replaceIn(parts, (part) => withoutStarts(part, value, maskedOf(kind, 'start')));
    }
    return parts.filter((part) => part !== '');
  };
  const splitValue = (value: string): (string | Masked)[] => {
    const masked = whole.get(value);
    return masked === undefined ? split(value) : [masked];
  };
  const joined = (parts: readonly (string | Masked)[]) =>
    parts.map((part) => (typeof part === 'string' ? part : part.marker)).join('');
  const text = (given: string) => joined(split(given));
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
    headers: (headers) => headers.map(([name, value]) => [name, joined(splitValue(value))]),
  };
}

function maskedOf(kind: SecretKind, spelling: SpellingName): Masked {
  const told = spelling === 'plain' || spelling === 'encoded' ? kind : `${kind}-${spelling}`;
  return { kind, spelling, marker: `<${told}>` };
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

/** Takes out every run that begins as the secret does and goes on for as long as they agree. */
function withoutStarts(text: string, secret: string, masked: Masked): (string | Masked)[] {
  const parts: (string | Masked)[] = [];
  const start = secret.slice(0, SHORTEST_START);
  let from = 0;
  for (let at = text.indexOf(start); at !== -1; at = text.indexOf(start, from)) {
    let end = at + start.length;
    while (end < text.length && text[end] === secret[end - at]) end += 1;
    parts.push(text.slice(from, at), masked);
    from = end;
  }
  return [...parts, text.slice(from)];
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
