import { Bench } from '../../judge/bench.js';
import type { Capability } from '../../shared/model.js';
import type { Lane } from '../lanes/lane.js';
import { plan, type LanePlan, type Part } from './plan.js';
import type { Ground } from '../survey/prepare.js';
import type { Session } from '../session.js';

/** The lanes with their work: dealt for a run, or as it is recorded. */
export function lanesOf(
  session: Session,
  ground: Ground,
  capabilities: ReadonlySet<Capability>,
  chosen: (own: LanePlan<Iterable<Part>>) => LanePlan = (own) => own,
): Lane[] {
  const { suite, selection, mode, ledger } = session;
  const rehearsal = mode.kind === 'rejudge' ? mode.rehearsal : null;
  const contexts = ground.benches.map(({ context }) => context);
  const plans =
    rehearsal?.plans(contexts, ledger) ?? plan(suite.requirements, selection, contexts, capabilities).map(chosen);
  return ground.benches.flatMap((base, n): Lane[] => {
    const own = plans[n];
    if (own === undefined) return [];
    const recorded = rehearsal?.lane(n);
    if (recorded === undefined) return [{ ...base, plan: own }];
    const { rest, other, twins } = recorded;
    const { service, env } = base.bench;
    return [{ ...base, plan: own, bench: new Bench(service, env, rest, other), context: { ...base.context, twins } }];
  });
}
