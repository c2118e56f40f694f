import { ofRun } from '../../judge/purpose.js';
import { AnotherWriter, OtherRun } from '../../shared/errors.js';
import { member } from '../../shared/json.js';
import type { Survey } from '../survey/prepare.js';
import { environment, type RunSession } from '../run-session.js';

/** Milliseconds between two reads, and number of reads, in which another writer may show up. */
const BETWEEN_LOOKS_MS = 200;
const LOOKS = 5;

/**
 * The writer that disturbs the services, after one of them showed what this run never sent. Nothing is sent to that
 * service meanwhile: if its state still changes, or the mark of another run appears, earlier findings may be the work
 * of that writer too. Null if neither is seen: then it may be the service itself.
 */
export async function disturbance(
  runSession: RunSession,
  surveyed: Survey,
  error: AnotherWriter,
): Promise<AnotherWriter | null> {
  // Before a service is claimed, another writer is certain.
  if (error instanceof OtherRun || !runSession.claimed.has(error.serviceId)) return error;
  const concerned = surveyed.sessions.find(({ session }) => session.service.id === error.serviceId);
  if (concerned === undefined) return null;
  const env = { ...environment(runSession, runSession.hooks.signal), reads: surveyed.reads };
  const session = concerned.session.apart(env);
  const { stored } = session.service.operation;
  let before: string | null = null;
  try {
    for (let n = 0; n < LOOKS; n += 1) {
      if (n > 0) await env.settler.pause(BETWEEN_LOOKS_MS);
      const seen = await session.look(ofRun('watch', error.serviceId));
      const now = seen === null ? null : JSON.stringify(stored.map(({ name }) => member(seen.value, name) ?? null));
      if (before !== null && now !== null && now !== before) return error;
      before = now ?? before;
    }
    return null;
  } catch (met) {
    return met instanceof OtherRun ? met : null;
  }
}
