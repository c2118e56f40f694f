import type { Report } from '../report.js';

/** The anchor of each requirement in the page: its number in the contract, as an id may hold any character. */
export type Numbered = ReadonlyMap<string, string>;

/** Numbers the requirements of a report. */
export function numberRequirements({ requirements }: Report): Numbered {
  return new Map(requirements.map(({ id }, n) => [id, `r${n + 1}`]));
}
