import type { Context } from '../../contract/context.js';
import type { JsonObject } from '../../shared/json.js';
import type { Bench } from '../../judge/bench.js';
import { hasOwnState, stepsTo } from '../../judge/prepared.js';
import { fly, restUnlike, type Flight, type Flock } from '../../judge/flight.js';
import type { Placed } from '../../judge/placed.js';
import { later } from '../../judge/later.js';
import { solo } from '../../judge/solo.js';
import { dealFlights } from '../plan/deal-flights.js';
import type { LanePlan, Part } from '../plan/plan.js';

/** One service under test and what is sent to it. */
export interface Lane {
  readonly bench: Bench;
  readonly context: Context;
  readonly plan: LanePlan;
  /** Whether its state may be changed: only where it can be put back. */
  readonly changeable: boolean;
}

/** Sends everything that a lane is dealt, but for what needs the other lanes to stand still. What of it stays unjudged. */
export async function work(lane: Lane, done: (placed: readonly Placed[]) => void): Promise<Part> {
  const { plan, changeable } = lane;
  if (!changeable) tellUnchangeable(lane, plan.later);
  const open = { flocks: [] as Placed[][], solos: [] as Placed[] };
  // The first part has flocks enough for all of them.
  let waiting = changeable ? plan.later : [];
  const last: Flight[] = [];
  for await (const part of plan.parts) {
    const [atRest, apart] = byKind(part.flocks.map((probes) => flockOf(lane, probes)));
    const flights = dealFlights(atRest, waiting, (one) => restAround(lane, one));
    waiting = [];
    last.push(...apart.map((one) => aloneInState(lane, one)));
    // While one lane sends requests one by one, or waits for a second to pass, the flocks of another have the connections.
    const waits = flights[0]?.afterwards.length ?? 0;
    const before = lane.context.lane % 2 === 0 ? flights.length : Math.min(waits, 1);
    await flyAll(lane, flights.slice(0, before), done);
    await goAlone(lane, part, done);
    await flyAll(lane, flights.slice(before), done);
    open.flocks.push(...openFlocks(lane, part));
    open.solos.push(...part.solos.filter((placed) => isOpen(lane, placed)));
  }
  await flyAll(lane, last, done);
  return open;
}

/** Flocks that fly at rest, and those that fly after all others: in a state of their own, or for what is sent again. */
function byKind(flocks: readonly Flock[]): [atRest: Flock[], apart: Flock[]] {
  const isApart = ({ probes: [first] }: Flock): boolean =>
    first !== undefined && (first.probe.shape === 'again' || hasOwnState(first.probe));
  return [flocks.filter((one) => !isApart(one)), flocks.filter(isApart)];
}

function aloneInState(lane: Lane, one: Flock): Flight {
  return {
    rest: restAround(lane, one),
    reach: lane.changeable ? stepsAround(one).slice(0, -1) : [],
    flocks: [one],
    afterwards: [],
  };
}

/** The updates that bring about the state of their own in which the probes of a flock are sent. */
function stepsAround({ probes: [first] }: Flock): readonly JsonObject[] {
  return first !== undefined && hasOwnState(first.probe) ? stepsTo(first.probe, {}) : [];
}

async function flyAll(
  { bench }: Lane,
  flights: readonly Flight[],
  done: (placed: readonly Placed[]) => void,
): Promise<void> {
  for (const flight of flights) {
    await fly(bench, flight, done);
    done(flight.afterwards);
  }
}

async function goAlone(lane: Lane, { solos }: Part, done: (placed: readonly Placed[]) => void): Promise<void> {
  if (!lane.changeable) {
    tellUnchangeable(lane, solos);
    return;
  }
  for (const placed of solos) {
    await solo(lane.bench, placed);
    done([placed]);
  }
}

function tellUnchangeable({ bench }: Lane, cases: readonly Placed[]): void {
  for (const { probe } of cases) {
    bench.env.ledger.impossible(
      probe.requirement,
      'the state of the service could not be read, so nothing may change it',
    );
  }
}

/** Whether a case is unjudged, and may be judged at another try. */
function isOpen({ bench }: Lane, { probe, order }: Placed): boolean {
  // What breaks the service is known, and looking again costs a time-out each.
  const tally = bench.env.ledger.of(probe.requirement);
  return tally.unjudged.has(order) && !tally.broke;
}

function openFlocks(lane: Lane, { flocks }: Part): Placed[][] {
  return flocks.map((probes) => probes.filter((placed) => isOpen(lane, placed))).filter((probes) => probes.length > 0);
}

/** Sends what stayed unjudged once more; the base body is the first that the service accepts. */
export async function workAgain(lane: Lane, { flocks, solos }: Part): Promise<void> {
  const { bench, plan, changeable } = lane;
  const open = (placed: Placed): boolean => isOpen(lane, placed);
  const flyAgain = (one: Flock): Promise<void> => fly(bench, aloneInState(lane, one));
  for (const probes of openFlocks(lane, { flocks, solos })) {
    await flyAgain(flockOf(lane, probes));
    const still = probes.filter(open);
    if (still.length > 0 && changeable) await flyAgain({ twin: bench.rest, probes: still });
  }
  if (!changeable) return;
  for (const placed of solos) if (open(placed)) await solo(bench, placed);
  await later(bench, plan.later.filter(open));
}

/** Probes with the base body that they are built on; a service that may not be changed gets an empty update instead. */
function flockOf({ bench, context, changeable }: Lane, probes: readonly Placed[]): Flock {
  const twin = changeable ? context.twins[probes[0]?.probe.twin ?? 0] : undefined;
  return { twin: twin ?? bench.service.least, probes };
}

function restAround({ bench, changeable }: Lane, one: Flock): JsonObject {
  if (!changeable) return {};
  return stepsAround(one).at(-1) ?? restUnlike(bench.rest, one.twin);
}
