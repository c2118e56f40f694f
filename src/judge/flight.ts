import type { Case } from '../contract/case.js';
import { BudgetSpent } from '../shared/errors.js';
import { member, type JsonObject } from '../shared/json.js';
import type { CaseSession } from './case-session.js';
import { applySteps } from './apply-steps.js';
import { orSpent } from './budget.js';
import type { Purpose } from './purpose.js';
import { enterFired, type Fired } from './fire.js';
import { setToBaseline, type AtBaseline } from './at-baseline.js';
import { aroundBatch, sendBatch } from './batch.js';
import { judgeAfterASecond } from './after-a-second.js';

/** Cases that must not be accepted, and the valid base body that they are built on. */
export interface Batch {
  readonly base: JsonObject;
  readonly cases: readonly Purpose<Case>[];
}

/**
 * Batches that are sent while the service is in one state, which differs from every base body. May hold no batch and
 * only cases to send afterwards.
 */
export interface Flight {
  readonly baseline: JsonObject;
  /** The updates that lead to the baseline, without the last one. */
  readonly reach?: readonly JsonObject[];
  readonly batches: readonly Batch[];
  /** Cases that need a service that has not been written to for more than a second. */
  readonly afterwards: readonly Purpose<Case>[];
}

/**
 * Sends batches one after the other while the service is at its baseline. Each base body must be accepted before and
 * after, or the rejections around it prove nothing. `landed` is called after each batch.
 */
export async function fly(
  session: CaseSession,
  { baseline, reach = [], batches, afterwards }: Flight,
  landed: (cases: readonly Purpose<Case>[]) => void = () => undefined,
): Promise<void> {
  if (batches.length === 0) return judgeAfterASecond(session, afterwards);
  const based: Batch[] = [];
  for (const one of batches) {
    // After a flight around the same base body, that body has just been accepted.
    if (session.isStanding(one.base) || (await accepts(session, one))) based.push(one);
    else enterRefused(session, one.cases);
  }
  const [first] = based;
  const begin =
    first === undefined ? null : await bringToBaseline(session, reach, baseline, aroundBatch(session, first.cases));
  if (begin === null) {
    enterRefused(session, [...based.flatMap(({ cases }) => cases), ...afterwards]);
    return;
  }
  const rejected = new Map<Batch, Fired[]>();
  const flown = await orSpent(flyEach(session, based, begin, { rejected, landed }));
  const held = flown instanceof BudgetSpent || session.env.reads === 'PUT {}' ? null : flown;
  const waited = afterwards.length === 0 ? null : await orSpent(judgeAfterASecond(session, afterwards, held));
  const proven = await orSpent(prove(session, rejected));
  const spent = [flown, waited, proven].find((one) => one instanceof BudgetSpent);
  if (spent !== undefined) throw spent;
}

async function bringToBaseline(
  session: CaseSession,
  reach: readonly JsonObject[],
  baseline: JsonObject,
  purpose: Purpose,
): Promise<AtBaseline | null> {
  return (await applySteps(session, reach, purpose)) ? setToBaseline(session, baseline, purpose) : null;
}

/** The baseline, with every boolean member set to the opposite of its value in the base body. */
export function baselineUnlike(baseline: JsonObject, base: JsonObject): JsonObject {
  const turned = Object.entries(baseline).filter(([, value]) => typeof value === 'boolean');
  return { ...baseline, ...Object.fromEntries(turned.map(([name]) => [name, member(base, name) === false])) };
}

/**
 * Sends every batch. Returns the service at its baseline with the earliest read that still holds; null if it is not
 * at its baseline.
 */
async function flyEach(
  session: CaseSession,
  batches: readonly Batch[],
  begin: AtBaseline,
  to: { readonly rejected: Map<Batch, Fired[]>; readonly landed: (cases: readonly Purpose<Case>[]) => void },
): Promise<AtBaseline | null> {
  let atBaseline: AtBaseline | null = begin;
  for (const one of batches) {
    atBaseline ??= await setToBaseline(session, begin.state, aroundBatch(session, one.cases));
    if (atBaseline === null) enterRefused(session, one.cases);
    else {
      const landed = await sendBatch(session, one.cases, atBaseline);
      to.rejected.set(
        one,
        landed.fired.filter(({ ruling }) => ruling.kind !== 'violates'),
      );
      if (landed.spent !== null) throw landed.spent;
      ({ atBaseline } = landed);
    }
    to.landed(one.cases);
  }
  return atBaseline?.writes === begin.writes ? begin : atBaseline;
}

/** Sends the base bodies again, and enters the remaining outcomes of the batches around them. */
async function prove(session: CaseSession, rejected: ReadonlyMap<Batch, readonly Fired[]>): Promise<void> {
  for (const [one, fired] of rejected) {
    const holds = await accepts(session, one);
    if (holds) session.stands(one.base);
    for (const each of fired) enterFired(session, each, holds);
  }
}

async function accepts(session: CaseSession, { base, cases }: Batch): Promise<boolean> {
  return (await session.put(base, aroundBatch(session, cases))).value !== null;
}

function enterRefused({ env: { ledger } }: CaseSession, cases: readonly Purpose<Case>[]): void {
  for (const { testCase, order } of cases)
    ledger.unjudged(testCase.requirement, order, 'the base body was not accepted');
}
