import { describe, expect, it } from 'vitest';
import { covering } from './cover.js';

describe('a covering of dimensions', () => {
  it.each([[[2, 2]], [[5, 4, 4, 3, 2]], [[7, 5, 4, 4, 3, 3, 2, 2]], [[1, 6]], [[3]]])(
    '%j has every two values together, in few more rows than it must',
    (sizes) => {
      const rows = covering(sizes);
      for (let i = 0; i < sizes.length; i += 1) {
        for (let k = i + 1; k < sizes.length; k += 1) {
          const seen = new Set(rows.map((row) => `${row[i] ?? ''} ${row[k] ?? ''}`));
          expect(seen.size).toBe((sizes[i] ?? 0) * (sizes[k] ?? 0));
        }
      }
      const [most = 1, second = 1] = sizes.toSorted((a, b) => b - a);
      expect(rows.length).toBeLessThanOrEqual(Math.max(1, most * second * 1.7));
      expect(covering(sizes)).toEqual(rows);
    },
  );
});
