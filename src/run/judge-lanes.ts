import type { Bench } from '../judge/bench.js';
import type { Placed } from '../judge/flock.js';
import { contrast, isolated, touched } from '../judge/isolated.js';
import { together } from '../judge/together.js';
import { force } from './forced.js';
import { work, workAgain, type Lane } from './lane.js';

/** Who is told how far the lanes have come. */
export interface Listener {
  readonly done: (placed: readonly Placed[]) => void;
  readonly again: () => void;
  readonly failed: (error: unknown) => void;
}

/** Sends what the lanes are dealt: at once, then what needs the others to stand still, then what stayed unjudged once more. */
export async function judgeLanes(
  lanes: readonly Lane[],
  onlookers: readonly Bench[],
  listener: Listener,
): Promise<void> {
  const open = await together(
    lanes.map((lane) => work(lane, listener.done)),
    listener.failed,
  );
  for (const lane of lanes) {
    await watchOthers(
      lane,
      lanes.filter((other) => other !== lane),
      onlookers,
    );
    const atRest = lanes.map(({ bench }) => bench).filter((bench) => bench !== lane.bench && bench.touchedAtRest);
    await lookForTouches(lane, [...onlookers, ...atRest]);
    for (const placed of lane.plan.forced) await force(lane.bench, placed);
  }
  listener.again();
  await together(
    lanes.map((lane, n) => workAgain(lane, open[n] ?? { flocks: [], solos: [] })),
    listener.failed,
  );
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
