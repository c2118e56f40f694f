import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { dealtTo, indices, partOf, partsOf, wholeOf } from './span.js';

const series = fc.record({
  count: fc.nat({ max: 60 }),
  first: fc.nat({ max: 20 }),
  size: fc.integer({ min: 1, max: 9 }),
});

it('the parts of a series hold each index once, in order', () => {
  fc.assert(
    fc.property(series, (one) => {
      const parts = indices({ from: 0, to: partsOf(one) }).map((part) => partOf(one, part));
      expect(parts.flatMap(indices)).toEqual(indices(wholeOf(one)));
      expect(parts[0]?.to).toBe(Math.min(one.first, one.count));
      expect(parts.slice(1).every((part) => part.to > part.from && part.to - part.from <= one.size)).toBe(true);
      expect(indices(partOf(one, parts.length))).toEqual([]);
    }),
  );
});

it('the indices of a span that fall to one of several are counted', () => {
  fc.assert(
    fc.property(fc.nat({ max: 50 }), fc.nat({ max: 50 }), fc.integer({ min: 1, max: 5 }), (from, more, among) => {
      const span = { from, to: from + more };
      for (let turn = 0; turn < among; turn += 1) {
        expect(dealtTo(turn, among, span)).toBe(indices(span).filter((index) => index % among === turn).length);
      }
    }),
  );
});
