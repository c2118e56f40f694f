/**
 * Rows with one value for each dimension, in which every two values of different dimensions occur together; the first
 * row holds the first value of each. `sizes` are the numbers of values; the same sizes give the same rows.
 */
export function covering(sizes: readonly number[]): readonly (readonly number[])[] {
  const open = new Set<string>();
  const key = (i: number, a: number, k: number, b: number): string =>
    i < k ? `${i}.${a} ${k}.${b}` : `${k}.${b} ${i}.${a}`;
  sizes.forEach((count, i) =>
    sizes.slice(i + 1).forEach((others, j) => {
      for (let a = 0; a < count; a += 1) for (let b = 0; b < others; b += 1) open.add(key(i, a, i + 1 + j, b));
    }),
  );
  const rows: number[][] = [];
  const take = (row: number[]): void => {
    rows.push(row);
    row.forEach((a, i) => row.forEach((b, k) => i < k && open.delete(key(i, a, k, b))));
  };
  take(sizes.map(() => 0));
  while (open.size > 0) {
    const [pair = ''] = open;
    const row = sizes.map(() => -1);
    for (const part of pair.split(' ')) {
      const [i = 0, value = 0] = part.split('.').map(Number);
      row[i] = value;
    }
    // Each other dimension takes the value that occurs in the most open pairs.
    sizes.forEach((count, i) => {
      if (row[i] !== -1) return;
      const gains = Array.from({ length: count }, (_, value) =>
        row.reduce((sum, other, k) => sum + Number(other !== -1 && open.has(key(i, value, k, other))), 0),
      );
      const start = rows.length % count;
      const turned = [...gains.slice(start), ...gains.slice(0, start)];
      row[i] = (start + turned.indexOf(Math.max(...turned))) % count;
    });
    take(row);
  }
  return rows;
}
