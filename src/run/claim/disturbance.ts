import { AnotherWriter, OtherRun } from '../../shared/errors.js';
import { member } from '../../shared/json.js';
import type { Survey } from '../survey/prepare.js';
import { environment, type RunSession } from '../run-session.js';

/** Milliseconds between two looks, and the number of looks, for another writer to show. */
const AT_REST_MS = 200;
const LOOKS = 5;

/**
 * Who disturbs the services, where one shows what this run never sent. Nothing is sent to it meanwhile: where its state moves all
 * the same, or the mark of another run turns up, what was found before may be that one's doing as well. Null where nothing of the
 * kind is seen: then it may be the service.
 */
export async function disturbance(
  runSession: RunSession,
  surveyed: Survey,
  error: AnotherWriter,
): Promise<AnotherWriter | null> {
  // Of a service that was not claimed yet it is certain.
  if (error instanceof OtherRun || !runSession.claimed.has(error.serviceId)) return error;
  const concerned = surveyed.sessions.find(({ session }) => session.service.id === error.serviceId);
  if (concerned === undefined) return null;
  const env = { ...environment(runSession, runSession.hooks.signal), reads: surveyed.reads };
  const session = concerned.session.within(env);
  const { stored } = session.service.operation;
  let before: string | null = null;
  try {
    for (let n = 0; n < LOOKS; n += 1) {
      if (n > 0) await env.settler.pause(AT_REST_MS);
      const seen = await session.look({ order: Number.MAX_SAFE_INTEGER, probe: null, serviceId: error.serviceId });
      const now = seen === null ? null : JSON.stringify(stored.map(({ name }) => member(seen.value, name) ?? null));
      if (before !== null && now !== null && now !== before) return error;
      before = now ?? before;
    }
    return null;
  } catch (met) {
    return met instanceof OtherRun ? met : null;
  }
}
