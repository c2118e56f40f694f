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
export function sizes(
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
