import * as fc from 'fast-check';
import type { Breakable } from '../../shared/keywords.js';
import { lengthOf } from '../code-points.js';
import { textSpace } from '../text-space.js';
import { valueWays, type BrokenSchema, type Way } from './way.js';

function words({ node }: BrokenSchema, length: number, count = 2): string[] {
  const space = textSpace(node);
  return [...new Set(Array.from({ length: count }, (_, k) => space.word(length, k * 7) ?? []).flat())];
}

function drawn({ node }: BrokenSchema, min: number, max: number): () => fc.Arbitrary<string> {
  return () => textSpace(node).texts(min, max);
}

/** Texts of valid characters that are too long, counted in characters (code points). */
export function tooLong(subject: BrokenSchema, keyword: Breakable): Way[] {
  const { maxLength: max } = subject.node;
  const one = words(subject, max + 1);
  const cut = (head: string, tail: string): string[] =>
    one.slice(0, 1).map((text) => head + text.slice(lengthOf(head + tail)) + tail);
  const marks = Math.ceil((max + 1) / 2);
  return valueWays(subject, keyword, [
    {
      way: 'one-over',
      says: `of ${characters(max + 1)}, one too many`,
      values: one,
      drawn: drawn(subject, max + 1, max + 1),
    },
    {
      way: 'one-over-with-blank',
      says: `of ${max + 1} characters, the last or the first of which is a blank`,
      values: [...cut('', ' '), ...cut(' ', '')],
    },
    {
      way: 'one-over-with-marks',
      says: `of ${max + 1} characters that show as fewer`,
      values: ['e\u0301'.repeat(marks), 'e\u0301'.repeat(marks).slice(0, max + 1)].filter(
        (text) => lengthOf(text) > max,
      ),
    },
    {
      way: 'one-over-beyond-ascii',
      says: `of ${max + 1} characters beyond ASCII`,
      values: ['中'.repeat(max + 1), 'é'.repeat(max + 1)],
    },
    {
      way: 'few-over',
      says: 'of a few characters too many',
      values: words(subject, max + 2),
      drawn: drawn(subject, max + 2, max + 16),
    },
    {
      way: 'double',
      says: `of ${characters(2 * max)}, twice the maximum`,
      values: words(subject, 2 * max),
      drawn: drawn(subject, 2 * max, 2 * max + 16),
    },
    {
      way: 'far-over',
      says: 'of 256 or more characters',
      values: [256, 257, 1_024].filter((n) => n > max).flatMap((n) => words(subject, n, 1)),
      drawn: drawn(subject, Math.max(256, max + 1), Math.max(300, max + 1)),
    },
    { way: 'huge', says: 'of 65,536 characters', values: max < 65_536 ? words(subject, 65_536, 1) : [] },
  ]);
}

/** Texts of valid characters that are too short. */
export function tooShort(subject: BrokenSchema, keyword: Breakable): Way[] {
  const { minLength: min } = subject.node;
  if (min === 0) return [];
  return valueWays(subject, keyword, [
    {
      way: 'one-under',
      says: `of ${characters(min - 1)}, one too few`,
      values: words(subject, min - 1),
      drawn: drawn(subject, min - 1, min - 1),
    },
    ...(min > 1 ? [{ way: 'empty', says: 'that is empty', values: [''] }] : []),
    ...(min > 1
      ? [
          {
            way: 'one-under-beyond-bmp',
            says: `of ${min - 1} characters of more units in UTF-16`,
            values: ['😀'.repeat(min - 1), '𠮷'.repeat(min - 1)],
          },
        ]
      : []),
  ]);
}

function characters(count: number): string {
  return count === 1 ? '1 character' : `${count} characters`;
}
