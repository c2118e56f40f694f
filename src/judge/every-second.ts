import { changeTime, secondOf } from '../checks/times.js';
import type { CaseSession } from './case-session.js';
import { ofRun } from './purpose.js';

const SECONDS = 60;
/** Updates per second, so that no second passes unseen. */
const PER_SECOND = 2.5;

/**
 * Updates a service, for at most a minute, until its time of the last change has been seen in every second of a minute:
 * its form must hold in each of them (R26). `seen` holds the seconds already seen.
 */
export async function everySecond(session: CaseSession, seen: ReadonlySet<number>): Promise<void> {
  const { service, env, baseline, other } = session;
  const all = new Set(seen);
  const purpose = ofRun('watch', service.id);
  for (let n = 0; n < SECONDS * PER_SECOND && all.size < SECONDS; n += 1) {
    const { value } = await session.put(n % 2 === 0 ? baseline : other, purpose);
    const second = value === null ? null : secondOf(changeTime(service.operation, value));
    // Without a time in the right form, which is judged in every reply, there is nothing to wait for.
    if (second === null) return;
    all.add(second);
    await env.settler.pause(env.settlingMs / PER_SECOND);
  }
}
