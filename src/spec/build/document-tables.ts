/** A table of the API document as printed, without its markup. */
export interface PrintedTable {
  /** The number printed before it; null for the table of status codes, which has none. */
  readonly number: number | null;
  readonly title: string;
  readonly anchor: string | null;
  /** The status of the heading above it; null before the first. */
  readonly status: number | null;
  readonly header: readonly string[];
  readonly rows: readonly PrintedRow[];
}

export interface PrintedRow {
  readonly cells: readonly PrintedCell[];
}

export interface PrintedCell {
  /** The text of each paragraph. */
  readonly paragraphs: readonly string[];
  /** The anchor that a link in the cell leads to; null without one. */
  readonly refersTo: string | null;
}

/** Every table of the API document, in order. The document is Markdown with tables in HTML. */
export function printedTables(text: string): readonly PrintedTable[] {
  const tables: PrintedTable[] = [];
  let end = 0;
  for (const match of text.matchAll(/<table>([\s\S]*?)<\/table>/g)) {
    const before = text.slice(end, match.index);
    const caption = last(before, /\*\*表 (\d+)\*\*\s+(\S.*)/g);
    const anchor = last(before.slice(caption?.index ?? 0), /<a name="([^"]+)"><\/a>/g);
    const status = last(before, /\*\*状态码： (\d+)\*\*/g);
    const [header, ...rows] = parseRows(match[1] ?? '');
    tables.push({
      number: caption === null ? null : Number(caption[1]),
      title: caption?.[2]?.trim() ?? '',
      anchor: anchor?.[1] ?? null,
      status: status === null ? (tables.at(-1)?.status ?? null) : Number(status[1]),
      header: (header?.cells ?? []).map(({ paragraphs }) => paragraphs.join(' ')),
      rows,
    });
    end = match.index + match[0].length;
  }
  return tables;
}

function parseRows(table: string): PrintedRow[] {
  return [...table.matchAll(/<tr\b[^>]*>([\s\S]*?)<\/tr>/g)].map((row) => ({
    cells: [...(row[1] ?? '').matchAll(/<t[hd]\b[^>]*>([\s\S]*?)<\/t[hd]>/g)].map((cell) => parseCell(cell[1] ?? '')),
  }));
}

function parseCell(cell: string): PrintedCell {
  return {
    paragraphs: [...cell.matchAll(/<p\b[^>]*>([\s\S]*?)<\/p>/g)].map((paragraph) => plainText(paragraph[1] ?? '')),
    refersTo: /<a href="#([^"]+)">/.exec(cell)?.[1] ?? null,
  };
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', nbsp: ' ' };

function plainText(markup: string): string {
  return markup
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole)
    .trim();
}

function last(text: string, pattern: RegExp): RegExpMatchArray | null {
  return [...text.matchAll(pattern)].at(-1) ?? null;
}
