import type { Case } from '../contract/case.js';
import { changeTime, changeTimePointer } from '../checks/times.js';
import { equal, member } from '../shared/json.js';
import type { Finding } from '../shared/model.js';
import { timeOf } from '../operation/operation.js';
import { setToBaselineUnjudged, type AtBaseline } from './at-baseline.js';
import type { CaseSession } from './case-session.js';
import { applySteps } from './apply-steps.js';
import { ofRun, type Purpose } from './purpose.js';
import { fire } from './fire.js';
import { movesTime } from './moves-time.js';
import { CONFORMS, enterCase } from './enter-case.js';
import type { Ruling } from './verdict.js';
import { ownSteps } from './prepared.js';
import { once } from './solo.js';
import type { Look } from './updating.js';

/** Timers may fire about a millisecond early. */
const MARGIN_MS = 5;

/**
 * Judges what shows only after more than a second without a write: a rejected request leaves updated_at alone, an
 * accepted change moves it (R16, R26). `held` is the service in a state that no case sets; without it, the service is
 * first set to its baseline.
 */
export async function judgeAfterASecond(
  session: CaseSession,
  cases: readonly Purpose<Case>[],
  held: AtBaseline | null = null,
): Promise<void> {
  const first = cases[0];
  if (first === undefined) return;
  const { ledger, reads } = session.env;
  const around = ofRun(first.order, session.service.id);
  const before = held ?? (await setToBaselineUnjudged(session, around));
  if (before === null) {
    for (const { testCase, order } of cases)
      ledger.unjudged(testCase.requirement, order, 'the initial state was not accepted');
    return;
  }
  const { operation } = session.service;
  if (before.read !== null) session.idles(before.read);
  await waitForASecond(session);
  const waited = reads === 'GET' && before.read !== null ? await session.look(around) : null;
  if (waited !== null) session.idles(waited.value);
  const still = cases.filter(({ testCase }) => testCase.applies.length === 0);
  if (waited === null || changeTime(operation, waited.value) === undefined) {
    const name = timeOf(operation, 'changed') ?? 'the time of a change';
    const why = waited === null ? `${name} cannot be read without an update` : `the service does not show ${name}`;
    for (const { testCase } of still) ledger.impossible(testCase.requirement, why);
  } else await judgeTimeOfAll(session, still, waited);
  for (const purpose of cases.filter((one) => !still.includes(one))) {
    const steps = isIn(before, purpose, session) ? [] : ownSteps(purpose.testCase);
    if (!(await applySteps(session, steps, purpose))) {
      ledger.unjudged(purpose.testCase.requirement, purpose.order, 'the initial state was not accepted');
      continue;
    }
    await waitForASecond(session);
    await once(session, purpose);
  }
}

/** Whether the service is still in the state in which a case begins. */
function isIn({ state, writes }: AtBaseline, { testCase }: Purpose<Case>, { service }: CaseSession): boolean {
  const [step, ...further] = ownSteps(testCase);
  if (step === undefined || further.length > 0 || writes !== service.writes) return false;
  return Object.entries(step).every(([name, value]) => equal(member(state, name), value));
}

/** Waits until the last accepted update is more than a second old. */
async function waitForASecond({ service, env }: CaseSession): Promise<void> {
  const since = service.last?.endedAt ?? performance.now();
  const left = since + env.settlingMs + MARGIN_MS - performance.now();
  if (left > 0) await env.settler.pause(left);
}

/**
 * Sends several requests that must be rejected and reads once. If the time of the last change moved, sends them again
 * one by one, a second apart, until it finds one that moves it.
 */
async function judgeTimeOfAll(session: CaseSession, cases: readonly Purpose<Case>[], before: Look): Promise<void> {
  const [first, ...others] = cases;
  if (first === undefined) return;
  const { service, env } = session;
  if (others.length === 0) {
    await judgeTimeOfOne(session, first, before);
    return;
  }
  const { writes } = service;
  const fired = await session.atOnce(cases.map((purpose) => () => fire(session, purpose)));
  for (const { accepted } of fired) if (accepted !== null) service.surprised(accepted);
  const after = await session.look(first);
  const undisturbed = writes === service.writes && fired.every(({ rejected }) => rejected);
  const of = ({ value }: Look): unknown => changeTime(service.operation, value);
  if (after !== null && undisturbed && of(after) === of(before)) {
    for (const { testCase, order } of cases) env.ledger.conforms(testCase, order);
    return;
  }
  for (const purpose of cases) {
    const { testCase, order } = purpose;
    await env.settler.pause(env.settlingMs + MARGIN_MS);
    const again = await session.look(purpose);
    if (again === null) env.ledger.unjudged(testCase.requirement, order, 'the state could not be read undisturbed');
    else if (await judgeTimeOfOne(session, purpose, again)) return;
  }
}

/** Sends one request that must be rejected; returns whether it was found to move the time of the last change. */
async function judgeTimeOfOne(
  session: CaseSession,
  purpose: Purpose<Case>,
  { value: before, exchange: seen }: Look,
): Promise<boolean> {
  const { testCase, order } = purpose;
  const { ledger } = session.env;
  const writes = session.service.writes;
  const { exchange, accepted, rejected } = await fire(session, purpose);
  if (accepted !== null) session.service.surprised(accepted);
  const after = await session.look(purpose);
  if (accepted !== null) {
    ledger.impossible(testCase.requirement, 'the request was accepted, which is judged elsewhere');
    return false;
  }
  if (after === null || writes !== session.service.writes || !rejected) {
    ledger.unjudged(testCase.requirement, order, 'the state could not be read undisturbed');
    return false;
  }
  const { operation } = session.service;
  const name = timeOf(operation, 'changed') ?? '';
  const [was, is] = [changeTime(operation, before), changeTime(operation, after.value)];
  const rejectedAgain = async (): Promise<boolean> => (await fire(session, purpose)).rejected;
  const ruling: Ruling =
    was === is
      ? CONFORMS
      : !(await movesTime(session, purpose, rejectedAgain))
        ? { kind: 'unjudged', reason: `${name} moves without a request too` }
        : { kind: 'violates', finding: movedTo(is, was, changeTimePointer(operation), testCase.requirement) };
  enterCase(session, purpose, ruling, { exchanges: [seen, exchange, after.exchange] });
  return ruling.kind === 'violates';
}

function movedTo(is: unknown, was: unknown, pointer: string, requirement: string): Finding {
  return { requirement, pointer, expected: JSON.stringify(was), received: JSON.stringify(is) };
}
