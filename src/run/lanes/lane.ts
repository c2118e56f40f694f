import type { Case } from '../../contract/case.js';
import type { Context } from '../../contract/context.js';
import type { JsonObject } from '../../shared/json.js';
import type { CaseSession } from '../../judge/case-session.js';
import { hasOwnState, ownSteps } from '../../judge/prepared.js';
import { fly, baselineUnlike, type Flight, type Batch } from '../../judge/flight.js';
import { madeOnce, type DealtCase, type Purpose } from '../../judge/purpose.js';
import { judgeAfterASecond } from '../../judge/after-a-second.js';
import { solo } from '../../judge/solo.js';
import { dealFlights } from '../plan/deal-flights.js';
import type { LanePlan, Part } from '../plan/plan.js';

/** One service under test and what is sent to it. */
export interface Lane {
  readonly session: CaseSession;
  readonly context: Context;
  readonly plan: LanePlan;
  /** Whether its state may be changed: only if it can be put back. */
  readonly changeable: boolean;
}

/** Sends what a lane is dealt, except what needs the other lanes to stand still. Returns the cases still unjudged. */
export async function work(lane: Lane, done: (cases: readonly Purpose<Case>[]) => void): Promise<Part> {
  const { plan, changeable } = lane;
  if (!changeable) enterUnchangeable(lane, plan.afterASecond);
  const open = { batches: [] as DealtCase[][], solos: [] as DealtCase[] };
  let number = 0;
  const last: Flight[] = [];
  for await (const part of plan.parts) {
    const [atBaseline, apart] = byKind(part.batches.map((cases) => batchOf(lane, cases)));
    const waiting = changeable && number === plan.waitsIn ? plan.afterASecond : [];
    const flights = dealFlights(atBaseline, waiting, (one) => baselineAround(lane, one));
    number += 1;
    last.push(...apart.map((one) => aloneInState(lane, one)));
    // While one lane sends requests one by one, or waits for a second to pass, the batches of another use the
    // connections.
    const waits = flights[0]?.afterwards.length ?? 0;
    const before = lane.context.lane % 2 === 0 ? flights.length : Math.min(waits, 1);
    await flyAll(lane, flights.slice(0, before), done);
    await goAlone(lane, part, done);
    await flyAll(lane, flights.slice(before), done);
    open.batches.push(...openBatches(lane, part));
    open.solos.push(...part.solos.filter((dealt) => isOpen(lane, dealt)));
  }
  await flyAll(lane, last, done);
  return open;
}

/** Batches that are sent at the baseline, and those sent after all others: in a state of their own, or twice. */
function byKind(batches: readonly Batch[]): [atBaseline: Batch[], apart: Batch[]] {
  const isApart = ({ cases: [first] }: Batch): boolean =>
    first !== undefined && (first.testCase.shape === 'again' || hasOwnState(first.testCase));
  return [batches.filter((one) => !isApart(one)), batches.filter(isApart)];
}

function aloneInState(lane: Lane, one: Batch): Flight {
  return {
    baseline: baselineAround(lane, one),
    reach: lane.changeable ? stepsAround(one).slice(0, -1) : [],
    batches: [one],
    afterwards: [],
  };
}

/** The updates that lead to the own state of the cases of a batch; none if they need none. */
function stepsAround({ cases: [first] }: Batch): readonly JsonObject[] {
  return first === undefined ? [] : ownSteps(first.testCase);
}

async function flyAll(
  { session }: Lane,
  flights: readonly Flight[],
  done: (cases: readonly Purpose<Case>[]) => void,
): Promise<void> {
  for (const flight of flights) {
    await fly(session, flight, done);
    done(flight.afterwards);
  }
}

async function goAlone(lane: Lane, { solos }: Part, done: (cases: readonly Purpose<Case>[]) => void): Promise<void> {
  if (!lane.changeable) {
    enterUnchangeable(lane, solos);
    return;
  }
  for (const dealt of solos) {
    await solo(lane.session, madeOnce(dealt));
    done([dealt]);
  }
}

function enterUnchangeable({ session }: Lane, cases: readonly DealtCase[]): void {
  for (const { requirement } of cases) {
    session.env.ledger.impossible(requirement, 'the state of the service could not be read, so nothing may change it');
  }
}

/** Whether a case is unjudged and worth another try. */
function isOpen({ session }: Lane, { requirement, order }: DealtCase): boolean {
  // That the service breaks is already known, and each further attempt costs a time-out.
  const tally = session.env.ledger.of(requirement);
  return tally.unjudged.has(order) && !tally.broke;
}

function openBatches(lane: Lane, { batches }: Part): DealtCase[][] {
  return batches.map((cases) => cases.filter((dealt) => isOpen(lane, dealt))).filter((cases) => cases.length > 0);
}

/** Sends what stayed unjudged once more; if its base body does not help, around the baseline. */
export async function workAgain(lane: Lane, { batches, solos }: Part): Promise<void> {
  const { session, plan, changeable } = lane;
  const open = (dealt: DealtCase): boolean => isOpen(lane, dealt);
  const flyAgain = (one: Batch): Promise<void> => fly(session, aloneInState(lane, one));
  for (const cases of openBatches(lane, { batches, solos })) {
    await flyAgain(batchOf(lane, cases));
    const still = cases.filter(open);
    if (still.length > 0 && changeable) await flyAgain({ base: session.baseline, cases: still });
  }
  if (!changeable) return;
  for (const dealt of solos) if (open(dealt)) await solo(session, madeOnce(dealt));
  await judgeAfterASecond(session, plan.afterASecond.filter(open));
}

/** Cases with their base body; for a service that may not be changed, an empty update. */
function batchOf({ session, context, changeable }: Lane, cases: readonly DealtCase[]): Batch {
  const base = changeable ? context.bases[cases[0]?.testCase.base ?? 0] : undefined;
  return { base: base ?? session.service.least, cases };
}

function baselineAround({ session, changeable }: Lane, one: Batch): JsonObject {
  if (!changeable) return {};
  return stepsAround(one).at(-1) ?? baselineUnlike(session.baseline, one.base);
}
