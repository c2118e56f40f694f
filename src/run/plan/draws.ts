import * as fc from 'fast-check';
import type { Span } from '../../contract/span.js';

/** A seed of its own for every requirement, so that selecting one does not change what another sends. */
export function seedFor(seed: number, id: string): number {
  let hash = 2_166_136_261 ^ seed;
  for (let i = 0; i < id.length; i += 1) hash = Math.imul(hash ^ id.charCodeAt(i), 16_777_619);
  return hash | 0;
}

/** Values of an arbitrary under a seed, those of a span: a property of fast-check would run with them. */
export function drawFrom<T>(arbitrary: fc.Arbitrary<T>, seed: number, { from, to }: Span): T[] {
  if (to <= from) return [];
  // A path of one number begins with the value of that number, and makes none of those before it.
  return fc.sample(arbitrary, { seed, numRuns: to - from, path: String(from) });
}
