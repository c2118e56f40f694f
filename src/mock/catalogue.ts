import type { Change } from './behaviour.js';

/** The chapters of the contract that a fault or a variant is about. */
export type Chapter =
  'request-body' | 'port-list' | 'reply' | 'errors' | 'headers' | 'path' | 'methods' | 'effect' | 'robustness';

/** A conforming behaviour that differs from the default one. */
export interface Variant {
  readonly id: string;
  /** One sentence that a service developer recognises. */
  readonly says: string;
  readonly chapter: Chapter;
  readonly change: Change;
}

/** A defect. */
export interface Fault extends Variant {
  /** Glob over the ids of the requirements that must catch it: `*` is any text, `{a,b}` is either. */
  readonly caughtBy: string;
}

/** A fault but for its chapter, which its file adds. */
export type FaultEntry = Omit<Fault, 'chapter'>;

/** A variant but for its chapter. */
export type VariantEntry = Omit<Variant, 'chapter'>;

/** Adds the chapter to entries. */
export function inChapter<T extends VariantEntry>(
  chapter: Chapter,
  entries: readonly T[],
): (T & { chapter: Chapter })[] {
  return entries.map((entry) => ({ ...entry, chapter }));
}
