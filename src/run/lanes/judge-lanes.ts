import { RunStopped, ServiceLost } from '../../shared/errors.js';
import type { Bench } from '../../judge/bench.js';
import type { Placed } from '../../judge/placed.js';
import { contrast, isolated, touched } from '../../judge/isolated.js';
import { together } from '../../judge/together.js';
import { force } from '../survey/forced.js';
import { work, workAgain, type Lane } from './lane.js';
import type { Part } from '../plan/plan.js';

/** Who is told how far the lanes have come. */
export interface Listener {
  readonly done: (placed: readonly Placed[]) => void;
  readonly again: () => void;
  readonly failed: (error: unknown) => void;
}

/** Lanes whose services are gone. Each ends there, and the others go on; the run ends where none is left. */
class Losses {
  readonly lanes = new Map<Lane, ServiceLost>();

  constructor(private readonly all: readonly Lane[]) {}

  /** What a lane does; `otherwise` where its service is gone. */
  async survive<T>(lane: Lane, task: () => Promise<T>, otherwise: T): Promise<T> {
    if (this.lanes.has(lane)) return otherwise;
    try {
      return await task();
    } catch (error) {
      if (!(error instanceof ServiceLost)) throw error;
      this.lanes.set(lane, error);
      if (this.lanes.size === this.all.length) throw error;
      return otherwise;
    }
  }

  /** Throws what must be told in the end. */
  tell(): void {
    const [first] = this.lanes;
    if (first === undefined) return;
    const [{ context }, { message }] = first;
    throw new RunStopped(`${context.serviceId}: ${message}`);
  }
}

/** Sends what the lanes are dealt: at once, then what needs the others to stand still, then what stayed unjudged once more. */
export async function judgeLanes(
  lanes: readonly Lane[],
  onlookers: readonly Bench[],
  listener: Listener,
): Promise<void> {
  const losses = new Losses(lanes);
  const open = await together(
    lanes.map((lane) => losses.survive(lane, () => work(lane, listener.done), NOTHING)),
    listener.failed,
  );
  for (const lane of lanes) await losses.survive(lane, () => goApart(lane, lanes, onlookers, losses), undefined);
  listener.again();
  await together(
    lanes.map((lane, n) => losses.survive(lane, () => workAgain(lane, open[n] ?? NOTHING), undefined)),
    listener.failed,
  );
  losses.tell();
}

const NOTHING: Part = { flocks: [], solos: [] };

/** What a lane does while the others stand still. */
async function goApart(lane: Lane, lanes: readonly Lane[], onlookers: readonly Bench[], losses: Losses): Promise<void> {
  const neighbours = lanes.filter((other) => other !== lane && !losses.lanes.has(other));
  await watchOthers(lane, neighbours, onlookers);
  const atRest = neighbours.map(({ bench }) => bench).filter((bench) => bench.touchedAtRest);
  await lookForTouches(lane, [...onlookers, ...atRest]);
  for (const placed of lane.plan.forced) await force(lane.bench, placed);
}

/** Updates one service, and looks at every other one (R18). */
async function watchOthers(
  { bench, changeable, plan }: Lane,
  neighbours: readonly Lane[],
  onlookers: readonly Bench[],
): Promise<void> {
  const [first] = plan.isolated;
  if (first === undefined || !changeable) return;
  await contrast(
    neighbours.filter((other) => other.changeable).map((other) => other.bench),
    first,
  );
  const others = [...neighbours.map((other) => other.bench), ...onlookers];
  for (const placed of plan.isolated) await isolated(bench, placed, others);
}

async function lookForTouches({ bench, plan: { isolated: probes } }: Lane, onlookers: readonly Bench[]): Promise<void> {
  const [placed] = probes;
  if (placed === undefined) return;
  for (const onlooker of onlookers) {
    const { initial } = onlooker.service;
    if (initial !== null) await touched(bench, placed, onlooker, initial);
  }
}
