import { visibleLines } from '../safe-text.js';

/** Markup that is safe to stand in a page: every text in it was escaped when it was put in. */
export class Html {
  constructor(readonly markup: string) {}

  toString(): string {
    return this.markup;
  }
}

/** What may be put into markup; of a list every item, of null and false nothing. */
export type Insert = string | number | Html | null | false | readonly Insert[];

/**
 * Markup from a template. Whatever is inserted is escaped for text and for quoted attributes, and characters that
 * cannot be seen are written as escapes; only {@link Html} goes in as it is.
 */
export function markup(parts: TemplateStringsArray, ...inserts: readonly Insert[]): Html {
  return new Html(parts.map((part, n) => part + markupOf(inserts[n] ?? null)).join(''));
}

/** Markup of this project's own making that is no template, such as a drawing. */
export function trusted(markup: string): Html {
  return new Html(markup);
}

function markupOf(insert: Insert): string {
  if (insert === null || insert === false) return '';
  if (insert instanceof Html) return insert.markup;
  if (typeof insert === 'string') return escapeHtml(visibleLines(insert));
  if (typeof insert === 'number') return String(insert);
  return insert.map(markupOf).join('');
}

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => REFERENCES[character] ?? character);
}
