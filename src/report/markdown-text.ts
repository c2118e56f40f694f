import { visible, visibleLines } from './safe-text.js';

/** Text that Markdown and GitHub leave alone: no markup, no link, no mention, no reference. */
const PLAIN = /^[\p{L}\p{N} .,:;()'"/%=+?!_-]*$/u;
const SPECIAL = /(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|www\.|:\/\/|^\s*(?:[-+=]|\d+[.)])(?:\s|$)|^[-=\s]+$/iu;

/**
 * A text of unknown origin in a line of Markdown: verbatim if no character has a meaning there, else as code, where
 * none has.
 */
export function plainOrCode(text: string): string {
  return PLAIN.test(text) && !SPECIAL.test(text) ? text : inlineCode(text);
}

/** A text as inline code; it cannot end the code, whatever backticks it holds. */
export function inlineCode(text: string): string {
  const content = visible(text);
  const fence = '`'.repeat(longestRun(content) + 1);
  // One blank at each end is stripped again.
  const pad = /^[` ]|[` ]$/.test(content) || content === '' ? ' ' : '';
  return `${fence}${pad}${content}${pad}${fence}`;
}

/** A text of unknown origin in a cell of a table, where a bar must be escaped, even within code. */
export function tableCell(text: string): string {
  return plainOrCode(text).replaceAll('|', '\\|');
}

/** A text as a block of code; it cannot end the block, whatever fences it holds. */
export function codeBlock(text: string, language = 'text'): string {
  const content = visibleLines(text);
  const fence = '`'.repeat(Math.max(longestRun(content) + 1, 3));
  return `${fence}${language}\n${content}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}
