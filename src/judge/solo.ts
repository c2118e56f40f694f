import { checkSame, mismatchFinding } from '../checks/state.js';
import type { Finding } from '../shared/model.js';
import { ruleOutAnotherWriter } from './another-writer.js';
import { markOf, type Bench } from './bench.js';
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
import { wireRequest } from './wire.js';

/** Runs a probe that the service may accept: alone on its service, followed by a read. */
export async function solo(bench: Bench, placed: Placed): Promise<void> {
  const { probe, order } = placed;
  const mark = markOf(probe, order, bench.service);
  if (!(await bringAbout(bench, stepsTo(probe, bench.rest), mark))) {
    bench.env.ledger.unjudged(probe.requirement, order, 'the state to begin with was not accepted');
    return;
  }
  switch (probe.shape) {
    case 'race':
      return race(bench, placed, mark);
    case 'followed':
      return followed(bench, placed);
    case 'twice':
      return twice(bench, placed, mark);
    case 'crowd':
      return crowd(bench, placed);
    default:
      await once(bench, placed, mark);
  }
}

async function send(bench: Bench, placed: Placed): Promise<Updated> {
  const { probe } = placed;
  const request = wireRequest(probe, bench.env.address, bench.service.id);
  return bench.update(request, askedOf(bench, placed), probe.applies, probe.expect.foldsPortId);
}

/** Enters what the answer says of the probe's own requirement. */
function enter(
  bench: Bench,
  { probe, order }: Placed,
  updated: Updated,
  also: readonly Finding[] = [],
  earlier: readonly Exchange[] = [],
): void {
  const { ledger, profile } = bench.env;
  const ruling = rule(probe, updated.settled, profile);
  if (updated.settled.kind === 'breaks') ledger.of(probe.requirement).broke = true;
  const findings = [...(ruling.kind === 'violates' ? [ruling.finding] : []), ...also];
  if (findings.length > 0) {
    ledger.violates(probe.requirement, {
      order,
      probe,
      serviceId: bench.service.id,
      findings,
      exchanges: bench.withState({ probe }, [...earlier, updated.exchange]),
    });
  } else if (ruling.kind === 'unjudged') ledger.unjudged(probe.requirement, order, ruling.reason);
  else ledger.conforms(probe.requirement, order, probe.drawn);
}

/** Sends a probe once, and reads what it did. */
export async function once(bench: Bench, placed: Placed, mark: Mark): Promise<void> {
  const updated = await send(bench, placed);
  if (await inTheWayItself(bench, placed, updated, () => send(bench, placed))) return;
  const { initial } = bench.service;
  const assigned = massAssigned(bench.service.operation, placed.probe, updated.value, initial);
  enter(bench, placed, updated, assigned);
  bench.enter(updated.findings, mark, [updated.exchange]);
  if (isRejection(updated.settled)) return unchanged(bench, mark, updated.exchange);
  const read = await bench.read(mark, [updated.exchange]);
  if (assigned.length === 0)
    bench.enter(massAssigned(bench.service.operation, placed.probe, read, initial), mark, [updated.exchange]);
}

/** A probe that was rejected has changed nothing (R16). */
async function unchanged(bench: Bench, mark: Mark, exchange: Exchange): Promise<void> {
  const seen = await bench.look(mark);
  if (seen === null || bench.env.reads !== 'GET') return;
  bench.env.ledger.watched('effect/atomic');
  const departures = bench.service.readMismatches(seen.value);
  await ruleOutAnotherWriter(bench, departures, mark);
  bench.enter(
    departures.map((m) => mismatchFinding(bench.service.operation, 'effect/atomic', m)),
    mark,
    [exchange, seen.exchange],
  );
  bench.service.adoptRead(seen.value);
}

/** The same update twice (R17). */
async function twice(bench: Bench, placed: Placed, mark: Mark): Promise<void> {
  const first = await send(bench, placed);
  bench.enter(first.findings, mark, [first.exchange]);
  if (first.value === null) {
    bench.env.ledger.unjudged(placed.probe.requirement, placed.order, 'the first of the two updates was not accepted');
    return;
  }
  const second = await send(bench, placed);
  bench.enter(second.findings, mark, [first.exchange, second.exchange]);
  enter(
    bench,
    placed,
    second,
    second.value === null
      ? []
      : checkSame(bench.service.operation, placed.probe.requirement, first.value, second.value),
    [first.exchange],
  );
  await bench.read(mark, [first.exchange, second.exchange]);
}
