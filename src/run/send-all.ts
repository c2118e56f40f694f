import { BudgetSpent, RunStopped } from '../shared/errors.js';
import type { Environment } from '../judge/environment.js';
import { Budget, haltOn, orSpent } from '../judge/budget.js';
import { changeTimePointer } from '../checks/times.js';
import { everySecond } from '../judge/every-second.js';
import { retryPolicy, type RetryPolicy } from '../judge/retry-policy.js';
import { firstContact, refusalText } from './survey/first-contact.js';
import { canForce } from './survey/forced.js';
import { judgeLanes } from './lanes/judge-lanes.js';
import type { Lane } from './lanes/lane.js';
import { minimiseAll } from './minimise/minimise.js';
import { lanesOf } from './plan/lanes-of.js';
import { judgeSample, sampleOf } from './plan/sample.js';
import type { Survey } from './survey/prepare.js';
import { replayCases } from './again/replay-cases.js';
import { environment, tell, type RunSession } from './run-session.js';
import type { Suite } from './suite/suite.js';
import { claimServices } from './claim/claim.js';

/** Sends what a run is to judge: first contact, the claim, the lanes, then the search for smaller bodies. */
export async function sendAll(
  runSession: RunSession,
  whole: Survey,
  env: Environment,
  halt: AbortController,
  budget: Budget,
) {
  const { suite, selection, ledger, hooks, claim, mode } = runSession;
  const policy = hooks.retryPolicy ?? retryPolicy;
  const withPolicy = (own: RetryPolicy): Environment => ({
    ...environment(runSession, env.signal, budget, own),
    reads: whole.reads,
  });
  // First contact never overdraws the retry budget of the run.
  const trying = {
    ...withPolicy({ ...policy, overdraft: Infinity }),
    ...(claim === null ? {} : { marks: new Set<string>() }),
  };
  const refusals = mode.kind === 'replay' ? [] : await firstContact(whole, trying, policy);
  const surveyed = whole.without(new Set(refusals.map(({ serviceId }) => serviceId)));
  const settled = { ...env, reads: whole.reads };
  if (claim !== null) await claimServices({ ...runSession, claim }, surveyed, settled);
  const [first] = surveyed.sessions;
  const capabilities = new Set(surveyed.capabilities);
  const forces = suite.requirements.some(({ id, needs }) => selection.sent.has(id) && needs.includes('forced-status'));
  if (first !== undefined && forces && (await canForce(first.session))) capabilities.add('forced-status');
  runSession.capabilities = capabilities;
  if (mode.kind === 'replay') return replayCases(runSession, mode.resending, surveyed, halt, budget);
  let [done, total] = [0, 0];
  const count = (placed: readonly unknown[]): void => {
    done += placed.length;
    tell(runSession, 'judging', done, total);
  };
  const planned = async (dealt: Lane[]): Promise<Lane[]> => {
    const lanes = await runSession.sending.planned(dealt);
    for (const [requirement, number] of lanes.flatMap(({ plan: own }) => [...own.counts])) {
      ledger.of(requirement).sent += number;
      total += number;
    }
    for (const [requirement, number] of lanes.flatMap(({ plan: own }) => [...(own.withheld ?? [])]))
      ledger.of(requirement).withheld += number;
    runSession.planned = true;
    return lanes;
  };
  if (first === undefined && refusals.length > 0) {
    const once = withPolicy({ ...policy, budget: 0, overdraft: Infinity });
    const sampled = lanesOf(runSession, whole, capabilities, (own) => sampleOf(own, whole.sessions.length, refusals));
    const lanes = sampled.map((lane) => ({ ...lane, session: lane.session.within(once) }));
    await Promise.all((await planned(lanes)).map((lane) => judgeSample(lane, refusals, count)));
    throw new RunStopped(refusalText(refusals, runSession.config, runSession.endpoint.way));
  }
  const lanes = await planned(lanesOf(runSession, surveyed, capabilities));
  const listener = { done: count, again: () => tell(runSession, 'trying again', done, total), failed: haltOn(halt) };
  const judging = async (): Promise<void> => {
    await judgeLanes(lanes, surveyed.onlookers, listener);
    await waitForSeconds(runSession, lanes);
  };
  const spent = await orSpent(judging());
  hooks.steps?.(lanes.map(({ session }) => session.steps));
  if (!(spent instanceof BudgetSpent) || spent.budget === 'failures') {
    tell(runSession, 'minimising', done, total);
    budget.minimise();
    await runSession.sending.enter('minimising');
    // All is judged: if the budget ends here, the bodies stay as they are.
    await orSpent(minimiseLanes(lanes, suite, selection.judged));
  }
  if (spent instanceof BudgetSpent) throw spent;
  if (refusals.length > 0) throw new RunStopped(refusalText(refusals, runSession.config, runSession.endpoint.way));
}

async function minimiseLanes(lanes: readonly Lane[], suite: Suite, judged: ReadonlySet<string>): Promise<void> {
  for (const lane of lanes) if (lane.changeable) await minimiseAll(lane, suite, judged);
}

/** At thorough effort, waits to see the time of the last change in every second of a minute, if its form is judged. */
async function waitForSeconds({ config, selection, suite }: RunSession, lanes: readonly Lane[]): Promise<void> {
  const [first] = lanes.filter(({ changeable }) => changeable);
  const place = `reply${changeTimePointer(suite.operation)}/`;
  if (first === undefined || config.effort !== 'thorough' || ![...selection.judged].some((id) => id.startsWith(place)))
    return;
  await everySecond(first.session, new Set(lanes.flatMap(({ session }) => [...session.service.seconds])));
}
