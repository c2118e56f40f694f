import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './built-program.js';

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

/** The examples of docs/library.md that are files. */
export function libraryExamples(): readonly { readonly name: string; readonly text: string }[] {
  const page = readFileSync(join(root, 'docs', 'library.md'), 'utf8');
  return fencedBlocks(page).flatMap(({ language, marks: [name], text }) =>
    language === 'ts' && name !== undefined ? [{ name, text: `${text}\n` }] : [],
  );
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

const id = String.raw`\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{32}\b`;
const number = String.raw`\d+(?:[.,]\d+)*`;
const time = `(?:${number} min )?${number} m?s\\b`;
/** A number that is the same in every run of one version. */
const count = `${number}(?= (?:of ${number} )?(?:requirements?|MUST|SHOULD|MAY|of them violations|kept|breached|not exercised|not selected|faults|conforming variants)\\b)`;

function plain(text: string): string {
  return text
    .replace(new RegExp(id, 'g'), '<id>')
    .replace(new RegExp(time, 'g'), 'time')
    .replace(new RegExp(number, 'g'), '#')
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * Returns a quoted output with the counts of the real one, such as those of requirements and faults. Returns it
 * unchanged if the real output lacks a part of it.
 */
export function withCountsOf(output: string, quoted: string): string {
  const forms = { id, time, count, number, gap: '…', blank: String.raw`\s+`, letter: '[^]' };
  const named = Object.entries(forms).map(([name, form]) => `(?<${name}>${form})`);
  const tokens = [...quoted.matchAll(new RegExp(named.join('|'), 'g'))].map(({ 0: text, groups = {} }) => ({
    text,
    form: (Object.keys(forms) as (keyof typeof forms)[]).find((name) => groups[name] !== undefined) ?? 'letter',
  }));
  const pattern = tokens.map(({ text, form }) => {
    if (form === 'count') return `(${number})`;
    if (form === 'gap') return '[^]*?';
    if (form === 'letter') return text.replace(/[\\^$.*+?()[\]{}|]/, String.raw`\$&`);
    return `(?:${forms[form]})`;
  });
  const [, ...counts] = new RegExp(pattern.join('')).exec(output) ?? [];
  if (counts.length === 0) return quoted;
  return tokens.map(({ text, form }) => (form === 'count' ? counts.shift() : text)).join('');
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
