import { OtherRun, RunStopped } from '../errors.js';
import { serialize, type JsonObject } from '../json.js';
import type { Bench, Environment } from '../judge/bench.js';
import type { Mark } from '../judge/classify.js';
import { putRequest } from '../judge/wire.js';
import { markedName, markedText, marksOf } from '../run-mark.js';
import { storedMember } from '../operation/operation.js';
import { departures } from './departures.js';
import type { Ground } from './prepare.js';

/** Another run that read the services before they were claimed may take so long to claim them itself, in milliseconds. */
const CLAIMING_MS = 300;

function markOf({ service }: Bench): Mark {
  return { order: -1, probe: null, serviceId: service.id };
}

/**
 * Claims each service that is to be changed, as the first update that changes it: with a mark that no other run has, since two
 * runs of one seed send the same otherwise. Before that it must show what it showed at first, or rest.
 *
 * @throws RunStopped where it does not, since somebody else changes it; OtherRun where that is another run
 */
export async function claimServices(ground: Ground, env: Environment, claim: string): Promise<void> {
  for (const { bench, changeable } of ground.benches) {
    const found = ground.found.find(({ serviceId }) => serviceId === bench.service.id);
    if (!changeable || found === undefined || found.state === null) continue;
    const own = bench.within(env);
    const seen = await own.look(markOf(own));
    const { operation } = bench.service;
    // An empty update, which went before, may set a member to its default (R12).
    const moved = seen === null ? [] : departures(operation, found.state, seen.value, bench.service.naming);
    const strange = moved.some(({ name }) => storedMember(operation, name)?.fallback === undefined);
    // Nothing that carries a mark was sent yet but this claim: any other is of a run of the same seed.
    const marked = seen !== null && marksOf(seen.value).some((mark) => mark !== claim);
    if (marked || (strange && !(await rests(own, seen?.value ?? {}))))
      throw new RunStopped(
        `another writer changes ${found.serviceId}: what it showed at first it does not show any more, before anything was sent that changes it`,
      );
    const body: JsonObject = {
      service_name: markedName(claim, 'claim'),
      description: markedText('Claim', claim),
    };
    await own.update(putRequest(serialize(body), env.address, found.serviceId), own.asked(markOf(own)), [body]);
  }
}

/**
 * Whether a service still shows the same after a while. What the service itself made of an empty update stays, and is judged by
 * the cases; who else writes goes on.
 */
async function rests(bench: Bench, shown: JsonObject): Promise<boolean> {
  await bench.env.settler.pause(2 * bench.env.settlingMs);
  const again = await bench.look(markOf(bench));
  const { operation, naming } = bench.service;
  return again !== null && departures(operation, shown, again.value, naming).length === 0;
}

/**
 * Reads the services once more when all are claimed: of two runs that began at once, the one that claimed first finds the claim of
 * the other, and leaves the services to it.
 *
 * @throws OtherRun where a service shows the claim of another run
 */
export async function proveClaims(ground: Ground, env: Environment): Promise<void> {
  try {
    await env.settler.pause(CLAIMING_MS);
    for (const { bench, changeable } of ground.benches) {
      const own = bench.within(env);
      if (changeable) await own.look(markOf(own));
    }
  } catch (error) {
    throw error instanceof OtherRun ? new OtherRun(error.serviceId, error.mark, true) : error;
  }
}
