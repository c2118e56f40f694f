import { checkSame, mismatchFinding } from '../checks/state.js';
import type { Finding } from '../shared/model.js';
import { ruleOutAnotherWriter } from './another-writer.js';
import type { CaseSession } from './case-session.js';
import { markOf } from './service-session.js';
import type { Updated } from './updating.js';
import { bringAbout } from './bring-about.js';
import { stepsTo } from './prepared.js';
import type { Mark } from './classify.js';
import { crowd } from './crowd.js';
import { askedOf, isRejection } from './fire.js';
import type { Placed } from './placed.js';
import { followed } from './followed.js';
import type { Exchange } from './ledger.js';
import { inTheWayItself } from './own-mappings.js';
import { race } from './race.js';
import { massAssigned } from './mass-assigned.js';
import { rule } from './verdict.js';
import { enterCase } from './enter-case.js';
import { wireRequest } from './wire.js';

/** Runs a case that the service may accept: alone on its service, followed by a read. */
export async function solo(session: CaseSession, placed: Placed): Promise<void> {
  const { testCase, order } = placed;
  const mark = markOf(testCase, order, session.service);
  if (!(await bringAbout(session, stepsTo(testCase, session.baseline), mark))) {
    session.env.ledger.unjudged(testCase.requirement, order, 'the initial state was not accepted');
    return;
  }
  switch (testCase.shape) {
    case 'race':
      return race(session, placed, mark);
    case 'followed':
      return followed(session, placed);
    case 'twice':
      return twice(session, placed, mark);
    case 'crowd':
      return crowd(session, placed);
    default:
      await once(session, placed, mark);
  }
}

async function send(session: CaseSession, placed: Placed): Promise<Updated> {
  const { testCase } = placed;
  const request = wireRequest(testCase, session.env.address, session.service.id);
  return session.update(request, askedOf(session, placed), testCase.applies, testCase.expect.foldsPortId);
}

/** Enters what the answer says about the case's own requirement. */
function enter(
  session: CaseSession,
  placed: Placed,
  updated: Updated,
  findings: readonly Finding[] = [],
  earlier: readonly Exchange[] = [],
): void {
  const { ledger, profile } = session.env;
  const { testCase } = placed;
  if (updated.settled.kind === 'breaks') ledger.of(testCase.requirement).broke = true;
  enterCase(session, placed, rule(testCase, updated.settled, profile), {
    findings,
    exchanges: session.withState({ testCase }, [...earlier, updated.exchange]),
  });
}

/** Sends a case once and reads its effect; unless it was refused, `beside` runs at the same time. */
export async function once(
  session: CaseSession,
  placed: Placed,
  mark: Mark,
  beside: readonly (() => Promise<null>)[] = [],
): Promise<void> {
  // What an earlier update assigned is charged to that update, whose requests show it.
  const held = session.service.last?.value ?? session.service.initial;
  const updated = await send(session, placed);
  if (await inTheWayItself(session, placed, updated, () => send(session, placed))) return;
  const assigned = massAssigned(session.service.operation, placed.testCase, updated.value, held);
  enter(session, placed, updated, assigned);
  session.enter(updated.findings, mark, [updated.exchange]);
  if (isRejection(updated.settled)) return unchanged(session, mark, updated.exchange);
  const [read = null] = await session.atOnce([() => session.read(mark, [updated.exchange]), ...beside]);
  if (assigned.length === 0)
    session.enter(massAssigned(session.service.operation, placed.testCase, read, held), mark, [updated.exchange]);
}

/** Judges that a rejected case has changed nothing (R16). */
async function unchanged(session: CaseSession, mark: Mark, exchange: Exchange): Promise<void> {
  const seen = await session.look(mark);
  if (seen === null || session.env.reads !== 'GET') return;
  session.env.ledger.watched('effect/atomic');
  const departures = session.service.readMismatches(seen.value);
  await ruleOutAnotherWriter(session, departures, mark);
  session.enter(
    departures.map((m) => mismatchFinding(session.service.operation, 'effect/atomic', m)),
    mark,
    [exchange, seen.exchange],
  );
  session.service.adoptRead(seen.value);
}

/** Sends the same update twice (R17). */
async function twice(session: CaseSession, placed: Placed, mark: Mark): Promise<void> {
  const first = await send(session, placed);
  session.enter(first.findings, mark, [first.exchange]);
  if (first.value === null) {
    session.env.ledger.unjudged(
      placed.testCase.requirement,
      placed.order,
      'the first of the two updates was not accepted',
    );
    return;
  }
  const second = await send(session, placed);
  session.enter(second.findings, mark, [first.exchange, second.exchange]);
  enter(
    session,
    placed,
    second,
    second.value === null
      ? []
      : checkSame(session.service.operation, placed.testCase.requirement, first.value, second.value),
    [first.exchange],
  );
  await session.read(mark, [first.exchange, second.exchange]);
}
