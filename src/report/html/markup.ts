import { visibleLines } from '../safe-text.js';

/** Markup that is safe in a page: every text in it was escaped when inserted. */
export class Html {
  constructor(readonly markup: string) {}

  toString(): string {
    return this.markup;
  }
}

/** What may be inserted into markup: every item of a list, nothing for null and false. */
export type Insert = string | number | Html | null | false | readonly Insert[];

/**
 * Markup from a template. Whatever is inserted is escaped for text and for quoted attributes, and invisible characters
 * are written as escapes; only {@link Html} goes in as it is.
 */
export function markup(parts: TemplateStringsArray, ...inserts: readonly Insert[]): Html {
  return new Html(parts.map((part, n) => part + markupOf(inserts[n] ?? null)).join(''));
}

/** Markup made by this project without a template, such as a drawing. */
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
