import { checkSame } from '../checks/state.js';
import { changeTime, changeTimePointer } from '../checks/times.js';
import { BudgetSpent } from '../shared/errors.js';
import type { JsonObject } from '../shared/json.js';
import type { Finding } from '../shared/model.js';
import { confirmCulprit, ruleOutAnotherWriter } from './another-writer.js';
import type { Bench } from './bench.js';
import { orSpent } from './budget.js';
import type { Mark } from './classify.js';
import { enterFired, fire, fireAgain, type Fired } from './fire.js';
import type { Exchange } from './ledger.js';
import { movesTime } from './moves-time.js';
import type { Placed } from './placed.js';

/** How many bodies that changed something in spite of their rejection are named. */
const CULPRITS = 3;

/** A service that has been set to rest, and has accepted nothing since. */
export interface AtRest {
  readonly state: JsonObject;
  /** What a read has shown since; null where it did not succeed. */
  readonly read: JsonObject | null;
  /** How many updates it had accepted by then. */
  readonly writes: number;
}

/** What became of a flock. */
export interface Landed {
  readonly fired: readonly Fired[];
  /** The service after it; null where it is not known to rest any more. */
  readonly atRest: AtRest | null;
  /** The budget that ended it, where one did. */
  readonly spent: BudgetSpent | null;
}

/**
 * Probes that must not be accepted fly together, at a service that rests; one read shows that nothing changed (R16). Of
 * their rulings nothing is entered yet.
 */
export async function flock(bench: Bench, probes: readonly Placed[], atRest: AtRest): Promise<Landed> {
  const mark = flockMark(bench, probes);
  const all = await bench.atOnce(
    probes.map(
      (placed) => () => orSpent(placed.probe.shape === 'again' ? fireAgain(bench, placed) : fire(bench, placed)),
    ),
  );
  const fired = all.flatMap((one) => (one instanceof BudgetSpent ? [] : [one]));
  for (const { accepted } of fired) if (accepted !== null) bench.service.surprised(accepted);
  const after = await orSpent(judgeUnchanged(bench, fired, atRest, mark));
  const spent = [...all, after].find((one) => one instanceof BudgetSpent) ?? null;
  return { fired, atRest: after instanceof BudgetSpent ? null : after, spent };
}

/** The mark of what a flock needs around its probes: that of the first, but for the probe. */
export function flockMark({ service }: Bench, probes: readonly Placed[]): Mark {
  return { order: probes[0]?.order ?? 0, probe: null, serviceId: service.id };
}

/** Sets a service to rest, and reads it; null where it does not accept that. */
export async function setToRest(bench: Bench, state: JsonObject, mark: Mark): Promise<AtRest | null> {
  const { value, exchange } = await bench.put(state, mark);
  if (value === null) return null;
  const read = await bench.read(mark, [{ ...exchange, role: 'prepare' }]);
  return { state, read, writes: bench.service.writes };
}

/** Whether the rejected ones left the service as it was. It rests as it did, or null. */
async function judgeUnchanged(
  bench: Bench,
  fired: readonly Fired[],
  { state, read: before, writes }: AtRest,
  mark: Mark,
): Promise<AtRest | null> {
  const rejected = fired.filter((one) => one.rejected);
  if (rejected.length === 0 || before === null) return null;
  let reference = before;
  let undisturbed = writes;
  if (await isDisturbed(bench, fired, before, mark)) {
    // Another body has changed the state: what those do that were rejected shows only without it.
    if ((await bench.put(state, mark)).value === null) return null;
    const again = await bench.look(mark);
    if (again === null) return null;
    reference = again.value;
    undisturbed = bench.service.writes;
    await bench.atOnce(
      rejected.map(
        ({ placed }) =>
          () =>
            fire(bench, placed),
      ),
    );
  }
  const after = await bench.look(mark);
  if (after === null) return null;
  bench.env.ledger.watched('effect/atomic', rejected.length);
  const changes = changesOf(bench, reference, after.value, undisturbed === bench.service.writes);
  if (changes.length === 0) return { state, read: after.value, writes: bench.service.writes };
  const found = await nameCulprits(
    bench,
    state,
    rejected,
    mark,
    changes.every(({ pointer }) => pointer === changeTimePointer(bench.service.operation)),
  );
  const departures = bench.service.readMismatches(after.value);
  if (found === 0 && departures.length > 0) {
    await ruleOutAnotherWriter(bench, departures, mark);
    bench.enter(changes, mark, [...rejected.slice(0, 2).map(({ exchange }) => exchange), after.exchange]);
  }
  return null;
}

/** Whether the state was changed though nothing that was rejected need have done it: something was accepted, or broke. */
async function isDisturbed(bench: Bench, fired: readonly Fired[], before: JsonObject, mark: Mark): Promise<boolean> {
  if (fired.some(({ accepted }) => accepted !== null)) return true;
  if (fired.every(({ rejected }) => rejected)) return false;
  const after = await bench.look(mark);
  return after === null || checkSame(bench.service.operation, 'effect/atomic', before, after.value).length > 0;
}

/** What differs between two reads though nothing was accepted in between. */
function changesOf(bench: Bench, before: JsonObject, after: JsonObject, untouched: boolean): Finding[] {
  const { operation } = bench.service;
  const changes = checkSame(operation, 'effect/atomic', before, after);
  if (bench.env.reads === 'GET' && untouched) {
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

/** Whether a service shows another time of its last change than it did. */
async function hasMoved(bench: Bench, before: JsonObject | undefined, mark: Mark): Promise<boolean> {
  const { operation } = bench.service;
  const now = await bench.look(mark);
  return now !== null && before !== undefined && changeTime(operation, now.value) !== changeTime(operation, before);
}

/** Sends the rejected ones again, one by one, to see which of them changes something. */
async function nameCulprits(
  bench: Bench,
  rest: JsonObject,
  rejected: readonly Fired[],
  mark: Mark,
  onlyTime: boolean,
): Promise<number> {
  let found = 0;
  for (const { placed } of onlyTime ? rejected.slice(0, 1) : rejected) {
    if ((await bench.put(rest, mark)).value === null) continue;
    const before = await bench.look(mark);
    const writes = bench.service.writes;
    const exchanges: Exchange[] = [];
    let culprit = placed;
    const again = async (): Promise<boolean> => {
      for (const one of onlyTime ? rejected.map((fired) => fired.placed) : [placed]) {
        const now = await fire(bench, one);
        // The first to move the time is told.
        if (!onlyTime || (exchanges.length === 0 && (await hasMoved(bench, before?.value, mark)))) {
          exchanges.push(now.exchange);
          culprit = one;
        }
        if (now.accepted !== null) bench.service.surprised(now.accepted);
        // What must be rejected must be so at any repetition; but it was not rejected then.
        if (now.ruling.kind === 'violates' && !now.rejected) enterFired(bench, now, true);
        if (!now.rejected) return false;
      }
      return true;
    };
    // The platform may touch a service: updated_at must stand still without these requests.
    if (onlyTime && !(await movesTime(bench, mark, again))) return found;
    if (!onlyTime && !(await again())) continue;
    const after = await bench.look(mark);
    if (before === null || after === null) continue;
    const changes = changesOf(bench, before.value, after.value, writes === bench.service.writes);
    if (changes.length === 0) continue;
    await confirmCulprit(bench, after.value, mark, async () => {
      if ((await bench.put(rest, mark)).value === null) return false;
      const { ruling, accepted } = await fire(bench, placed);
      return ruling.kind !== 'unjudged' && accepted === null;
    });
    found += 1;
    bench.enter(changes, { order: culprit.order, probe: culprit.probe, serviceId: bench.service.id }, [
      { ...before.exchange, role: 'prepare' },
      ...exchanges.slice(0, 1),
      after.exchange,
    ]);
    if (found >= CULPRITS) break;
  }
  return found;
}
