import { checkSame } from '../checks/state.js';
import { member, type JsonObject } from '../json.js';
import type { Finding } from '../model.js';
import { BudgetSpent } from '../errors.js';
import type { Probe } from '../contract/probe.js';
import { confirmCulprit, ruleOutAnotherWriter } from './another-writer.js';
import type { Bench } from './bench.js';
import { orSpent } from './budget.js';
import type { Mark } from './classify.js';
import { knownMembers } from '../contract/sent.js';
import { bodyOf, enterFired, fire, type Fired } from './fire.js';
import type { Exchange } from './ledger.js';
import { later } from './later.js';

/** A probe with its place in the contract. */
export interface Placed {
  readonly probe: Probe;
  readonly order: number;
}

/** How many bodies that changed something in spite of their rejection are named. */
const CULPRITS = 3;

/**
 * Probes that must not be accepted fly together. Their base body, the twin, is accepted before and after, or their
 * rejection proves nothing; in between the service is at rest, in a state unlike the twin, and one read shows that
 * nothing changed (R16). A service that may not be changed gets an empty update instead of either. `afterwards` are probes
 * for which the service must rest for more than a second: the flock flies meanwhile.
 */
export async function flock(
  bench: Bench,
  twin: JsonObject,
  probes: readonly Placed[],
  changeable = true,
  afterwards: readonly Placed[] = [],
): Promise<void> {
  const first = probes[0];
  if (first === undefined) return;
  const mark: Mark = { order: first.order, probe: null, serviceId: bench.service.id };
  const rest = changeable ? restUnlike(bench.rest, twin) : {};
  const refused = async (body: JsonObject): Promise<boolean> => (await bench.put(body, mark)).value === null;
  // After a flock around the same twin, it has just been accepted.
  if ((!bench.isStanding(twin) && (await refused(twin))) || (await refused(rest))) {
    for (const { probe, order } of [...probes, ...afterwards])
      bench.env.ledger.unjudged(probe.requirement, order, 'the base body was not accepted');
    return;
  }
  const before = await bench.read(mark, []);
  const writes = bench.service.writes;
  const all = await bench.atOnce(probes.map((placed) => () => orSpent(fire(bench, placed))));
  const fired = all.flatMap((one) => (one instanceof BudgetSpent ? [] : [one]));
  const rejected = fired.filter(({ accepted }) => accepted === null);
  for (const { accepted } of fired) if (accepted !== null) bench.service.surprised(accepted);
  const undisturbed = rejected.length === fired.length ? writes : null;
  const unchanged = await orSpent(judgeUnchanged(bench, rest, rejected, before, undisturbed, mark));
  const afterAll =
    afterwards.length === 0
      ? null
      : await orSpent(later(bench, afterwards, writes === bench.service.writes ? { read: before } : null));
  const refusedAgain = await orSpent(refused(twin));
  if (refusedAgain === false) bench.stands(twin);
  // Without the twin a rejection proves nothing; what breaches the contract does so all the same.
  const proven = refusedAgain instanceof BudgetSpent ? fired.filter(({ ruling }) => ruling.kind === 'violates') : fired;
  for (const one of proven) enterFired(bench, one, refusedAgain === false);
  const spent = [...all, unchanged, afterAll, refusedAgain].find((one) => one instanceof BudgetSpent);
  if (spent !== undefined) throw spent;
}

/** The resting state, with approval_enabled the other way round than in the twin. */
export function restUnlike(rest: JsonObject, twin: JsonObject): JsonObject {
  return { ...rest, approval_enabled: member(twin, 'approval_enabled') === false };
}

async function judgeUnchanged(
  bench: Bench,
  rest: JsonObject,
  rejected: readonly Fired[],
  before: JsonObject | null,
  writes: number | null,
  mark: Mark,
): Promise<void> {
  if (rejected.length === 0 || before === null) return;
  let reference = before;
  if (writes === null) {
    // An accepted body has changed the state: what the others do shows only without it.
    if ((await bench.put(rest, mark)).value === null) return;
    const again = await bench.look(mark);
    if (again === null) return;
    reference = again.value;
    const since = bench.service.writes;
    await bench.atOnce(
      rejected.map(
        ({ placed }) =>
          () =>
            fire(bench, placed),
      ),
    );
    writes = since;
  }
  const after = await bench.look(mark);
  if (after === null) return;
  bench.env.ledger.watched('effect/atomic', rejected.length);
  const changes = changesOf(bench, reference, after.value, writes === bench.service.writes);
  if (changes.length === 0) return;
  // The values that were rejected are this run's too, should they have been stored all the same.
  bench.service.sending(rejected.map(({ placed }) => knownMembers(bodyOf(placed.probe) ?? null)));
  const found = await nameCulprits(
    bench,
    rest,
    rejected,
    mark,
    changes.every(({ pointer }) => pointer === '/updated_at'),
  );
  const departures = bench.service.readMismatches(after.value);
  if (found === 0 && departures.length > 0) {
    await ruleOutAnotherWriter(bench, departures, mark);
    bench.enter(changes, mark, [...rejected.slice(0, 2).map(({ exchange }) => exchange), after.exchange]);
  }
}

/** What differs between two reads though nothing was accepted in between. */
function changesOf(bench: Bench, before: JsonObject, after: JsonObject, untouched: boolean): Finding[] {
  const changes = checkSame('effect/atomic', before, after);
  if (bench.env.reads === 'GET' && untouched) {
    const [was, is] = [member(before, 'updated_at'), member(after, 'updated_at')];
    if (typeof was === 'string' && typeof is === 'string' && was !== is) {
      changes.push({ requirement: 'effect/atomic', pointer: '/updated_at', expected: was, received: is });
    }
  }
  return changes;
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
    // updated_at counts whole seconds: a change shows only in another one.
    if (onlyTime) await bench.env.settler.pause(bench.env.settlingMs);
    const writes = bench.service.writes;
    const exchanges: Exchange[] = [];
    for (const one of onlyTime ? rejected.map((fired) => fired.placed) : [placed])
      exchanges.push((await fire(bench, one)).exchange);
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
    bench.enter(changes, { order: placed.order, probe: placed.probe, serviceId: bench.service.id }, [
      { ...before.exchange, role: 'prepare' },
      ...exchanges.slice(0, 1),
      after.exchange,
    ]);
    if (found >= CULPRITS) break;
  }
  return found;
}
