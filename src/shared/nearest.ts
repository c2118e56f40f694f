/**
 * Returns the candidate that a misspelt word most likely meant, or null if none is near enough.
 *
 * @param slips how many letters may differ; by default a third of the word's
 */
export function nearest(
  word: string,
  candidates: readonly string[],
  slips: number = Math.max(1, Math.floor(word.length / 3)),
): string | null {
  const slip = word.toLowerCase();
  let best: string | null = null;
  let bestDistance = slips + 1;
  for (const candidate of candidates) {
    const target = candidate.toLowerCase();
    const distance = slip.length >= 3 && target.startsWith(slip) ? 1 : editDistance(slip, target);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Returns `; did you mean X?`, or an empty text. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const candidate = nearest(word, candidates);
  return candidate === null ? '' : `; did you mean ${candidate}?`;
}

/** Counts the insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      let distance = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + (same ? 0 : 1));
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
        distance = Math.min(distance, at(beforeLast, column - 2) + 1);
      }
      current.push(distance);
    }
    beforeLast = last;
    last = current;
  }
  return at(last, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
