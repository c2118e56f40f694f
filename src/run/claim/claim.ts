import { AnotherWriter, OtherRun } from '../../shared/errors.js';
import { serialize, type JsonObject } from '../../shared/json.js';
import { claimBody } from '../../contract/plain.js';
import type { ServiceSession } from '../../judge/service-session.js';
import type { Environment } from '../../judge/environment.js';
import type { Mark } from '../../judge/classify.js';
import { storedMember } from '../../operation/operation.js';
import type { Attempt } from '../../shared/model.js';
import { putRequest } from '../../judge/wire.js';
import { marksOf } from '../../shared/run-mark.js';
import { departures } from '../restore/departures.js';
import type { Survey } from '../survey/prepare.js';
import type { RunSession } from '../run-session.js';

/** A claim stands when nobody has claimed over it for so long, in milliseconds; on a slow service, for twice what it took. */
const STANDS_MS = 300;
/**
 * From the look that found a service free until the claim has come in. Who took longer may have claimed over a run that had
 * proven its own claim meanwhile, and gives it the time to notice.
 */
const PROMPT_MS = STANDS_MS / 2;
/** How many claims are made in a row if none was prompt, or none shows. */
const ROUNDS = 3;

/** A service that is to be claimed. */
interface Claimed {
  readonly session: ServiceSession;
  readonly found: JsonObject;
  /** The update that claims it. */
  readonly body: JsonObject;
  /** When the look began that found it free, or showed the claim of the round before; null where none succeeded. */
  freeAt: number | null;
}

/**
 * Claims each service that is to be changed, by the first update that changes it, with a mark that no other run has: two runs of
 * one seed send the same otherwise. Of two that begin at once, the one whose claim was written over finds that of the other. So a
 * service must show what it showed at first, or rest, before it is claimed, and no mark but the claim's own from then on.
 *
 * @throws OtherRun where a service shows another mark; AnotherWriter where it changes though nothing was sent that changes it
 */
export async function claimServices(
  { claim, claimed, endpoint }: Pick<RunSession, 'claimed' | 'endpoint'> & { readonly claim: string },
  surveyed: Survey,
  env: Environment,
): Promise<void> {
  const strict = { ...env, marks: new Set([claim]), confirms: false };
  // In one order, so that of two runs which share several services one is first at all.
  let open: readonly Claimed[] = surveyed.sessions
    .flatMap(({ session, context, changeable }) => {
      const found = surveyed.found.find(({ serviceId }) => serviceId === session.service.id)?.state ?? null;
      const body = claimBody(context, claim);
      if (!changeable || found === null || body === null) return [];
      return [{ session: session.within(strict), found, body, freeAt: null }];
    })
    .sort((a, b) => (a.session.service.id < b.session.service.id ? -1 : 1));
  try {
    for (const one of open) one.freeAt = await findFree(one);
    for (let round = 1; round <= ROUNDS && open.length > 0; round += 1) {
      const took: number[] = [];
      for (const one of open) {
        claimed.add(one.session.service.id);
        const { attempts } = await put(one);
        took.push((attempts.at(-1)?.endedAt ?? Infinity) - (one.freeAt ?? -Infinity));
      }
      // The embedded mock is at nobody else's hands.
      const stands = Math.max(STANDS_MS, ...took.filter(Number.isFinite).map((ms) => 2 * ms));
      if (!endpoint.embedded) await env.settler.pause(stands);
      const shows: boolean[] = [];
      for (const one of open) {
        const seen = await one.session.look(markOf(one.session));
        one.freeAt = sentAt(seen?.exchange.attempts);
        shows.push(seen !== null && marksOf(seen.value).includes(claim));
      }
      open = open.filter((_one, n) => !endpoint.embedded && !(shows[n] === true && (took[n] ?? Infinity) <= PROMPT_MS));
    }
  } catch (error) {
    throw error instanceof OtherRun ? new OtherRun(error.serviceId, error.mark, true) : error;
  }
}

/** Looks whether a service shows what it showed at first, or rests; when that look began. */
async function findFree({ session, found }: Claimed): Promise<number | null> {
  const { operation, naming, id } = session.service;
  const seen = await session.look(markOf(session));
  if (seen === null) return null;
  // An empty update, which went before, may set a member to its default (R12).
  const moved = departures(operation, found, seen.value, naming);
  if (moved.every(({ name }) => storedMember(operation, name)?.fallback !== undefined))
    return sentAt(seen.exchange.attempts);
  // What the service itself made of an empty update stays, and is judged by the cases; who else writes goes on.
  await session.env.settler.pause(2 * session.env.settlingMs);
  const again = await session.look(markOf(session));
  if (again === null || departures(operation, seen.value, again.value, naming).length > 0)
    throw new AnotherWriter(
      id,
      `another writer changes ${id}: what it showed at first it does not show any more, before anything was sent that changes it`,
    );
  return sentAt(again.exchange.attempts);
}

async function put({ session, body }: Claimed): Promise<{ readonly attempts: readonly Attempt[] }> {
  const request = putRequest(serialize(body), session.env.address, session.service.id);
  const { settled } = await session.update(request, session.asked(markOf(session)), [body]);
  return settled;
}

function sentAt(attempts: readonly Attempt[] = []): number | null {
  return attempts.at(-1)?.sentAt ?? null;
}

function markOf({ service }: ServiceSession): Mark {
  return { order: -1, probe: null, serviceId: service.id };
}
