import type { Context } from '../contract/context.js';
import type { JsonObject } from '../json.js';
import type { Bench } from '../judge/bench.js';
import { flock, type Placed } from '../judge/flock.js';
import { later } from '../judge/later.js';
import { solo } from '../judge/solo.js';
import type { LanePlan, Part } from './plan.js';
import { dealQuietSeconds, type QuietSeconds } from './quiet.js';

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
  for await (const part of plan.parts) {
    const twins = part.flocks.map((probes) => twinOf(lane, probes));
    const quiet = dealQuietSeconds(waiting, twins, lane.bench.rest);
    waiting = [];
    const flyThem = (): Promise<void> => flyAll(lane, part, quiet, done);
    const sendThem = (): Promise<void> => goAlone(lane, part, done);
    // While one lane sends requests one by one, or waits for a second to pass, the flocks of another have the connections.
    for (const step of lane.context.lane % 2 === 0 ? [flyThem, sendThem] : [sendThem, flyThem]) await step();
    open.flocks.push(...openFlocks(lane, part));
    open.solos.push(...part.solos.filter((placed) => isOpen(lane, placed)));
  }
  return open;
}

async function flyAll(
  lane: Lane,
  { flocks }: Part,
  { after, alone }: QuietSeconds,
  done: (placed: readonly Placed[]) => void,
): Promise<void> {
  for (const [n, probes] of flocks.entries()) {
    const afterwards = after.get(n) ?? [];
    await fly(lane, probes, afterwards);
    done([...probes, ...afterwards]);
  }
  for (const group of alone) {
    await later(lane.bench, group);
    done(group);
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
  for (const rest of openFlocks(lane, { flocks, solos })) {
    await fly(lane, rest);
    const still = rest.filter(open);
    if (still.length > 0 && changeable) await flock(bench, bench.rest, still);
  }
  if (!changeable) return;
  for (const placed of solos) if (open(placed)) await solo(bench, placed);
  await later(bench, plan.later.filter(open));
}

async function fly(lane: Lane, probes: readonly Placed[], afterwards: readonly Placed[] = []): Promise<void> {
  const { bench, changeable } = lane;
  await flock(bench, changeable ? twinOf(lane, probes) : {}, probes, changeable, afterwards);
}

/** The base body that a flock is built on. */
function twinOf({ context }: Lane, probes: readonly Placed[]): JsonObject {
  return context.twins[probes[0]?.probe.twin ?? 0] ?? {};
}
