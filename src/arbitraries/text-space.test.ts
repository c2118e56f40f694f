import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSchema } from '../spec/read-schemas.js';
import { lengthOf } from './code-points.js';
import { isWorthFiltering, boundedFilter } from './bounded-filter.js';
import { textSpace, type TextSpace } from './text-space.js';

function spaceOf(pattern?: string): TextSpace {
  return textSpace(readSchema({ T: { type: 'string', ...(pattern === undefined ? {} : { pattern }) } }, 'T'));
}

describe('the texts of a pattern', () => {
  it.each([
    undefined,
    '^[A-Za-z0-9_-]*$',
    '^[^<>]*$',
    '^[a-c]+$',
    '^[a-z]+-[0-9]{2,4}$',
    '^(?! )[^=]*(?<! )$',
    '^.{3,}$',
    'needle',
  ])('keep %s at every length asked for', (pattern) => {
    const space = spaceOf(pattern);
    const regex = new RegExp(pattern ?? '', 'u');
    const drawn = fc.sample(space.texts(6, 12), { numRuns: 200, seed: 1 });
    expect(drawn.filter((text) => !regex.test(text) || lengthOf(text) < 6 || lengthOf(text) > 12)).toEqual([]);
    for (const length of [6, 12, 40]) {
      const word = space.word(length);
      expect(word === null ? null : [lengthOf(word), regex.test(word)]).toEqual([length, true]);
    }
  });

  it('have different words by number', () => {
    const words = Array.from({ length: 400 }, (_, k) => spaceOf('^[A-Za-z0-9_-]*$').word(8, k));
    expect(new Set(words).size).toBe(400);
    expect(words.every((word) => /^[A-Za-z0-9_-]{8}$/.test(word ?? ''))).toBe(true);
  });

  it('have no word if the pattern has none', () => {
    expect(spaceOf('^[a-c]+$').word(0)).toBeNull();
    expect(spaceOf('^[A-Z]{2}$').word(3)).toBeNull();
  });

  it('hold no lone surrogates and no characters outside the pattern', () => {
    const texts = fc.sample(spaceOf('^[^<>]*$').texts(0, 60), { numRuns: 500, seed: 3 });
    expect(texts.filter((text) => /\p{Surrogate}|[<>]/u.test(text))).toEqual([]);
    expect(texts.some((text) => /[一-龥]/.test(text))).toBe(true);
  });

  it('are refused if hardly any text keeps the pattern', () => {
    expect(() => spaceOf('^(?=a{40}$)(?!a).*$').texts(0, 50)).toThrow(
      '#/components/schemas/T: fewer than 2 % of the texts tried keep the pattern',
    );
  });
});

describe('a boundedFilter', () => {
  it('keeps what the predicate keeps, while it shrinks too', () => {
    const met: number[] = [];
    fc.check(
      fc.property(
        boundedFilter(fc.nat({ max: 1_000 }), 'here', (n) => n % 7 === 0),
        (n) => {
          met.push(n);
          return n < 100;
        },
      ),
      { seed: 1, numRuns: 200 },
    );
    expect(met.filter((n) => n % 7 !== 0)).toEqual([]);
    const [first = 0, ...others] = met.filter((n) => n >= 100);
    expect(Math.min(...others)).toBeLessThan(first);
  });

  it('gives up, naming the place, if nothing is kept', () => {
    expect(() =>
      fc.sample(
        boundedFilter(fc.nat(), '#/here', () => false),
        1,
      ),
    ).toThrow('#/here: none of 1000 values in a row could be used');
  });

  it('is worth it from two in a hundred on', () => {
    expect(isWorthFiltering(fc.noBias(fc.nat({ max: 99 })), (n) => n < 20)).toBe(true);
    expect(isWorthFiltering(fc.noBias(fc.nat({ max: 9_999 })), (n) => n < 10)).toBe(false);
  });
});
