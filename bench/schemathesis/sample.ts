import { createHash } from 'node:crypto';

/**
 * Draws entries of a catalogue by the seed, from each chapter in proportion, and at least one if there are enough.
 * Returns all if the size is null.
 */
export function sample<T extends { readonly id: string; readonly chapter: string }>(
  entries: readonly T[],
  size: number | null,
  seed: number,
): readonly T[] {
  if (size === null) return entries;
  const lot = ({ id }: T) => createHash('sha256').update(`${seed} ${id}`).digest('hex');
  const drawn = entries.map((entry) => ({ entry, lot: lot(entry) })).sort((a, b) => (a.lot < b.lot ? -1 : 1));
  return drawn
    .map(({ entry }) => {
      const chapter = drawn.filter((other) => other.entry.chapter === entry.chapter);
      return { entry, place: chapter.findIndex((other) => other.entry === entry) / chapter.length };
    })
    .sort((a, b) => a.place - b.place)
    .slice(0, size)
    .map(({ entry }) => entry);
}
