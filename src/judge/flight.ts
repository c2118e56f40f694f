import { BudgetSpent } from '../shared/errors.js';
import { member, type JsonObject } from '../shared/json.js';
import type { Bench } from './bench.js';
import { bringAbout } from './bring-about.js';
import { orSpent } from './budget.js';
import type { Mark } from './classify.js';
import { enterFired, type Fired } from './fire.js';
import { flock, flockMark, setToRest, type AtRest } from './flock.js';
import type { Placed } from './placed.js';
import { later } from './later.js';

/** Probes that must not be accepted, and the valid body that they are built on. */
export interface Flock {
  readonly twin: JsonObject;
  readonly probes: readonly Placed[];
}

/** Flocks that fly while the service is in one state, unlike the twin of each; or none, and what waits all the same. */
export interface Flight {
  readonly rest: JsonObject;
  /** The updates that lead there, but for the last. */
  readonly reach?: readonly JsonObject[];
  readonly flocks: readonly Flock[];
  /** Probes for which the service must have rested for more than a second. */
  readonly afterwards: readonly Placed[];
}

/**
 * Flies flocks one after the other, while the service is at rest. Their twins are accepted before and after that, or the
 * rejection of the others proves nothing. `landed` is told of each flock.
 */
export async function fly(
  bench: Bench,
  { rest, reach = [], flocks, afterwards }: Flight,
  landed: (probes: readonly Placed[]) => void = () => undefined,
): Promise<void> {
  if (flocks.length === 0) return later(bench, afterwards);
  const based: Flock[] = [];
  for (const one of flocks) {
    // After a flight around the same twin, it has just been accepted.
    if (bench.isStanding(one.twin) || (await accepts(bench, one))) based.push(one);
    else tellRefused(bench, one.probes);
  }
  const [first] = based;
  const begin = first === undefined ? null : await bringToRest(bench, reach, rest, flockMark(bench, first.probes));
  if (begin === null) {
    tellRefused(bench, [...based.flatMap(({ probes }) => probes), ...afterwards]);
    return;
  }
  const rejected = new Map<Flock, Fired[]>();
  const flown = await orSpent(flyEach(bench, based, begin, { rejected, landed }));
  const held = flown instanceof BudgetSpent || bench.env.reads === 'PUT {}' ? null : flown;
  const waited = afterwards.length === 0 ? null : await orSpent(later(bench, afterwards, held));
  const proven = await orSpent(prove(bench, rejected));
  const spent = [flown, waited, proven].find((one) => one instanceof BudgetSpent);
  if (spent !== undefined) throw spent;
}

async function bringToRest(
  bench: Bench,
  reach: readonly JsonObject[],
  rest: JsonObject,
  mark: Mark,
): Promise<AtRest | null> {
  return (await bringAbout(bench, reach, mark)) ? setToRest(bench, rest, mark) : null;
}

/** The resting state, with each member of two values the other way round than in the twin. */
export function restUnlike(rest: JsonObject, twin: JsonObject): JsonObject {
  const turned = Object.entries(rest).filter(([, value]) => typeof value === 'boolean');
  return { ...rest, ...Object.fromEntries(turned.map(([name]) => [name, member(twin, name) === false])) };
}

/**
 * The service as it rests after all flocks, with what the first read has shown that still holds; null where it does not
 * rest. What breaches the contract is entered at once, as it does so whatever becomes of the twin.
 */
async function flyEach(
  bench: Bench,
  flocks: readonly Flock[],
  begin: AtRest,
  to: { readonly rejected: Map<Flock, Fired[]>; readonly landed: (probes: readonly Placed[]) => void },
): Promise<AtRest | null> {
  let atRest: AtRest | null = begin;
  for (const one of flocks) {
    atRest ??= await setToRest(bench, begin.state, flockMark(bench, one.probes));
    if (atRest === null) tellRefused(bench, one.probes);
    else {
      const landed = await flock(bench, one.probes, atRest);
      for (const fired of landed.fired) if (fired.ruling.kind === 'violates') enterFired(bench, fired, true);
      to.rejected.set(
        one,
        landed.fired.filter(({ ruling }) => ruling.kind !== 'violates'),
      );
      if (landed.spent !== null) throw landed.spent;
      ({ atRest } = landed);
    }
    to.landed(one.probes);
  }
  return atRest?.writes === begin.writes ? begin : atRest;
}

/** Sends the twins again, and enters what was not accepted of the flocks around them. */
async function prove(bench: Bench, rejected: ReadonlyMap<Flock, readonly Fired[]>): Promise<void> {
  for (const [one, fired] of rejected) {
    const holds = await accepts(bench, one);
    if (holds) bench.stands(one.twin);
    for (const each of fired) enterFired(bench, each, holds);
  }
}

async function accepts(bench: Bench, { twin, probes }: Flock): Promise<boolean> {
  return (await bench.put(twin, flockMark(bench, probes))).value !== null;
}

function tellRefused({ env: { ledger } }: Bench, probes: readonly Placed[]): void {
  for (const { probe, order } of probes) ledger.unjudged(probe.requirement, order, 'the base body was not accepted');
}
