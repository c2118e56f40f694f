import type { Clause } from './model.js';

/** A clause in words: `Table 3, service_name`. */
export function clauseText(clause: Clause): string {
  const place = clause.table === undefined ? (clause.section ?? 'the document') : `Table ${clause.table}`;
  return clause.row === undefined ? place : `${place}, ${clause.row}`;
}
