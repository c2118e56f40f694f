/** Something in a table with two sides, such as members and kinds of input. */
export interface Cell<T> {
  readonly row: string;
  readonly column: string;
  readonly items: readonly T[];
}

/** Cells that one line covers. */
export interface CoverLine<T> {
  readonly by: 'row' | 'column';
  readonly name: string;
  readonly cells: readonly Cell<T>[];
}

/**
 * Covers every cell with few lines, greedily: the next line is the row or column that covers most of what is left. A
 * row counts only if `whole` says so.
 */
export function cover<T>(cells: readonly Cell<T>[], whole: (row: string) => boolean): readonly CoverLine<T>[] {
  const lines: CoverLine<T>[] = [];
  let left = cells;
  while (left.length > 0) {
    const [best] = [...linesOf(left, 'column'), ...linesOf(left, 'row').filter(({ name }) => whole(name))].sort(
      (a, b) => b.cells.length - a.cells.length || size(b) - size(a),
    );
    if (best === undefined) break;
    lines.push(best);
    left = left.filter((cell) => !best.cells.includes(cell));
  }
  return lines;
}

function linesOf<T>(cells: readonly Cell<T>[], by: 'row' | 'column'): readonly CoverLine<T>[] {
  const lines = new Map<string, Cell<T>[]>();
  for (const cell of cells) {
    const line = lines.get(cell[by]);
    if (line === undefined) lines.set(cell[by], [cell]);
    else line.push(cell);
  }
  return [...lines].map(([name, own]) => ({ by, name, cells: own }));
}

function size<T>({ cells }: CoverLine<T>): number {
  return cells.reduce((sum, { items }) => sum + items.length, 0);
}

/** Puts items into cells by their row and column, in the order of the first item of each cell. */
export function cellsOf<T>(
  items: readonly T[],
  place: (item: T) => Pick<Cell<T>, 'row' | 'column'>,
): readonly Cell<T>[] {
  const cells = new Map<string, { row: string; column: string; items: T[] }>();
  for (const item of items) {
    const { row, column } = place(item);
    const key = `${row}\n${column}`;
    const cell = cells.get(key);
    if (cell === undefined) cells.set(key, { row, column, items: [item] });
    else cell.items.push(item);
  }
  return [...cells.values()];
}
