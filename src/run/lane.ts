import type { Context } from '../contract/context.js';
import type { JsonObject } from '../json.js';
import type { Bench } from '../judge/bench.js';
import { flock, type Placed } from '../judge/flock.js';
import { later } from '../judge/later.js';
import { solo } from '../judge/solo.js';
import type { LanePlan } from './plan.js';
import { dealQuietSeconds } from './quiet.js';

/** One service under test and what is sent to it. */
export interface Lane {
  readonly bench: Bench;
  readonly context: Context;
  readonly plan: LanePlan;
  /** Whether its state may be changed: only where it can be put back. */
  readonly changeable: boolean;
}

/** Sends everything that a lane is dealt, but for what needs the other lanes to stand still. */
export async function work(lane: Lane, done: (placed: readonly Placed[]) => void): Promise<void> {
  const { bench, plan, changeable, context } = lane;
  const quiet = dealQuietSeconds(
    plan.later,
    plan.flocks.map((probes) => twinOf(lane, probes)),
    bench.rest,
  );
  const flyAll = async (): Promise<void> => {
    for (const [n, probes] of plan.flocks.entries()) {
      const afterwards = changeable ? (quiet.after.get(n) ?? []) : [];
      await fly(lane, probes, afterwards);
      done([...probes, ...afterwards]);
    }
    for (const group of changeable ? quiet.alone : []) {
      await later(bench, group);
      done(group);
    }
  };
  if (!changeable) {
    await flyAll();
    for (const { probe } of [...plan.solos, ...plan.later]) {
      bench.env.ledger.impossible(
        probe.requirement,
        'the state of the service could not be read, so nothing may change it',
      );
    }
    return;
  }
  const goAlone = async (): Promise<void> => {
    for (const placed of plan.solos) {
      await solo(bench, placed);
      done([placed]);
    }
  };
  // While one lane sends requests one by one, or waits for a second to pass, the flocks of another have the connections.
  for (const part of context.lane % 2 === 0 ? [flyAll, goAlone] : [goAlone, flyAll]) await part();
}

/** Sends what stayed unjudged once more; the base body is the first that the service accepts. */
export async function workAgain(lane: Lane): Promise<void> {
  const { bench, plan, changeable } = lane;
  const open = ({ probe, order }: Placed): boolean => {
    // What breaks the service is known, and looking again costs a time-out each.
    const tally = bench.env.ledger.of(probe.requirement);
    return tally.unjudged.has(order) && !tally.broke;
  };
  for (const probes of plan.flocks) {
    const rest = probes.filter(open);
    if (rest.length === 0) continue;
    await fly(lane, rest);
    const still = rest.filter(open);
    if (still.length > 0 && changeable) await flock(bench, bench.rest, still);
  }
  if (!changeable) return;
  for (const placed of plan.solos) if (open(placed)) await solo(bench, placed);
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
