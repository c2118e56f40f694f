import * as fc from 'fast-check';

const TRIES = 1_000;
const LEAST_SHARE = 0.02;

/**
 * What an arbitrary makes and a predicate keeps. Unlike `filter`, it gives up: a place of which a thousand values in a row are
 * refused is an Error that names it.
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
    throw new Error(`${this.place}: of ${TRIES} values in a row none could be used`);
  }

  override canShrinkWithoutContext(value: unknown): value is T {
    return this.source.canShrinkWithoutContext(value) && this.keeps(value);
  }

  override shrink(value: T, context: unknown): fc.Stream<fc.Value<T>> {
    return this.source.shrink(value, context).filter((smaller) => this.keeps(smaller.value));
  }
}

/** The values of an arbitrary that a predicate keeps, also while shrinking; `place` is named when there are none. */
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
