import * as fc from 'fast-check';
import { everyCharacter } from './characters.js';
import { charactersOf, lengthOf } from './code-points.js';
import type { Node } from '../spec/node.js';
import { isWorthFiltering, boundedFilter } from './bounded-filter.js';

/** The texts that a pattern admits, whatever their length. */
export interface TextSpace {
  /** Single characters that may occur in a text, the readable ones first. */
  readonly characters: readonly string[];
  /** The k-th readable text of a length in characters; null if none exists or is found. */
  readonly word: (length: number, k?: number) => string | null;
  /** Draws texts by length in characters. Throws an Error if they are too rare to be found. */
  readonly texts: (min: number, max: number) => fc.Arbitrary<string>;
}

/** A pattern that only restricts the characters: `^[...]*$` or `^[...]+$`. */
const CHARACTERS_ONLY = /^\^(\[(?:[^\]\\]|\\.)+\])([*+])\$$/;

const spaces = new WeakMap<Node, TextSpace>();

/** The texts that the pattern of a schema admits; every text if it has none. */
export function textSpace(node: Node): TextSpace {
  const space = spaces.get(node) ?? spaceOf(node.pattern, node.origin);
  spaces.set(node, space);
  return space;
}

function spaceOf(pattern: RegExp | null, origin: string): TextSpace {
  if (pattern === null) return spaceOfCharacters(everyCharacter, 0);
  const [, single, repeated] = CHARACTERS_ONLY.exec(pattern.source) ?? [];
  if (single === undefined) return spaceOfPattern(pattern, origin);
  const one = new RegExp(`^${single}$`, 'u');
  const characters = everyCharacter.filter((character) => one.test(character));
  if (characters.length === 0) return spaceOfPattern(pattern, origin);
  return spaceOfCharacters(characters, repeated === '+' ? 1 : 0);
}

function spaceOfCharacters(characters: readonly string[], least: number): TextSpace {
  const ascii = characters.filter((character) => character >= ' ' && character <= '~');
  const others = characters.filter((character) => !ascii.includes(character));
  const letters = characters.filter((character) => /[a-z0-9]/.test(character));
  const readable = letters.length > 1 ? letters : characters;
  const unit =
    ascii.length > 0 && others.length > 0
      ? fc.oneof(
          { weight: 6, arbitrary: fc.constantFrom(...ascii) },
          { weight: 1, arbitrary: fc.constantFrom(...others) },
        )
      : fc.constantFrom(...characters);
  return {
    characters,
    word: (length, k = 0) => (length < least ? null : counted(readable, length, k)),
    texts: (min, max) => fc.string({ unit, minLength: Math.max(min, least), maxLength: max, size: 'max' }),
  };
}

/** A run of characters that ends in the number k. */
function counted(characters: readonly string[], length: number, k: number): string {
  const count = characters.length;
  const tail: string[] = [];
  for (let i = length - 1, rest = k; i >= 0 && rest > 0; i -= 1, rest = Math.floor(rest / count)) {
    tail.unshift(characters[(i + rest) % count] ?? '');
  }
  const head = length - tail.length;
  const rounds = characters.join('').repeat(Math.floor(head / count));
  return rounds + characters.slice(0, head % count).join('') + tail.join('');
}

function spaceOfPattern(pattern: RegExp, origin: string): TextSpace {
  const source = sourceOf(pattern, origin);
  let found: readonly string[] | null = null;
  const pool = (): readonly string[] => {
    found ??= [...new Set(fc.sample(source, { numRuns: 300, seed: 1 }))].sort(
      (a, b) => lengthOf(a) - lengthOf(b) || Number(isPlain(b)) - Number(isPlain(a)),
    );
    return found;
  };
  const words = (length: number): readonly string[] => {
    const exact = pool().filter((word) => lengthOf(word) === length);
    if (exact.length > 0) return exact;
    return pool().flatMap((word) => stretched(pattern, word, length));
  };
  return {
    characters: everyCharacter.filter((character) => pool().some((word) => word.includes(character))),
    word: (length, k = 0) => {
      const all = words(length);
      return all[k % all.length] ?? null;
    },
    texts: (min, max) => {
      const fits = (text: string): boolean => lengthOf(text) >= min && lengthOf(text) <= max;
      if (isWorthFiltering(source, fits)) return boundedFilter(source, origin, fits);
      const known = Array.from({ length: Math.min(max - min, 20) + 1 }, (_, i) => words(min + i)).flat();
      if (known.length === 0)
        throw new Error(`${origin}: no text of the pattern with ${min} to ${max} characters was found`);
      return fc.constantFrom(...known);
    },
  };
}

function isPlain(text: string): boolean {
  return /^[ -~]*$/.test(text);
}

function sourceOf(pattern: RegExp, origin: string): fc.Arbitrary<string> {
  const holds = (text: string): boolean => pattern.test(text) && !/\p{Surrogate}/u.test(text);
  const candidates = [
    () => fc.stringMatching(pattern),
    () => fc.string({ unit: fc.constantFrom(...everyCharacter) }),
    () => fc.string({ unit: 'grapheme-ascii' }),
  ];
  for (const candidate of candidates) {
    try {
      const source = candidate();
      if (isWorthFiltering(source, holds)) return boundedFilter(source, origin, holds);
    } catch {
      // stringMatching supports neither look-around nor back-references: the next candidate is tried.
    }
  }
  throw new Error(`${origin}: fewer than 2 % of the texts tried keep the pattern ${pattern.source}`);
}

/** Texts of the pattern with a given length, made by repeating one character of a shorter text. */
function stretched(pattern: RegExp, word: string, length: number): readonly string[] {
  const characters = charactersOf(word);
  const missing = length - characters.length;
  if (missing <= 0) return [];
  return characters.flatMap((character, i) => {
    const text = [...characters.slice(0, i), character.repeat(missing), ...characters.slice(i)].join('');
    return pattern.test(text) ? [text] : [];
  });
}
