import * as fc from 'fast-check';
import type { Span } from '../../contract/span.js';

/** The seed of a requirement, independent of which others are selected. */
export function seedFor(seed: number, id: string): number {
  let hash = 2_166_136_261 ^ seed;
  for (let i = 0; i < id.length; i += 1) hash = Math.imul(hash ^ id.charCodeAt(i), 16_777_619);
  return hash | 0;
}

/** The values that an arbitrary yields under a seed, within a span, as a property of fast-check would run them. */
export function drawFrom<T>(arbitrary: fc.Arbitrary<T>, seed: number, { from, to }: Span): T[] {
  if (to <= from) return [];
  // A path of one number begins with the value at that index, and makes none of those before it.
  return fc.sample(arbitrary, { seed, numRuns: to - from, path: String(from) });
}
