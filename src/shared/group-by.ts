/** Returns items grouped by a key, in the order in which the keys first occur. */
export function groupBy<K, T>(items: Iterable<T>, keyOf: (item: T) => K): [key: K, group: T[]][] {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups];
}
