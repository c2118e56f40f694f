import type { Node } from '../spec/node.js';

const LEAST_ROWS = 8;
const CANDIDATES = 256;

/**
 * Sets of members in which every two optional members occur together, each without the other, and both absent. The sets
 * with none and with all come first; required members are in every set. At least eight sets if the members allow that
 * many.
 */
export function pairwise(node: Node): readonly (readonly string[])[] {
  const optional = [...node.properties.keys()].filter((name) => !node.required.includes(name));
  const rows = covering(optional.length);
  return rows.map((row) => [...node.required, ...optional.filter((_, i) => row[i])]);
}

type Row = readonly boolean[];

function covering(count: number): Row[] {
  const candidates = rowsOf(count).map((row) => ({ row, pairs: pairsOf(row) }));
  const open = new Set(candidates.flatMap(({ pairs }) => pairs));
  const rows: Row[] = [];
  const take = (row: Row): void => {
    rows.push(row);
    for (const pair of pairsOf(row)) open.delete(pair);
  };
  take(Array<boolean>(count).fill(false));
  if (count > 0) take(Array<boolean>(count).fill(true));
  while (open.size > 0) {
    const news = candidates.map(({ pairs }) => pairs.filter((pair) => open.has(pair)).length);
    const best = candidates[news.indexOf(Math.max(...news))];
    if (best === undefined) break;
    take(best.row);
  }
  for (const { row } of candidates) {
    if (rows.length >= Math.min(LEAST_ROWS, 2 ** count)) break;
    if (!rows.some((other) => other.join() === row.join())) rows.push(row);
  }
  return rows;
}

/** The combinations of each two members in a row, as a number each. */
function pairsOf(row: Row): number[] {
  return row.flatMap((a, i) =>
    row.slice(i + 1).map((b, k) => ((i * 1_000 + i + 1 + k) * 2 + Number(a)) * 2 + Number(b)),
  );
}

/** Candidate rows: all for few members; for many, single members and pairs, all but those, and a spread of others. */
function rowsOf(count: number): Row[] {
  const bits = (n: number): Row => Array.from({ length: count }, (_, i) => Math.floor(n / 2 ** i) % 2 === 1);
  if (2 ** count <= CANDIDATES) return Array.from({ length: 2 ** count }, (_, n) => bits(n));
  const two = Array.from({ length: count }, (_, i) =>
    Array.from({ length: count - i }, (_unused, j) => [i, i + j] as const),
  ).flat();
  return [
    ...two.map(([i, j]) => Array.from({ length: count }, (_, k) => k === i || k === j)),
    ...two.map(([i, j]) => Array.from({ length: count }, (_, k) => k !== i && k !== j)),
    ...Array.from({ length: CANDIDATES }, (_, n) => bits((n * 2_654_435_761) % 2 ** Math.min(count, 32))),
  ];
}
