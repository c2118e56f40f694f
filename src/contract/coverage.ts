import { clauseText } from '../shared/clause-text.js';
import type { Clause, ReadingId } from '../shared/model.js';
import type { Requirement } from './requirement.js';

/** A row of the document, or a reading, and the requirements that judge it. */
export interface Covered {
  /** `Table 3, service_name`, `Status codes, 409`, `R12`. */
  readonly what: string;
  readonly requirements: readonly string[];
  /** Why no requirement judges it; null if some do. */
  readonly reason: string | null;
}

/** What no requirement judges, and why. */
const reasons: Readonly<Record<string, string>> = {};

/** The contents of the document and its readings that must be covered. */
export interface CoverageSource {
  readonly tables: readonly { readonly table: number; readonly rows: readonly { readonly name: string }[] }[];
  readonly statuses: readonly { readonly status: number }[];
  readonly readings: readonly { readonly id: ReadingId }[];
}

/** Every row of the document and every reading, with the requirements that judge it. */
export function coverage(requirements: readonly Requirement[], source: CoverageSource): Covered[] {
  const by = new Map<string, string[]>();
  const note = (what: string, id: string): void => {
    const ids = by.get(what);
    if (ids === undefined) by.set(what, [id]);
    else if (!ids.includes(id)) ids.push(id);
  };
  for (const { id, clause, covers, reading } of requirements) {
    for (const one of [clause, ...covers, ...(reading === null ? [] : [reading])])
      note(typeof one === 'string' ? one : clauseText(one), id);
  }
  const covered = (what: string): Covered => {
    const ids = by.get(what) ?? [];
    return { what, requirements: ids, reason: ids.length > 0 ? null : (reasons[what] ?? null) };
  };
  const row = (clause: Clause): Covered => covered(clauseText(clause));
  return [
    ...source.tables.flatMap(({ table, rows }) => rows.map(({ name }) => row({ table, row: name }))),
    ...source.statuses.map(({ status }) => row({ section: 'Status codes', row: String(status) })),
    ...source.readings.map(({ id }) => covered(id)),
  ];
}
