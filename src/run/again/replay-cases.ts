import { Ledger } from '../../judge/ledger.js';
import { verdictOf } from '../../judge/rulings.js';
import { haltOn, type Budget } from '../../judge/budget.js';
import { failureReport } from '../outcome/assemble-report.js';
import { judgeLanes } from '../lanes/judge-lanes.js';
import { maskOf } from '../mask-of.js';
import { planOne } from '../plan/plan.js';
import type { Ground } from '../survey/prepare.js';
import type { Retrial } from './retrial.js';
import { environment, tell, type Session } from '../session.js';
import { watchOf } from '../watch-of.js';

/** Sends each case again, several times, and judges each sending for itself. */
export async function replayCases(
  session: Session,
  { cases, times, trials }: Retrial,
  ground: Ground,
  halt: AbortController,
  budget: Budget,
): Promise<void> {
  const { suite, config, endpoint } = session;
  const contexts = ground.benches.map(({ context }) => context);
  for (const [n, one] of cases.entries()) {
    const requirement = suite.requirements.find(({ id }) => id === one.requirement);
    if (requirement === undefined) continue;
    for (let time = 0; time < times; time += 1) {
      tell(session, 'replaying', n * times + time, cases.length * times);
      const ledger = new Ledger({ ids: session.ledger.ids });
      const own = { ...session, ledger, watch: watchOf(suite, config, endpoint, ledger) };
      const env = { ...environment(own, halt.signal, budget), reads: ground.reads };
      const plans = planOne(one, contexts);
      const lanes = ground.benches.flatMap(({ bench, context, changeable }, lane) => {
        const plan = plans[lane];
        return plan === undefined ? [] : [{ bench: bench.within(env), context, changeable, plan }];
      });
      ledger.of(one.probe.requirement).sent += 1;
      const onlookers = ground.onlookers.map((bench) => bench.within(env));
      await judgeLanes(lanes, onlookers, {
        done: () => undefined,
        again: () => undefined,
        failed: haltOn(halt),
      });
      const verdict = verdictOf(requirement, ledger, {
        selected: true,
        profile: config.readings,
        capabilities: session.capabilities,
        stopped: null,
        cut: null,
        planned: true,
      });
      const [evidence] = ledger.of(one.requirement).evidence;
      const failed = verdict.kind === 'failed' && evidence !== undefined;
      const mask = maskOf(endpoint);
      (trials[n] ??= []).push({
        verdict,
        failure: failed ? failureReport(session, mask, one.requirement, evidence, null) : null,
      });
    }
  }
}
