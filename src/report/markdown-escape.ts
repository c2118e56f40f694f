import { visible } from './safe-text.js';

/** A text as Markdown that shows it as it is, on one line, also within a table: nothing in it becomes markup, a mention or a link. */
export function plainCell(text: string): string {
  return visible(text)
    .replace(/[\\`*_{}[\]()#+.!|~>-]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('@', '&#64;')
    .replace(/\s+/g, ' ');
}

/** A text as inline code, also within a table. */
export function codeSpan(text: string): string {
  const shown = visible(text).replace(/\s+/g, ' ').replaceAll('|', '\\|');
  const fence = '`'.repeat(Math.max(0, ...(shown.match(/`+/g) ?? []).map(({ length }) => length)) + 1);
  const pad = fence.length > 1 ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}
