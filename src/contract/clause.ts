import type { Clause } from '../shared/model.js';

/** A row of a table of the API document, or the whole table. */
export function table(number: number, row?: string): Clause {
  return row === undefined ? { table: number } : { table: number, row };
}

/** A section of the API document outside its tables, in English: `URI`, `Status codes`, `Examples`. */
export function section(name: string, row?: string): Clause {
  return row === undefined ? { section: name } : { section: name, row };
}
