import type { Clause } from './model.js';

/** Formats a clause: `Table 3, service_name`. */
export function clauseText(clause: Clause): string {
  const place = clause.table === undefined ? (clause.section ?? 'the document') : `Table ${clause.table}`;
  return clause.row === undefined ? place : `${place}, ${clause.row}`;
}
