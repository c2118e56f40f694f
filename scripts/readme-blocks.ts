/** A fenced block of a Markdown file. */
export interface Block {
  /** One-based line of the opening fence. */
  readonly line: number;
  readonly language: string;
  /** The words after the language, such as `exit=0`. */
  readonly marks: readonly string[];
  readonly text: string;
}

/** Returns the fenced blocks of a Markdown text, in order. Throws an Error for a fence that is never closed. */
export function fencedBlocks(markdown: string): Block[] {
  const lines = markdown.split(/\r?\n/);
  const blocks: Block[] = [];
  for (let start = 0; start < lines.length; start += 1) {
    const fence = /^```(\w+)?(.*)$/.exec(lines[start] ?? '');
    if (fence === null) continue;
    const end = lines.indexOf('```', start + 1);
    if (end < 0) throw new Error(`the block that begins in line ${start + 1} has no end`);
    const marks = (fence[2] ?? '').split(' ').filter((word) => word !== '');
    blocks.push({ line: start + 1, language: fence[1] ?? '', marks, text: lines.slice(start + 1, end).join('\n') });
    start = end;
  }
  return blocks;
}

/**
 * Returns the part of a quoted output that the real one lacks; null if it contains all of it, in order. Ids, numbers,
 * units of time and line ends are ignored; `…` stands for anything.
 */
export function missingFrom(output: string, quoted: string): string | null {
  const real = plain(output);
  let from = 0;
  for (const part of quoted.split('…').map(plain)) {
    const at = real.indexOf(part, from);
    if (at < 0) return part;
    from = at + part.length;
  }
  return null;
}

function plain(text: string): string {
  return text
    .replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{32}\b/g, '<id>')
    .replace(/\d+(?:[.,]\d+)*/g, '#')
    .replace(/# min # s\b|# (?:ms|s)\b/g, '# time')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Returns the part of a Markdown text below a heading, up to the next one of the same or a higher level. */
export function section(markdown: string, heading: string): string {
  const start = markdown.indexOf(`\n${heading}\n`);
  if (start < 0) throw new Error(`there is no ${heading}`);
  const rest = markdown.slice(start + heading.length + 2);
  const level = heading.indexOf(' ');
  const end = new RegExp(`^#{1,${level}} `, 'm').exec(rest)?.index ?? rest.length;
  return rest.slice(0, end);
}
