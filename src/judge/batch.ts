import type { Case } from '../contract/case.js';
import { checkSame } from '../checks/state.js';
import { changeTime, changeTimePointer } from '../checks/times.js';
import { BudgetSpent } from '../shared/errors.js';
import type { JsonObject } from '../shared/json.js';
import type { Finding } from '../shared/model.js';
import { confirmCulprit } from './another-writer.js';
import type { AtBaseline } from './at-baseline.js';
import type { CaseSession } from './case-session.js';
import { orSpent } from './budget.js';
import { madeOnce, ofRun, type Purpose } from './purpose.js';
import { enterFired, fire, fireAgain, type Fired } from './fire.js';
import type { Exchange } from './ledger.js';
import { movesTime } from './moves-time.js';

/** Maximum number of rejected bodies reported for having changed something. */
const CULPRITS = 3;

/** Outcome of a batch. */
export interface Landed {
  readonly fired: readonly Fired[];
  /** The service afterwards; null if it is not known to be at its baseline. */
  readonly atBaseline: AtBaseline | null;
  /** The budget that ended the batch; null if none did. */
  readonly spent: BudgetSpent | null;
}

/**
 * Sends cases that must not be accepted, all at once, to a service at its baseline. One read shows that nothing
 * changed (R16). Only breaches are entered here: they depend neither on the base body nor on what the read shows.
 */
export async function sendBatch(
  session: CaseSession,
  cases: readonly Purpose<Case>[],
  atBaseline: AtBaseline,
): Promise<Landed> {
  const purpose = aroundBatch(session, cases);
  const all = await session.atOnce(
    cases.map((one) => () => {
      const purpose = madeOnce(one);
      return orSpent(purpose.testCase.shape === 'again' ? fireAgain(session, purpose) : fire(session, purpose));
    }),
  );
  const fired = all.flatMap((one) => (one instanceof BudgetSpent ? [] : [one]));
  for (const { accepted } of fired) if (accepted !== null) session.service.surprised(accepted);
  for (const one of fired) if (one.ruling.kind === 'violates') enterFired(session, one, true);
  const after = await orSpent(judgeUnchanged(session, fired, atBaseline, purpose));
  const spent = [...all, after].find((one) => one instanceof BudgetSpent) ?? null;
  return { fired, atBaseline: after instanceof BudgetSpent ? null : after, spent };
}

/** The purpose of the requests around a batch: that of its first case, without the case. */
export function aroundBatch({ service }: CaseSession, cases: readonly Purpose<Case>[]): Purpose {
  return ofRun(cases[0]?.order ?? 0, service.id);
}

/** Judges whether the rejected cases left the service as it was. Returns the service at its baseline, or null. */
async function judgeUnchanged(
  session: CaseSession,
  fired: readonly Fired[],
  { state, read: before, writes }: AtBaseline,
  purpose: Purpose,
): Promise<AtBaseline | null> {
  const rejected = fired.filter((one) => one.rejected);
  if (rejected.length === 0 || before === null) return null;
  let reference = before;
  let undisturbed = writes;
  if (await isDisturbed(session, fired, before, purpose)) {
    // Another body has changed the state: the effect of the rejected ones shows only in its absence.
    if ((await session.put(state, purpose)).value === null) return null;
    const again = await session.look(purpose);
    if (again === null) return null;
    reference = again.value;
    undisturbed = session.service.writes;
    await session.atOnce(
      rejected.map(
        ({ purpose }) =>
          () =>
            fire(session, purpose),
      ),
    );
  }
  const after = await session.look(purpose);
  if (after === null) return null;
  session.env.ledger.watched('effect/atomic', rejected.length);
  const changes = changesOf(session, reference, after.value, undisturbed === session.service.writes);
  if (changes.length === 0) return { state, read: after.value, writes: session.service.writes };
  const found = await nameCulprits(
    session,
    state,
    rejected,
    purpose,
    changes.every(({ pointer }) => pointer === changeTimePointer(session.service.operation)),
  );
  const departures = session.service.readMismatches(after.value);
  if (found === 0 && departures.length > 0) {
    await session.ruleOutAnotherWriter(departures, purpose);
    session.enter(changes, purpose, [...rejected.slice(0, 2).map(({ exchange }) => exchange), after.exchange]);
  }
  return null;
}

/**
 * Whether something other than a rejected case may have changed the state: a case that was accepted, or that failed.
 */
async function isDisturbed(
  session: CaseSession,
  fired: readonly Fired[],
  before: JsonObject,
  purpose: Purpose,
): Promise<boolean> {
  if (fired.some(({ accepted }) => accepted !== null)) return true;
  if (fired.every(({ rejected }) => rejected)) return false;
  const after = await session.look(purpose);
  return after === null || checkSame(session.service.operation, 'effect/atomic', before, after.value).length > 0;
}

/** Findings for the differences between two reads with nothing accepted in between. */
function changesOf(session: CaseSession, before: JsonObject, after: JsonObject, untouched: boolean): Finding[] {
  const { operation } = session.service;
  const changes = checkSame(operation, 'effect/atomic', before, after);
  if (session.env.reads === 'GET' && untouched) {
    const [was, is] = [changeTime(operation, before), changeTime(operation, after)];
    if (typeof was === 'string' && typeof is === 'string' && was !== is) {
      changes.push({
        requirement: 'effect/atomic',
        pointer: changeTimePointer(operation),
        expected: was,
        received: is,
      });
    }
  }
  return changes;
}

/** Whether the time of a service's last change has moved. */
async function hasMoved(session: CaseSession, before: JsonObject | undefined, purpose: Purpose): Promise<boolean> {
  const { operation } = session.service;
  const now = await session.look(purpose);
  return now !== null && before !== undefined && changeTime(operation, now.value) !== changeTime(operation, before);
}

/** Sends the rejected cases again, one by one, to find those that change something. Returns their number. */
async function nameCulprits(
  session: CaseSession,
  baseline: JsonObject,
  rejected: readonly Fired[],
  purpose: Purpose,
  onlyTime: boolean,
): Promise<number> {
  let found = 0;
  for (const { purpose } of onlyTime ? rejected.slice(0, 1) : rejected) {
    if ((await session.put(baseline, purpose)).value === null) continue;
    const before = await session.look(purpose);
    const writes = session.service.writes;
    const exchanges: Exchange[] = [];
    let culprit = purpose;
    const again = async (): Promise<boolean> => {
      for (const one of onlyTime ? rejected.map((fired) => fired.purpose) : [purpose]) {
        const now = await fire(session, one);
        // The first case to move the time is reported.
        if (!onlyTime || (exchanges.length === 0 && (await hasMoved(session, before?.value, purpose)))) {
          exchanges.push(now.exchange);
          culprit = one;
        }
        if (now.accepted !== null) session.service.surprised(now.accepted);
        // A repetition must be rejected too, and this one was not.
        if (now.ruling.kind === 'violates' && !now.rejected) enterFired(session, now, true);
        if (!now.rejected) return false;
      }
      return true;
    };
    // The platform may touch a service: updated_at must stand still without these requests.
    if (onlyTime && !(await movesTime(session, purpose, again))) return found;
    if (!onlyTime && !(await again())) continue;
    const after = await session.look(purpose);
    if (before === null || after === null) continue;
    const changes = changesOf(session, before.value, after.value, writes === session.service.writes);
    if (changes.length === 0) continue;
    await confirmCulprit(session, after.value, purpose, async () => {
      if ((await session.put(baseline, purpose)).value === null) return false;
      const { ruling, accepted } = await fire(session, purpose);
      return ruling.kind !== 'unjudged' && accepted === null;
    });
    found += 1;
    session.enter(changes, culprit, [
      { ...before.exchange, role: 'prepare' },
      ...exchanges.slice(0, 1),
      after.exchange,
    ]);
    if (found >= CULPRITS) break;
  }
  return found;
}
