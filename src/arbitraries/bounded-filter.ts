import * as fc from 'fast-check';

const TRIES = 1_000;
const LEAST_SHARE = 0.02;

/**
 * Filters an arbitrary by a predicate. Unlike `filter`, it gives up: throws an Error that names the place after a
 * thousand rejected values in a row.
 */
class BoundedFilter<T> extends fc.Arbitrary<T> {
  constructor(
    private readonly source: fc.Arbitrary<T>,
    private readonly keeps: (value: T) => boolean,
    private readonly place: string,
  ) {
    super();
  }

  override generate(random: fc.Random, bias: number | undefined): fc.Value<T> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const made = this.source.generate(random, bias);
      if (this.keeps(made.value)) return made;
    }
    throw new Error(`${this.place}: none of ${TRIES} values in a row could be used`);
  }

  override canShrinkWithoutContext(value: unknown): value is T {
    return this.source.canShrinkWithoutContext(value) && this.keeps(value);
  }

  override shrink(value: T, context: unknown): fc.Stream<fc.Value<T>> {
    return this.source.shrink(value, context).filter((smaller) => this.keeps(smaller.value));
  }
}

/**
 * The values of an arbitrary that satisfy a predicate, also while shrinking. Throws an Error that names `place` if
 * there are none.
 */
export function boundedFilter<T>(
  source: fc.Arbitrary<T>,
  place: string,
  keeps: (value: T) => boolean,
): fc.Arbitrary<T> {
  return new BoundedFilter(source, keeps, place);
}

/** Whether a predicate keeps at least 2 % of an arbitrary's values. */
export function isWorthFiltering<T>(source: fc.Arbitrary<T>, keeps: (value: T) => boolean): boolean {
  const values = fc.sample(source, { numRuns: 200, seed: 1 });
  return values.filter(keeps).length >= values.length * LEAST_SHARE;
}
