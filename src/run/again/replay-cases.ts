import { Ledger } from '../../judge/ledger.js';
import { verdictOf } from '../../judge/rulings.js';
import { haltOn, type Budget } from '../../judge/budget.js';
import { failureReport } from '../outcome/failure-report.js';
import { judgeLanes } from '../lanes/judge-lanes.js';
import { maskOf } from '../mask-of.js';
import { planOne } from '../plan/plan.js';
import type { Survey } from '../survey/prepare.js';
import { expectedOf } from './recorded-plan.js';
import type { OneCase, Resending } from './resending.js';
import type { Context } from '../../contract/context.js';
import type { Case } from '../../contract/case.js';
import { mayBeRewritten } from '../../contract/may-be-rewritten.js';
import { NEEDS_TUNNEL } from '../../shared/way.js';
import { environment, tell, type RunSession } from '../run-session.js';
import { watchOf } from '../watch-of.js';

/** Sends each case several times, and judges each attempt on its own. */
export async function replayCases(
  runSession: RunSession,
  { cases, times, trials }: Resending,
  surveyed: Survey,
  halt: AbortController,
  budget: Budget,
): Promise<void> {
  const { suite, config, endpoint } = runSession;
  const contexts = surveyed.sessions.map(({ context }) => context);
  for (const [n, one] of cases.entries()) {
    const requirement = suite.requirements.find(({ id }) => id === one.requirement);
    if (requirement === undefined) continue;
    if (!runSession.capabilities.has('verbatim') && mayBeRewritten(one.testCase)) {
      trials[n] = [{ verdict: { kind: 'not-exercised', reason: NEEDS_TUNNEL }, failure: null }];
      continue;
    }
    for (let time = 0; time < times; time += 1) {
      tell(runSession, 'replaying', n * times + time, cases.length * times);
      const ledger = new Ledger({ ids: runSession.ledger.ids });
      const own = { ...runSession, ledger, watch: watchOf(suite, config, endpoint, ledger) };
      const env = { ...environment(own, halt.signal, budget), reads: surveyed.reads };
      const plans = planOne({ ...one, testCase: judgedIn(one, contexts, runSession) }, contexts);
      const lanes = surveyed.sessions.flatMap(({ session, context, changeable }, lane) => {
        const plan = plans[lane];
        return plan === undefined ? [] : [{ session: session.within(env), context, changeable, plan }];
      });
      ledger.of(one.testCase.requirement).sent += 1;
      const onlookers = surveyed.onlookers.map((session) => session.within(env));
      await judgeLanes(lanes, onlookers, {
        done: () => undefined,
        again: () => undefined,
        failed: haltOn(halt),
      });
      const verdict = verdictOf(requirement, ledger, {
        selected: true,
        profile: config.readings,
        capabilities: runSession.capabilities,
        stopped: null,
        cut: null,
        planned: true,
      });
      const [breach] = ledger.of(one.requirement).breaches;
      const failed = verdict.kind === 'failed' && breach !== undefined;
      const mask = maskOf(endpoint);
      (trials[n] ??= []).push({
        verdict,
        failure: failed ? failureReport(runSession, mask, one.requirement, breach, null) : null,
      });
    }
  }
}

/** A case with the answers that conform on its service. */
function judgedIn({ testCase, serviceId }: OneCase, contexts: readonly Context[], { suite }: RunSession): Case {
  const context = contexts.find((one) => one.serviceId === serviceId) ?? contexts[0];
  const judged = suite.requirements.find(({ id }) => id === testCase.requirement)?.judged;
  return context === undefined || judged?.by !== 'cases'
    ? testCase
    : { ...testCase, expect: expectedOf(testCase, judged, context) };
}
