import { AnotherWriter, OtherRun } from '../../shared/errors.js';
import { serialize, type JsonObject } from '../../shared/json.js';
import { claimBody } from '../../contract/plain.js';
import type { ServiceSession } from '../../judge/service-session.js';
import type { Environment } from '../../judge/environment.js';
import { ofRun } from '../../judge/purpose.js';
import { storedMember } from '../../operation/operation.js';
import type { Attempt } from '../../shared/model.js';
import { putRequest } from '../../judge/wire.js';
import { marksOf } from '../../shared/run-mark.js';
import { departures } from '../restore/departures.js';
import type { Survey } from '../survey/prepare.js';
import type { RunSession } from '../run-session.js';

/** Milliseconds after which a claim that was not overwritten stands; on a slow service, twice the time that it took. */
const STANDS_MS = 300;
/**
 * Maximum time in milliseconds from the read that found a service free to the end of the claim. A slower claim may have
 * overwritten one that was proven in the meantime; the run behind that one then gets time to notice.
 */
const PROMPT_MS = STANDS_MS / 2;
/** Maximum number of claims in a row, if none was prompt or none shows. */
const ROUNDS = 3;

/** A service to claim. */
interface Claimed {
  readonly session: ServiceSession;
  readonly found: JsonObject;
  /** The update that claims it. */
  readonly body: JsonObject;
  /** Start of the read that found it free, or that showed the claim of the round before; null if none succeeded. */
  freeAt: number | null;
}

/**
 * Claims each service that is to be changed: the first update that changes it carries a mark that no other run has,
 * since two runs with the same seed otherwise send the same. If two runs begin at once, the one whose claim was
 * overwritten finds the other's mark. So a service must show its initial state, or a steady one, before it is claimed,
 * and no other mark afterwards.
 *
 * @throws OtherRun if a service shows another mark; AnotherWriter if it changes though nothing was sent that changes it
 */
export async function claimServices(
  { claim, claimed, endpoint }: Pick<RunSession, 'claimed' | 'endpoint'> & { readonly claim: string },
  surveyed: Survey,
  env: Environment,
): Promise<void> {
  const strict = { ...env, marks: new Set([claim]) };
  // In a fixed order, so that if two runs share several services, the same one is first everywhere.
  let open: readonly Claimed[] = surveyed.sessions
    .flatMap(({ session, context, changeable }) => {
      const found = surveyed.found.find(({ serviceId }) => serviceId === session.service.id)?.state ?? null;
      const body = claimBody(context, claim);
      if (!changeable || found === null || body === null) return [];
      return [{ session: session.apart(strict), found, body, freeAt: null }];
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
      // Nobody else uses the embedded mock.
      const stands = Math.max(STANDS_MS, ...took.filter(Number.isFinite).map((ms) => 2 * ms));
      if (!endpoint.embedded) await env.settler.pause(stands);
      const shows: boolean[] = [];
      for (const one of open) {
        const seen = await one.session.look(ofRun('claim', one.session.service.id));
        one.freeAt = sentAt(seen?.exchange.attempts);
        shows.push(seen !== null && marksOf(seen.value).includes(claim));
      }
      open = open.filter((_one, n) => !endpoint.embedded && !(shows[n] === true && (took[n] ?? Infinity) <= PROMPT_MS));
    }
  } catch (error) {
    throw error instanceof OtherRun ? new OtherRun(error.serviceId, error.mark, true) : error;
  }
}

/** Checks that a service shows its initial or a steady state. Returns the start of that read; null if it failed. */
async function findFree({ session, found }: Claimed): Promise<number | null> {
  const { operation, naming, id } = session.service;
  const seen = await session.look(ofRun('claim', session.service.id));
  if (seen === null) return null;
  // An earlier empty update may have set a member to its default (R12).
  const moved = departures(operation, found, seen.value, naming);
  if (moved.every(({ name }) => storedMember(operation, name)?.fallback !== undefined))
    return sentAt(seen.exchange.attempts);
  // A change that the service itself made at an empty update stays, and the cases judge it; another writer goes on
  // writing.
  await session.env.settler.pause(2 * session.env.settlingMs);
  const again = await session.look(ofRun('claim', session.service.id));
  if (again === null || departures(operation, seen.value, again.value, naming).length > 0)
    throw new AnotherWriter(
      id,
      `another writer is changing ${id}: it no longer shows what it first showed, although nothing that changes it was sent`,
    );
  return sentAt(again.exchange.attempts);
}

async function put({ session, body }: Claimed): Promise<{ readonly attempts: readonly Attempt[] }> {
  const request = putRequest(serialize(body), session.env.address, session.service.id);
  const { settled } = await session.update(request, session.asked(ofRun('claim', session.service.id)), [body]);
  return settled;
}

function sentAt(attempts: readonly Attempt[] = []): number | null {
  return attempts.at(-1)?.sentAt ?? null;
}
