import { createHash, randomBytes } from 'node:crypto';
import { isObject, type JsonObject } from './json.js';

/**
 * The mark of a run: eight characters in the names and sentences with which it fills a service, so that another run which
 * comes upon them knows whose they are. Six say which run, two prove that they are a mark: what a service garbles is none.
 */

/** No vowels, and nothing that looks like one: a mark is no word that could offend a filter. */
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

/** The mark of the values that a run fills services with: fixed by its seed, as all that it sends. */
export function markOfSeed(seed: number): string {
  let mark = known.get(seed);
  if (mark === undefined) {
    mark = proven(letters(createHash('sha256').update(`seed ${seed}`).digest(), LENGTH));
    known.clear();
    known.set(seed, mark);
  }
  return mark;
}

/** A mark that no other run has, for the one update with which a run claims a service. */
export function uniqueMark(): string {
  return proven(letters(randomBytes(LENGTH), LENGTH));
}

/** A name of at most 15 characters that carries a mark. */
export function markedName(mark: string, label: string | number): string {
  return `t${mark}_${label}`;
}

/** A sentence that carries a mark. */
export function markedText(text: string, mark: string): string {
  return `${text} of test run ${mark}`;
}

/** The marks that the texts of a representation carry, as a name or within a sentence. */
export function marksOf(state: JsonObject): readonly string[] {
  const texts = Object.values(state).filter((value) => typeof value === 'string');
  const marks = texts.flatMap((text) => [inName.exec(text)?.[1], ...[...text.matchAll(inText)].map(([, one]) => one)]);
  return marks.filter((one): one is string => one !== undefined && isMark(one));
}

/** The marks of a body as it is sent; none where it is no JSON object. */
export function marksOfBody(text: string): readonly string[] {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? marksOf(value) : [];
  } catch {
    return [];
  }
}

function isMark(text: string): boolean {
  return proven(text.slice(0, LENGTH)) === text;
}
