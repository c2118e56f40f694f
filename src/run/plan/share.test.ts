import { expect, it } from 'vitest';
import { shardOf } from './share.js';

const target = { portIds: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] };
const of = (ordinal: number, count: number, ...needs: ('sibling' | 'other-service' | 'port-id')[]): number =>
  shardOf({ needs }, ordinal, { shard: { count }, target });

it('leaves less of all else to the shard that judges what needs a second service', () => {
  for (const count of [1, 2, 3, 4, 8, 12]) {
    const sizes = Array.from({ length: count }, () => 0);
    for (let ordinal = 0; ordinal < 1_000; ordinal += 1) {
      const shard = of(ordinal, count);
      sizes[shard - 1] = (sizes[shard - 1] ?? Number.NaN) + 1;
    }
    const [first = 0, ...others] = sizes;
    expect(others.every((size) => size > first)).toBe(true);
    expect(Math.max(0, ...others) - Math.min(1_000, ...others)).toBeLessThanOrEqual(1);
    expect([of(5, count, 'sibling'), of(6, count, 'other-service')]).toEqual([1, 1]);
    expect(new Set(Array.from({ length: 100 }, (_, n) => of(n, count, 'port-id'))).size).toBe(Math.min(count, 8));
  }
});
