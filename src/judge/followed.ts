import { knownMembers } from '../contract/sent.js';
import { serialize } from '../json.js';
import { markOf, type Bench } from './bench.js';
import { bodyOf, enterFired, fire } from './fire.js';
import type { Placed } from './flock.js';
import { putRequest } from './wire.js';

/**
 * Sends a probe that must be rejected, and an empty update right after it, which omits all that was rejected: no value of
 * a rejected request takes effect later (R13, R16).
 */
export async function followed(bench: Bench, placed: Placed): Promise<void> {
  const { probe, order } = placed;
  const { ledger, address } = bench.env;
  const mark = markOf(probe, order, bench.service);
  const fired = await fire(bench, placed);
  const { ruling, exchange, accepted } = fired;
  if (ruling.kind !== 'conforms') enterFired(bench, fired, true);
  if (ruling.kind === 'unjudged') return;
  if (accepted !== null) {
    await bench.put(bench.rest, mark);
    return;
  }
  const seen = bench.env.reads === 'GET' ? await bench.look(mark) : null;
  if (seen !== null && bench.service.readMismatches(seen.value).length > 0) {
    ledger.impossible(probe.requirement, 'the rejected request changed the service at once, which is judged elsewhere');
    await bench.put(bench.rest, mark);
    return;
  }
  // A rejected value that shows later is this run's own.
  bench.service.sending([knownMembers(bodyOf(probe) ?? null)]);
  const after = await bench.update(putRequest(serialize({}), address, bench.service.id), bench.asked(mark), [{}]);
  bench.enter(after.findings, mark, [exchange, after.exchange]);
  if (ruling.kind === 'violates') return;
  if (after.value === null) ledger.unjudged(probe.requirement, order, 'the update after it was not accepted');
  else enterFired(bench, fired, true);
}
