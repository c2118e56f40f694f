import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { search } from './search.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function nextOf(numbers: Iterator<number, unknown>): number {
  const next = numbers.next();
  return next.done === true ? 0 : next.value;
}

/** Arbitraries of several kinds, each with a property that some of its values break. */
const subjects: readonly (readonly [string, fc.Arbitrary<unknown>, (value: unknown, limit: number) => boolean])[] = [
  ['numbers', fc.integer({ min: 0, max: 100_000 }), (value, limit) => (value as number) > limit * 900],
  ['texts', fc.string({ maxLength: 60 }), (value, limit) => (value as string).length > limit / 3],
  [
    'lists',
    fc.array(fc.nat(1_000), { maxLength: 40 }),
    (value, limit) => (value as number[]).filter((n) => n % 3 === 0).length > limit / 8,
  ],
  [
    'records',
    fc.record({ name: fc.string(), ports: fc.uniqueArray(fc.nat(65_535)) }, { requiredKeys: [] }),
    (value, limit) => ((value as { ports?: number[] }).ports ?? []).some((port) => port > limit * 600),
  ],
];

/** A number that shrinks by one at a time, and never by the first candidate. */
class Stairs extends fc.Arbitrary<number> {
  constructor(private readonly top: number) {
    super();
  }

  generate(): fc.Value<number> {
    return new fc.Value(this.top, undefined);
  }

  canShrinkWithoutContext(_value: unknown): _value is number {
    return true;
  }

  shrink(value: number): fc.Stream<fc.Value<number>> {
    const candidates = [-1, value - 1, -1, -1, -1];
    return fc.stream(candidates.map((one) => new fc.Value(one, undefined)).values());
  }
}

describe('search', () => {
  it.each(subjects)(
    'finds in %s what fc.check finds, by the same path, at any width',
    async (_name, arbitrary, breaks) => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer(),
          fc.nat(100),
          fc.integer({ min: 1, max: 20 }),
          fc.infiniteStream(fc.nat(3)),
          async (seed, limit, width, delays) => {
            const sequential = fc.check(
              fc.property(arbitrary, (value) => !breaks(value, limit)),
              { seed, numRuns: 30 },
            );
            const found = await search({
              arbitrary,
              seed,
              numRuns: 30,
              width,
              fails: async (value) => {
                // The answers arrive in any order.
                for (let n = nextOf(delays); n > 0; n -= 1) await turn();
                return breaks(value, limit);
              },
            });
            expect(found?.counterexamplePath ?? null).toBe(sequential.counterexamplePath);
            expect(found?.counterexample ?? null).toEqual(sequential.counterexample);
          },
        ),
        { numRuns: 40, seed: 1 },
      );
    },
  );

  it('tries one value after the other at a width of 1, and none twice', async () => {
    const tried: number[] = [];
    let running = 0;
    const arbitrary = fc.integer({ min: 0, max: 1_000 });
    const fails = async (value: number): Promise<boolean> => {
      expect(running).toBe(0);
      running += 1;
      tried.push(value);
      await turn();
      running -= 1;
      return value > 500;
    };
    await search({ arbitrary, seed: 7, numRuns: 50, width: 1, fails });
    const sequential: number[] = [];
    fc.check(
      fc.property(arbitrary, (value) => {
        sequential.push(value);
        return value <= 500;
      }),
      { seed: 7, numRuns: 50 },
    );
    expect(tried).toEqual(sequential);
    expect(tried.length).toBeGreaterThan(3);
  });

  it('tries no value beyond the lowest that fails, except those already in progress', async () => {
    const values = fc.sample(fc.nat(), { seed: 3, numRuns: 100 });
    const tried = new Set<number>();
    await search({
      arbitrary: fc.nat(),
      seed: 3,
      numRuns: 100,
      width: 4,
      shrinks: 0,
      fails: async (value) => {
        tried.add(values.indexOf(value));
        await turn();
        return value === values[10];
      },
    });
    expect(Math.max(...tried)).toBeLessThan(10 + 4);
  });

  it('goes on from a value that is known to fail, within its limit, over values that may be tried', async () => {
    const arbitrary = fc.integer({ min: 0, max: 100_000 });
    const shared = {
      arbitrary,
      seed: 5,
      numRuns: 10,
      from: 9,
      fails: (value: number) => Promise.resolve(value > 3_000),
    };
    let tried = 0;
    const counting = {
      ...shared,
      fails: (value: number) => {
        tried += 1;
        return shared.fails(value);
      },
    };
    const [one, many] = [
      await search({ ...counting, width: 1, shrinks: 6 }),
      await search({ ...counting, width: 16, shrinks: 6 }),
    ];
    expect(one?.counterexamplePath).toBe(many?.counterexamplePath);
    expect(one?.counterexamplePath).toMatch(/^9:/);
    expect(tried).toBeLessThan(40);
    const sequential = fc.check(
      fc.property(arbitrary, (value) => value <= 3_000 || value % 2 !== 0),
      { seed: 5, numRuns: 100 },
    );
    const from = Number(sequential.counterexamplePath?.split(':')[0]);
    const even = await search({ ...shared, from, numRuns: from + 1, width: 4, admits: (value) => value % 2 === 0 });
    expect(even?.counterexamplePath).toBe(sequential.counterexamplePath);
  });

  it('finds the same value at any width when it looks at too many', async () => {
    const top = 4_000;
    const smallest = async (width: number): Promise<number> => {
      const fails = (value: number): Promise<boolean> => Promise.resolve(value > 0);
      const found = await search({ arbitrary: new Stairs(top), seed: 1, numRuns: 1, width, fails });
      return found?.counterexample?.[0] ?? top;
    };
    const sequential = await smallest(1);
    expect(sequential).toBeGreaterThan(1);
    expect(sequential).toBeLessThan(top);
    expect(await smallest(16)).toBe(sequential);
  });

  it('draws none of the values that are known to pass', async () => {
    let drawn = 0;
    const arbitrary = fc.nat().map((value) => {
      drawn += 1;
      return value;
    });
    const fails = (): Promise<boolean> => Promise.resolve(true);
    const found = await search({ arbitrary, seed: 1, from: 900, numRuns: 901, width: 1, shrinks: 0, fails });
    expect(found?.counterexample).toEqual(fc.sample(fc.nat(), { seed: 1, numRuns: 901 }).slice(-1));
    expect(drawn).toBeLessThan(10);
  });

  it('finds nothing if nothing fails', async () => {
    const found = await search({
      arbitrary: fc.nat(),
      seed: 1,
      numRuns: 20,
      width: 4,
      fails: () => Promise.resolve(false),
    });
    expect(found).toBeNull();
  });
});
