import type { Context } from '../../contract/context.js';
import type { Case } from '../../contract/case.js';
import { casesOf } from '../../contract/cases-of.js';
import { mostCases, type CaseMaker, type Requirement } from '../../contract/requirement.js';
import { mayBeRewritten } from '../../contract/may-be-rewritten.js';
import { dealtTo, indices, partOf, partsOf, type Series } from '../../contract/span.js';
import type { DealtCase } from '../../judge/purpose.js';
import { lacking } from '../../judge/rulings.js';
import type { Capability } from '../../shared/model.js';
import { loosens } from '../../shared/readings.js';
import { batchIn, emptyLane, finished, NOTHING, place, type Filling, type Part } from './filling.js';
import { PlannedCase } from './planned-case.js';
import { RUNGS, type SendingOrder, type RungOf } from './rungs.js';
import type { Selection } from './select.js';
import { sharedCases } from './shared-cases.js';

export type { Part } from './filling.js';

/** The work of one lane. */
export interface LanePlan<Parts = Iterable<Part> | AsyncIterable<Part>> {
  /**
   * What lanes do side by side, one part after the other. Iterable once: a part is made in turn and released
   * afterwards, since memory would not hold them all.
   */
  readonly parts: Parts;
  readonly afterASecond: readonly DealtCase[];
  /** Zero-based index of the part whose batches are sent while a second passes. */
  readonly waitsIn: number;
  readonly isolated: readonly DealtCase[];
  readonly forced: readonly DealtCase[];
  /** Number of cases in the whole plan, by requirement. */
  readonly counts: ReadonlyMap<string, number>;
  /** Number of cases, by requirement, that are not sent, since the proxy may rewrite them; absent if there are none. */
  readonly withheld?: ReadonlyMap<string, number>;
}

/** Distance in order between the first cases of consecutive requirements. */
const STRIDE = 10_000_000;

/** A requirement whose cases are sent, and its index among all. */
interface Planned {
  readonly requirement: Requirement;
  readonly ordinal: number;
  readonly given: CaseMaker;
}

/**
 * Deals the cases of the selected requirements to the lanes, always in the same way: a part for each rung that has
 * any, or one part.
 */
export function plan(
  requirements: readonly Requirement[],
  selection: Pick<Selection, 'sent'> & Partial<Pick<Selection, 'cases'>>,
  contexts: readonly Context[],
  capabilities: ReadonlySet<Capability>,
  order: SendingOrder | null = null,
): LanePlan<Iterable<Part>>[] {
  const all = requirements.flatMap((requirement, ordinal): Planned[] => {
    const { judged, loosenedBy } = requirement;
    if (judged.by !== 'cases' || !selection.sent.has(requirement.id)) return [];
    if (lacking(requirement, capabilities) !== null) return [];
    if (loosenedBy !== null && contexts.some(({ profile }) => loosens(profile, loosenedBy))) return [];
    return [{ requirement, ordinal, given: judged.given }];
  });
  const lanes = contexts.map(() => emptyLane(order === null ? 1 : RUNGS));
  const sending = { cases: selection.cases ?? null, rungOf: order?.rungOf ?? (() => 0) };
  const isVerbatim = capabilities.has('verbatim');
  for (const planned of all) dealFirst(planned, contexts, lanes, { ...sending, isVerbatim });
  return lanes.map((lane, n) => {
    const { parts, counts, ...apart } = finished(lane);
    const long = longAmong(all, contexts[n]);
    for (const { planned, series, context } of long) {
      const { id } = planned.requirement;
      const further = dealtTo(context.lane, context.lanes, { from: partOf(series, 0).to, to: series.count });
      counts.set(id, (counts.get(id) ?? 0) + further);
    }
    const waitsIn = order?.waitsFirst === true ? 0 : apart.waitsIn;
    return { ...apart, waitsIn, counts, parts: inTurn(parts, partsBehind(long, isVerbatim)) };
  });
}

/** Deals the cases of a requirement that are made at the start. */
function dealFirst(
  planned: Planned,
  contexts: readonly Context[],
  lanes: readonly Filling[],
  sending: Pick<Selection, 'cases'> & { readonly rungOf: RungOf; readonly isVerbatim: boolean },
): void {
  const { given, requirement, ordinal } = planned;
  const { cases: chosen, rungOf, isVerbatim } = sending;
  const own = chosen?.get(requirement.id) ?? null;
  // The few cases of quick effort are made at once, and shared.
  if (contexts.every((context) => context.effort !== 'quick' && given.series?.(context).baseOf !== undefined)) {
    for (const [n, context] of contexts.entries()) dealUnmade(planned, context, lanes[n], { chosen: own, rungOf });
    return;
  }
  const cases = firstOnEach(planned, contexts, own);
  const isAlone = (index: number): boolean => cases.filter((made) => (made[index] ?? null) !== null).length === 1;
  for (const [n, context] of contexts.entries()) {
    for (const [index, made] of (cases[n] ?? []).entries()) {
      const lane = lanes[n];
      if (made === null || lane === undefined) continue;
      const turn = { ordinal, index, alone: isAlone(index) };
      if (!isDealt(requirement, made, turn, context)) continue;
      if (isVerbatim || !mayBeRewritten(made))
        place(lane, dealt(planned, made, context), rungOf(requirement.id, index));
      else lane.withheld.set(requirement.id, (lane.withheld.get(requirement.id) ?? 0) + 1);
    }
  }
}

/**
 * The first cases of a requirement on each service. If all chosen cases go to one service in its turn, they are made
 * only for that one.
 */
function firstOnEach(
  planned: Planned,
  contexts: readonly Context[],
  chosen: ReadonlySet<number> | null,
): readonly (readonly (Case | null)[])[] {
  const { requirement, ordinal } = planned;
  const madeOn = (context: Context) =>
    sharedCases(requirement, context, chosen, () => firstCases(planned, context, chosen));
  const served = contexts.filter(({ lane, lanes }) =>
    [...(chosen ?? [])].some((index) => (ordinal + index) % lanes === lane),
  );
  const [one, ...others] = served;
  if (one !== undefined && others.length === 0) {
    const made = madeOn(one);
    const isInTurn = (own: Case | null = null): boolean => own !== null && dealingOf(requirement, own) === 'in turn';
    if ([...(chosen ?? [])].every((index) => isInTurn(made[index])))
      return contexts.map((context) => (context === one ? made : []));
  }
  return contexts.map(madeOn);
}

/** The chosen cases of a requirement among those that are made at the start; null for every other one. */
function firstCases(planned: Planned, context: Context, chosen: ReadonlySet<number> | null): (Case | null)[] {
  const { requirement, given } = planned;
  const series = given.series?.(context);
  const first = series === undefined ? undefined : partOf(series, 0);
  if (first !== undefined && series?.baseOf !== undefined)
    return indices(first).map((index) => (isChosen(index, chosen, context) ? caseAt(planned, index, context) : null));
  return casesOf(requirement, context, first).map((made, index) => (isChosen(index, chosen, context) ? made : null));
}

/** One case of a series, made alone; null if it belongs to another service. */
function caseAt({ requirement }: Planned, index: number, context: Context): Case | null {
  return casesOf(requirement, context, { from: index, to: index + 1 })[0] ?? null;
}

/** Deals the first cases of a requirement that can be dealt before they are made. */
function dealUnmade(
  planned: Planned,
  context: Context,
  lane: Filling | undefined,
  { chosen, rungOf }: { readonly chosen: ReadonlySet<number> | null; readonly rungOf: RungOf },
): void {
  const { given, requirement } = planned;
  const series = given.series?.(context);
  if (series?.baseOf === undefined || lane === undefined) return;
  const make = (index: number): Case => {
    const made = caseAt(planned, index, context);
    if (made === null) throw new Error(`${requirement.id}#${index} was dealt to a service that it is not for`);
    return made;
  };
  for (const index of indices(partOf(series, 0))) {
    if (index % context.lanes !== context.lane || !isChosen(index, chosen, context)) continue;
    const unmade = new PlannedCase(positionOf(planned, index, context), index, make);
    batchIn(lane, rungOf(requirement.id, index), `single ${series.baseOf(index)}`, unmade);
  }
}

/**
 * Whether a case is one of the chosen ones of its requirement; without a choice, one of the first that the effort
 * sends.
 */
function isChosen(index: number, chosen: ReadonlySet<number> | null, { effort }: Context): boolean {
  return chosen?.has(index) ?? index < mostCases[effort];
}

/** A requirement with so many cases that they are made in parts, which go to the lanes in turn. */
interface Long {
  readonly planned: Planned;
  readonly series: Series;
  readonly context: Context;
}

function longAmong(all: readonly Planned[], context: Context | undefined): Long[] {
  if (context === undefined || mostCases[context.effort] < Infinity) return [];
  return all.flatMap((planned) => {
    const series = planned.given.series?.(context);
    return series === undefined || partsOf(series) === 1 ? [] : [{ planned, series, context }];
  });
}

/** All parts of a lane but the first. */
function* partsBehind(long: readonly Long[], isVerbatim: boolean): Generator<Part> {
  const count = Math.max(1, ...long.map(({ series }) => partsOf(series)));
  for (let part = 1; part < count; part += 1) yield partBehind(long, part, isVerbatim);
}

function partBehind(long: readonly Long[], part: number, isVerbatim: boolean): Part {
  const filling = emptyLane();
  for (const { planned, series, context } of long) {
    const span = partOf(series, part);
    for (const made of casesOf(planned.requirement, context, span))
      if (made !== null && (isVerbatim || !mayBeRewritten(made))) place(filling, dealt(planned, made, context));
  }
  return finished(filling).parts[0] ?? NOTHING;
}

/** The parts that are ready, released one by one, then those that are made. */
function* inTurn(ready: Part[], made: Iterable<Part>): Generator<Part> {
  yield* emptying(ready);
  yield* made;
}

function* emptying(ready: Part[]): Generator<Part> {
  for (let part = ready.shift(); part !== undefined; part = ready.shift()) yield part;
}

function dealt(planned: Planned, testCase: Case, context: Context): DealtCase {
  const { requirement, order, serviceId } = positionOf(planned, testCase.index, context);
  return { requirement, order, serviceId, testCase };
}

function positionOf(
  { requirement, ordinal }: Planned,
  index: number,
  { lane, lanes, serviceId }: Context,
): Omit<DealtCase, 'testCase'> {
  return { requirement: requirement.id, order: ordinal * STRIDE + index * lanes + lane, serviceId };
}

/**
 * How a case is dealt to the services. Most are dealt in turn, so that a fault of a single service is seen. Those that
 * must keep their order, or need what only one service has, stay together.
 */
function dealingOf(
  { needs }: Requirement,
  made: Case,
): 'by index' | 'to the first' | 'to all' | 'to the last' | 'in turn' {
  if (made.base !== null) return 'by index';
  // The sibling shares the port_id of the first service.
  if (needs.includes('sibling')) return 'to the first';
  // Each service moves to the ids that were dealt to it, and back.
  if (needs.includes('port-id')) return 'to all';
  // Each change needs a second of its own, so no lane takes more of them than it must.
  if (made.shape === 'after-a-second') return 'by index';
  return made.expect.forces === null ? 'in turn' : 'to the last';
}

/** Whether a case goes to a service. A case without a base body that only one service can make goes to that service. */
function isDealt(
  requirement: Requirement,
  made: Case,
  { ordinal, index, alone }: { readonly ordinal: number; readonly index: number; readonly alone: boolean },
  { lane, lanes }: Context,
): boolean {
  if (alone && made.base === null) return true;
  const goesTo = {
    'by index': index % lanes,
    'to the first': 0,
    'to all': lane,
    'to the last': lanes - 1,
    'in turn': (ordinal + index) % lanes,
  };
  return goesTo[dealingOf(requirement, made)] === lane;
}

/** A plan of one case: on the service that it was recorded on, or on the first if that one is not under test. */
export function planOne(
  { testCase, serviceId }: { readonly testCase: Case; readonly serviceId: string },
  contexts: readonly Context[],
): LanePlan[] {
  const at = Math.max(
    contexts.findIndex((context) => context.serviceId === serviceId),
    0,
  );
  return contexts.map((context, n) => {
    const lane = emptyLane();
    const { requirement, index: order } = testCase;
    if (n === at) place(lane, { testCase, order, requirement, serviceId: context.serviceId });
    return finished(lane);
  });
}
