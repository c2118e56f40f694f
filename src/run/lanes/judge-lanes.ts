import type { Case } from '../../contract/case.js';
import { RunStopped, ServiceLost } from '../../shared/errors.js';
import type { ServiceSession } from '../../judge/service-session.js';
import type { Purpose } from '../../judge/purpose.js';
import { everywhere } from '../../judge/everywhere.js';
import { contrast, inIsolation, isolated, touched } from '../../judge/isolated.js';
import { together } from '../../judge/together.js';
import { force } from '../survey/forced.js';
import { work, workAgain, type Lane } from './lane.js';
import type { Part } from '../plan/plan.js';

/** Callbacks for the progress of the lanes. */
export interface Listener {
  readonly done: (cases: readonly Purpose<Case>[]) => void;
  readonly again: () => void;
  readonly failed: (error: unknown) => void;
}

/** Lanes whose services are lost. Each of them ends, and the others go on; the run ends if none is left. */
class Losses {
  readonly lanes = new Map<Lane, ServiceLost>();

  constructor(private readonly all: readonly Lane[]) {}

  /** Runs a task of a lane; returns `otherwise` if its service is lost. */
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

  /** Throws the first loss as the reason to stop. */
  tell(): void {
    const [first] = this.lanes;
    if (first === undefined) return;
    const [{ context }, { message }] = first;
    throw new RunStopped(`${context.serviceId}: ${message}`);
  }
}

/**
 * Watches the other services around updates of each lane, runs all lanes at once, then each alone for what needs the
 * others to stand still, then all for what is unjudged. A service that is only read can lose something only once, so
 * watching comes first.
 */
export async function judgeLanes(
  lanes: readonly Lane[],
  onlookers: readonly ServiceSession[],
  listener: Listener,
): Promise<void> {
  const losses = new Losses(lanes);
  const neighboursOf = (lane: Lane) => lanes.filter((other) => other !== lane && !losses.lanes.has(other));
  for (const lane of lanes)
    await losses.survive(lane, () => watchOthers(lane, neighboursOf(lane), onlookers), undefined);
  const open = await together(
    lanes.map((lane) => losses.survive(lane, () => work(lane, listener.done), NOTHING)),
    listener.failed,
  );
  for (const lane of lanes) await losses.survive(lane, () => goApart(lane, neighboursOf(lane), onlookers), undefined);
  listener.again();
  await together(
    lanes.map((lane, n) => losses.survive(lane, () => workAgain(lane, open[n] ?? NOTHING), undefined)),
    listener.failed,
  );
  losses.tell();
}

const NOTHING: Part = { batches: [], solos: [] };

/** Runs what a lane does while the others stand still. */
async function goApart(lane: Lane, neighbours: readonly Lane[], onlookers: readonly ServiceSession[]): Promise<void> {
  const atBaseline = neighbours.map(({ session }) => session).filter((session) => session.touchedWhileIdle);
  await lookForTouches(lane, [...onlookers, ...atBaseline]);
  await lane.session.atOnce(lane.plan.forced.map((dealt) => () => force(lane.session, dealt)));
}

/** Updates one service, and reads every other one (R18). */
async function watchOthers(
  { session, changeable, plan }: Lane,
  neighbours: readonly Lane[],
  onlookers: readonly ServiceSession[],
): Promise<void> {
  const [first] = plan.isolated;
  if (first === undefined || !changeable) return;
  const changing = neighbours.filter((other) => other.changeable).map((other) => other.session);
  await contrast(changing, first);
  const others = [...neighbours.map((other) => other.session), ...onlookers];
  for (const group of inIsolation(plan.isolated)) {
    const [purpose = first] = group;
    await (purpose.testCase.shape === 'everywhere'
      ? everywhere([session, ...changing], purpose)
      : isolated(session, group, others));
  }
}

async function lookForTouches(
  { session, plan: { isolated: cases } }: Lane,
  onlookers: readonly ServiceSession[],
): Promise<void> {
  const [dealt] = cases;
  if (dealt === undefined) return;
  for (const onlooker of onlookers) {
    const { initial } = onlooker.service;
    if (initial !== null) await touched(session, dealt, onlooker, initial);
  }
}
