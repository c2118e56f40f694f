import type { Breach } from '../../judge/ledger.js';

/** Number of failed requirements for which all kept failures are reported. */
const DETAILED = 200;

/**
 * The failures of a requirement that a report shows: if many requirements failed, only the first and any that shows
 * that the service itself failed.
 *
 * @param nth place of the requirement among the failed ones, from 1
 */
export function reportedBreaches(breaches: readonly Breach[], nth: number): readonly Breach[] {
  return nth <= DETAILED ? breaches : breaches.filter((one, n) => n === 0 || isBroken(one));
}

function isBroken({ exchanges }: Breach): boolean {
  const last = (exchanges.findLast(({ role }) => role === 'case') ?? exchanges.at(-1))?.attempts.at(-1);
  return last !== undefined && (last.kind === 'failure' || last.status >= 500);
}
