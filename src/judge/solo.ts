import type { Case } from '../contract/case.js';
import { checkSame, mismatchFinding } from '../checks/state.js';
import type { Finding } from '../shared/model.js';
import type { CaseSession } from './case-session.js';
import type { Updated } from './updating.js';
import { applySteps } from './apply-steps.js';
import { stepsTo } from './prepared.js';
import type { Purpose } from './purpose.js';
import { crowd } from './crowd.js';
import { askedOf, isRejection } from './fire.js';
import { followed } from './followed.js';
import type { Exchange } from './ledger.js';
import { judgeOwnMappings } from './own-mappings.js';
import { race } from './race.js';
import { massAssigned } from './mass-assigned.js';
import { rule } from './verdict.js';
import { enterCase } from './enter-case.js';
import { wireRequest } from './wire.js';

/** Runs a case that the service may accept: alone on its service, followed by a read. */
export async function solo(session: CaseSession, purpose: Purpose<Case>): Promise<void> {
  const { testCase, order } = purpose;
  if (!(await applySteps(session, stepsTo(testCase, session.baseline), purpose))) {
    session.env.ledger.unjudged(testCase.requirement, order, 'the initial state was not accepted');
    return;
  }
  switch (testCase.shape) {
    case 'race':
      return race(session, purpose);
    case 'followed':
      return followed(session, purpose);
    case 'twice':
      return twice(session, purpose);
    case 'crowd':
      return crowd(session, purpose);
    default:
      await once(session, purpose);
  }
}

async function send(session: CaseSession, purpose: Purpose<Case>): Promise<Updated> {
  const { testCase } = purpose;
  const request = wireRequest(testCase, session.env.address, session.service.id);
  return session.update(request, askedOf(session, purpose), testCase.applies, testCase.expect.foldsPortId);
}

/** Enters what the answer says about the case's own requirement. */
function enter(
  session: CaseSession,
  purpose: Purpose<Case>,
  updated: Updated,
  findings: readonly Finding[] = [],
  earlier: readonly Exchange[] = [],
): void {
  const { ledger, profile } = session.env;
  const { testCase } = purpose;
  if (updated.settled.kind === 'breaks') ledger.of(testCase.requirement).broke = true;
  enterCase(session, purpose, rule(testCase, updated.settled, profile), {
    findings,
    exchanges: session.withState(testCase, [...earlier, updated.exchange]),
  });
}

/** Sends a case once and reads its effect; unless it was refused, `beside` runs at the same time. */
export async function once(
  session: CaseSession,
  purpose: Purpose<Case>,
  beside: readonly (() => Promise<null>)[] = [],
): Promise<void> {
  // What an earlier update assigned is charged to that update, whose requests show it.
  const held = session.service.last?.value ?? session.service.initial;
  const updated = await send(session, purpose);
  if (await judgeOwnMappings(session, purpose, updated, () => send(session, purpose))) return;
  const assigned = massAssigned(session.service.operation, purpose.testCase, updated.value, held);
  enter(session, purpose, updated, assigned);
  session.enter(updated.findings, purpose, [updated.exchange]);
  if (isRejection(updated.settled)) return unchanged(session, purpose, updated.exchange);
  const [read = null] = await session.atOnce([() => session.read(purpose, [updated.exchange]), ...beside]);
  if (assigned.length === 0)
    session.enter(massAssigned(session.service.operation, purpose.testCase, read, held), purpose, [updated.exchange]);
}

/** Judges that a rejected case has changed nothing (R16). */
async function unchanged(session: CaseSession, purpose: Purpose, exchange: Exchange): Promise<void> {
  const seen = await session.look(purpose);
  if (seen === null || session.env.reads !== 'GET') return;
  session.env.ledger.watched('effect/atomic');
  const departures = session.service.readMismatches(seen.value);
  await session.ruleOutAnotherWriter(departures, purpose);
  session.enter(
    departures.map((m) => mismatchFinding(session.service.operation, 'effect/atomic', m)),
    purpose,
    [exchange, seen.exchange],
  );
  session.service.adoptRead(seen.value);
}

/** Sends the same update twice (R17). */
async function twice(session: CaseSession, purpose: Purpose<Case>): Promise<void> {
  const first = await send(session, purpose);
  session.enter(first.findings, purpose, [first.exchange]);
  if (first.value === null) {
    session.env.ledger.unjudged(
      purpose.testCase.requirement,
      purpose.order,
      'the first of the two updates was not accepted',
    );
    return;
  }
  const second = await send(session, purpose);
  session.enter(second.findings, purpose, [first.exchange, second.exchange]);
  enter(
    session,
    purpose,
    second,
    second.value === null
      ? []
      : checkSame(session.service.operation, purpose.testCase.requirement, first.value, second.value),
    [first.exchange],
  );
  await session.read(purpose, [first.exchange, second.exchange]);
}
