import type { Attempt } from '../../shared/model.js';
import { enterFired, fire, type Fired } from '../../judge/fire.js';
import type { DealtCase } from '../../judge/purpose.js';
import { isSilent, type FirstRefusal } from '../survey/first-contact.js';
import type { Lane } from '../lanes/lane.js';
import type { LanePlan, Part } from './plan.js';

/**
 * Number of requests of each kind that must not be accepted, and maximum in total: fewer for a target that answers
 * nothing in time.
 */
const EACH = 2;
const [MOST, FEW] = [32, 16];

/** The cases of a lane that can be judged if no update is accepted: some of each kind, none that may change state. */
export function sampleOf(
  plan: LanePlan<Iterable<Part>>,
  lanes: number,
  refusals: readonly FirstRefusal[],
): LanePlan<Iterable<Part>> {
  const most = isSilent(refusals) ? FEW : MOST;
  const counts = new Map<string, number>();
  const kinds = new Map<string, number>();
  const chosen: DealtCase[] = [];
  const [first] = plan.parts;
  for (const dealt of first?.batches.flat() ?? []) {
    const { requirement } = dealt;
    const kind = requirement.split('/').slice(0, 2).join('/');
    const sent = kinds.get(kind) ?? 0;
    if (sent >= EACH || counts.has(requirement) || chosen.length >= most / lanes) continue;
    kinds.set(kind, sent + 1);
    counts.set(requirement, 1);
    chosen.push(dealt);
  }
  const nothing = { afterASecond: [], waitsIn: 0, isolated: [], forced: [] };
  return { ...nothing, counts, parts: [{ batches: [chosen], solos: [] }] };
}

/** Sends each case of a sample once, and enters what it shows. */
export async function judgeSample(
  { session, plan }: Lane,
  refusals: readonly FirstRefusal[],
  done: (cases: readonly DealtCase[]) => void,
): Promise<void> {
  const good = new Set(refusals.flatMap(({ attempts }) => attempts.map(outcome)));
  for await (const { batches } of plan.parts) {
    const fired = await session.atOnce(
      batches.flat().map((dealt) => async () => {
        const one = await fire(session, dealt);
        done([dealt]);
        return one;
      }),
    );
    for (const one of fired) enter(session, one, good);
  }
}

/** Enters the outcome of a case. An answer counts only if a good request is answered differently. */
function enter(session: Lane['session'], fired: Fired, good: ReadonlySet<string>): void {
  const { purpose, ruling, exchange } = fired;
  const last = exchange.attempts.at(-1);
  if (ruling.kind !== 'unjudged' && (last === undefined || good.has(outcome(last)))) {
    const { requirement } = purpose.testCase;
    session.env.ledger.unjudged(requirement, purpose.order, 'a good update is answered in the same way');
  } else enterFired(session, fired, true);
}

function outcome(attempt: Attempt): string {
  return attempt.kind === 'response' ? String(attempt.status) : attempt.failure;
}
