import type { Config } from '../../config/config.js';
import type { Telling } from '../../contract/telling.js';

/** How early a case is sent: 0 first. */
export type RungOf = (requirement: string, index: number) => number;

/** Number of rungs: the most telling cases, the other telling ones, and all others. */
export const RUNGS = 3;
/** Share of the telling cases that are the most telling. */
const FIRST = 0.3;

/** The order in which the cases of a lane are sent. */
export interface SendingOrder {
  readonly rungOf: RungOf;
  /**
   * Whether cases that need a second without a write belong to the first rung, although later rungs would fill that
   * second better.
   */
  readonly waitsFirst: boolean;
}

/**
 * The order in which a run sends its cases: wherever it is cut, it has sent those that find most. Each rung costs some
 * reads and base bodies, so the first one stands apart if quick effort, or a budget, lets few follow; if only some
 * requirements are selected, without a budget, all cases are one rung.
 */
export function rungsBy(
  telling: Telling,
  { effort, only, spending }: Pick<Config, 'effort' | 'only' | 'spending'>,
): SendingOrder {
  const told = telling.filter(([, ...cases]) => cases.length > 0);
  const places = new Map(told.map(([requirement, ...cases], place) => [requirement, { place, cases: new Set(cases) }]));
  const hasBudget = spending.maxRequests !== null || spending.maxTimeMs !== null;
  if (only.length > 0 && !hasBudget) return { rungOf: () => 0, waitsFirst: false };
  const isShort = effort === 'quick' || hasBudget;
  const rungOf: RungOf = (requirement, index) => {
    const own = places.get(requirement);
    if (own?.cases.has(index) !== true) return RUNGS - 1;
    return isShort && own.place >= told.length * FIRST ? 1 : 0;
  };
  return { rungOf, waitsFirst: hasBudget };
}
