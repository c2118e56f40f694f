import { CaseSession } from '../../judge/case-session.js';
import type { Capability } from '../../shared/model.js';
import type { Lane } from '../lanes/lane.js';
import { plan, type LanePlan, type Part } from './plan.js';
import { rungsBy } from './rungs.js';
import type { Survey } from '../survey/prepare.js';
import type { RunSession } from '../run-session.js';

/** The lanes with their work: dealt for a run, or recorded. */
export function lanesOf(
  runSession: RunSession,
  surveyed: Survey,
  capabilities: ReadonlySet<Capability>,
  chosen: (own: LanePlan<Iterable<Part>>) => LanePlan = (own) => own,
): Lane[] {
  const { suite, config, selection, mode, ledger } = runSession;
  const recordedRun = mode.kind === 'rejudge' ? mode.recordedRun : null;
  const contexts = surveyed.sessions.map(({ context }) => context);
  const plans =
    recordedRun?.plans(contexts, ledger) ??
    plan(suite.requirements, selection, contexts, capabilities, rungsBy(suite.telling, config)).map(chosen);
  return surveyed.sessions.flatMap((surveyedService, n): Lane[] => {
    const own = plans[n];
    if (own === undefined) return [];
    const recorded = recordedRun?.lane(n);
    if (recorded === undefined) return [{ ...surveyedService, plan: own }];
    const { baseline, other, bases } = recorded;
    const { service, env } = surveyedService.session;
    return [
      {
        ...surveyedService,
        plan: own,
        session: new CaseSession(service, env, { baseline, other }),
        context: { ...surveyedService.context, bases },
      },
    ];
  });
}
