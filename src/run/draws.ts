import * as fc from 'fast-check';

/** A seed of its own for every requirement, so that selecting one does not change what another sends. */
export function seedFor(seed: number, id: string): number {
  let hash = 2_166_136_261 ^ seed;
  for (let i = 0; i < id.length; i += 1) hash = Math.imul(hash ^ id.charCodeAt(i), 16_777_619);
  return hash | 0;
}

/** The first values of an arbitrary under a seed: those that a property of fast-check would run with. */
export function drawFrom<T>(arbitrary: fc.Arbitrary<T>, seed: number, count: number): T[] {
  if (count <= 0) return [];
  const values: T[] = [];
  fc.assert(
    fc.property(arbitrary, (value) => {
      values.push(value);
    }),
    { seed, numRuns: count },
  );
  return values;
}
