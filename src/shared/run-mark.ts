import { createHash, randomBytes } from 'node:crypto';
import { isObject, type JsonObject } from './json.js';
import { remembered } from './remembered.js';

/**
 * The mark of a run: eight characters in the names and descriptions with which it fills a service, by which another run
 * that finds them knows whose they are. Six identify the run, two are a checksum: a garbled mark is none.
 */

/** No vowels, and nothing that looks like one, so that a mark cannot spell a word that a filter would block. */
const ALPHABET = 'bcdfghjkmnpqrtvwxz234567';
const LENGTH = 6;

const chars = `[${ALPHABET}]{${LENGTH + 2}}`;
const inName = new RegExp(`(?:^|\\.)t(${chars})_[a-z0-9]{1,5}(?:\\.|$)`);
const inText = new RegExp(`\\btest run (${chars})(?![A-Za-z0-9])`, 'g');

function proven(text: string): string {
  const sum = createHash('sha256').update(`vpcep-contract ${text}`).digest();
  return text + letters(sum, 2);
}

function letters(bytes: Uint8Array, count: number): string {
  return [...bytes.subarray(0, count)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
}

const known = new Map<number, string>();

/** Returns the mark of the values that a run fills services with, fixed by its seed like everything it sends. */
export function markOfSeed(seed: number): string {
  let mark = known.get(seed);
  if (mark === undefined) {
    mark = proven(letters(createHash('sha256').update(`seed ${seed}`).digest(), LENGTH));
    known.clear();
    known.set(seed, mark);
  }
  return mark;
}

/** Returns a mark that no other run has, for the one update with which a run claims a service. */
export function uniqueMark(): string {
  return proven(letters(randomBytes(LENGTH), LENGTH));
}

/** Returns a name of at most 15 characters that carries a mark. */
export function markedName(mark: string, label: string | number): string {
  return `t${mark}_${label}`;
}

/** Returns a sentence that carries a mark. */
export function markedText(text: string, mark: string): string {
  return `${text} of test run ${mark}`;
}

/** Returns the marks in the strings of a representation, in names or sentences. */
export function marksOf(state: JsonObject): readonly string[] {
  return Object.values(state).flatMap((value) => (typeof value === 'string' ? marksIn(value) : []));
}

const marksIn = remembered((text): readonly string[] => {
  const marks = [inName.exec(text)?.[1], ...[...text.matchAll(inText)].map(([, one]) => one)];
  return marks.filter((one): one is string => one !== undefined && isMark(one));
});

/** Returns the marks in a body as it is sent; none if it is not a JSON object. */
export function marksOfBody(text: string): readonly string[] {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? marksOf(value) : [];
  } catch {
    return [];
  }
}

const isMark = remembered((text) => proven(text.slice(0, LENGTH)) === text);
