import type { Clause } from '../model.js';

/** A row of a table of the API document, or the whole table. */
export function table(number: number, row?: string): Clause {
  return row === undefined ? { table: number } : { table: number, row };
}

/** A section of the API document outside its tables, in English: `URI`, `Status codes`, `Examples`. */
export function section(name: string, row?: string): Clause {
  return row === undefined ? { section: name } : { section: name, row };
}

/** A clause in words: `Table 3, service_name`. */
export function clauseText(clause: Clause): string {
  const place = clause.table === undefined ? (clause.section ?? 'the document') : `Table ${clause.table}`;
  return clause.row === undefined ? place : `${place}, ${clause.row}`;
}
