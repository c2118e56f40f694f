import type { Json } from '../../shared/json.js';
import type { BrokenSchema } from '../ways/way.js';

/** A valid value at a boundary of what a schema allows, wherever the schema stands. */
export interface Edge {
  readonly keyword: string;
  /** In kebab-case; several values may share one. */
  readonly way: string;
  /** Completes the name of the place: `of 16 characters, the most allowed`. */
  readonly says: string;
  readonly value: Json;
}

/** Makes the edges of one kind of value. */
export type Edges = (subject: BrokenSchema) => readonly Edge[];

/** Sizes at the ends of a range, by name; a size with two names keeps the first. */
function sizes(
  min: number,
  max: number,
): readonly { readonly way: string; readonly size: number; readonly keyword: 'min' | 'max' }[] {
  const named = [
    { way: 'empty', size: 0, keyword: 'min' },
    { way: 'one', size: 1, keyword: 'min' },
    { way: 'two', size: 2, keyword: 'min' },
    { way: 'least', size: min, keyword: 'min' },
    { way: 'one-above-least', size: min + 1, keyword: 'min' },
    { way: 'most', size: max, keyword: 'max' },
    { way: 'one-below-most', size: max - 1, keyword: 'max' },
  ] as const;
  const fits = named.filter(({ size }) => size >= min && size <= max && Number.isFinite(size));
  return fits.filter(({ size }, i) => fits.findIndex((other) => other.size === size) === i);
}

/** The edges of telling sizes. `of` returns values of a size, none if there are none; `part` is what is counted. */
export function sized(
  { min, max }: { readonly min: number; readonly max: number },
  { counts, part }: { readonly counts: 'Length' | 'Items'; readonly part: string },
  of: (size: number) => readonly Json[],
): Edge[] {
  return sizes(min, max).flatMap(({ way, size, keyword }) =>
    of(size).map((value) => ({
      keyword: keyword === 'min' && min === 0 ? 'type' : (`${keyword}${counts}` as const),
      way,
      says: size === 1 ? `of 1 ${part}` : `of ${size} ${part}s`,
      value,
    })),
  );
}
