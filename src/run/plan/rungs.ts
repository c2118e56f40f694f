import type { Config } from '../../config/config.js';
import type { Telling } from '../../contract/telling.js';

/** Says how early a case is sent: 0 first. */
export type RungOf = (requirement: string, index: number) => number;

/** Number of rungs: the most telling cases, the other telling ones, and all others. */
export const RUNGS = 3;
/** Share of the telling cases that are the most telling. */
const FIRST = 0.3;

/** In what order the cases of a lane are sent. */
export interface SendingOrder {
  readonly rungOf: RungOf;
  /** Whether cases that need a second without a write go with the first rung, though others would fill that second better. */
  readonly waitsFirst: boolean;
}

/**
 * In what order a run sends its cases, so that wherever it is cut it has sent those that find most. Each rung costs some
 * reads and base bodies: the first one stands apart where quick effort, or a budget, lets few follow, and where only some
 * requirements are asked for, without a budget, all are sent as one.
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
