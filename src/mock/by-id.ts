/** Returns the entry with an id. Throws an Error that names the nearest id if there is none. */
export function byId<T extends { readonly id: string }>(entries: readonly T[], id: string, what: string): T {
  const found = entries.find((entry) => entry.id === id);
  if (found !== undefined) return found;
  let nearest = '';
  let least = Infinity;
  for (const entry of entries) {
    const distance = editDistance(id, entry.id);
    if (distance < least) [nearest, least] = [entry.id, distance];
  }
  throw new Error(`unknown ${what} ${JSON.stringify(id)}; the nearest is ${JSON.stringify(nearest)}`);
}

/** Counts the characters to add, drop or replace to turn one text into the other. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
