import * as fc from 'fast-check';
import { together } from '../../judge/together.js';

/** A search for a failing value, and for the smallest one like it. */
export interface Search<T> {
  readonly arbitrary: fc.Arbitrary<T>;
  readonly seed: number;
  /** Number of values to draw. */
  readonly numRuns: number;
  readonly fails: (value: T) => Promise<boolean>;
  /** Number of values tried at once; 1 is strictly sequential. */
  readonly width: number;
  /** Index of the first value to draw; those before it are known to pass. Default 0. */
  readonly from?: number;
  /** Whether a smaller value may be tried; one that may not counts as passing. Default: all may. */
  readonly admits?: (value: T) => boolean;
  /** Maximum number of smaller values to try, counted as in a sequential search. Default: no limit. */
  readonly shrinks?: number;
}

/** Maximum number of smaller values to consider, most of them without a try. */
const LOOKS = 5_000;

type Drawn<T> = fc.Value<[T]>;

/**
 * Finds what `fc.check` finds with the same seed, the same counterexample by the same path, while trying several values
 * at once. Values are drawn without being tried, tried by a bounded pool up to the lowest that fails, and shrunk by
 * trying a window of candidates at once and continuing from the lowest that fails. Then fast-check replays that path
 * for its report, which tries nothing again. Null if nothing fails.
 */
export async function search<T>(task: Search<T>): Promise<fc.RunDetails<[T]> | null> {
  const { arbitrary, seed, from = 0 } = task;
  const property = fc.asyncProperty<[T]>(arbitrary, () => Promise.resolve());
  const values = draw(property, task);
  const lowest = await lowestFailing(values, task);
  const first = lowest === null ? undefined : values[lowest];
  if (lowest === null || first === undefined) return null;
  const path = await shrink(property, first, from + lowest, task);
  const replayed = fc.property<[T]>(arbitrary, () => false);
  return fc.check(replayed, { seed, path, endOnFailure: true });
}

/** Draws the values without running the property; with each, fast-check keeps how to shrink it. */
function draw<T>(property: fc.IAsyncProperty<[T]>, { seed, numRuns, from = 0 }: Search<T>): Drawn<T>[] {
  const values: Drawn<T>[] = [];
  const recorder: fc.IRawProperty<[T], false> = {
    isAsync: () => false,
    generate: (random, runId) => {
      const value = property.generate(random, runId);
      values.push(value);
      return value;
    },
    shrink: (value) => property.shrink(value),
    run: () => null,
    runBeforeEach: () => undefined,
    runAfterEach: () => undefined,
  };
  fc.check(recorder, { seed, numRuns: numRuns - from, path: String(from) });
  return values;
}

/** Tries values in order, `width` at once, none beyond the lowest known to fail. Returns its index; null for none. */
async function lowestFailing<T>(values: readonly Drawn<T>[], { fails, width }: Search<T>): Promise<number | null> {
  let [next, lowest] = [0, values.length];
  const worker = async (): Promise<void> => {
    while (next < lowest) {
      const at = next++;
      const value = values[at]?.value;
      if (value !== undefined && (await fails(value[0]))) lowest = Math.min(lowest, at);
    }
  };
  await together(Array.from({ length: width }, worker));
  return lowest < values.length ? lowest : null;
}

/** The path to the smallest value that fails. */
async function shrink<T>(
  property: fc.IAsyncProperty<[T]>,
  first: Drawn<T>,
  at: number,
  task: Search<T>,
): Promise<string> {
  const path = [at];
  const left = { shrinks: task.shrinks ?? Infinity, looks: LOOKS };
  for (let value: Drawn<T> | undefined = first; value !== undefined;) {
    const smaller: ShrinkCandidate<T> | undefined = await lowestCandidate(property.shrink(value), task, left);
    if (smaller !== undefined) path.push(smaller.at);
    value = smaller?.drawn;
  }
  return path.join(':');
}

interface ShrinkCandidate<T> {
  readonly drawn: Drawn<T>;
  /** Its index among the candidates. */
  readonly at: number;
}

/**
 * The first candidate that fails. The window grows while they pass: trying what lies beyond a failing one is wasted.
 */
async function lowestCandidate<T>(
  candidates: Iterable<Drawn<T>>,
  { fails, width, admits = () => true }: Search<T>,
  left: { shrinks: number; looks: number },
): Promise<ShrinkCandidate<T> | undefined> {
  const iterator = candidates[Symbol.iterator]();
  const { looks } = left;
  let at = 0;
  for (let size = 1; ; size = Math.min(2 * size, width)) {
    const window: ShrinkCandidate<T>[] = [];
    while (window.length < Math.min(size, left.shrinks) && left.looks > 0) {
      const next = iterator.next();
      if (next.done === true) break;
      left.looks -= 1;
      if (admits(next.value.value[0])) window.push({ drawn: next.value, at });
      at += 1;
    }
    if (window.length === 0) return undefined;
    const failed = await together(window.map(({ drawn }) => fails(drawn.value[0])));
    const lowest = failed.indexOf(true);
    left.shrinks -= lowest === -1 ? window.length : lowest + 1;
    const found = window[lowest];
    if (found === undefined) continue;
    // A sequential search would have looked at nothing beyond it.
    left.looks = looks - (found.at + 1);
    return found;
  }
}
