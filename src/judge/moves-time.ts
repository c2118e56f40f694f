import { changeTime } from '../checks/times.js';
import type { ServiceSession } from './service-session.js';
import type { Purpose } from './purpose.js';

/** How often an action must be seen to move the time of the last change, and how often to wait for a still time. */
const TURNS = 2;
const STILL = 3;

/**
 * Whether an action moves the time of the last change, as opposed to the platform, which may touch a service at any
 * time (R26). Each time, it must stand still for more than a second without the action and move with it.
 */
export async function movesTime(
  session: ServiceSession,
  purpose: Purpose,
  act: () => Promise<boolean>,
): Promise<boolean> {
  for (let turn = 0; turn < TURNS; turn += 1) {
    const still = await standsStill(session, purpose);
    if (still === null || !(await act())) return false;
    const after = await timeOf(session, purpose);
    if (after === null || after === still) return false;
  }
  return true;
}

/** The time of the last change once it has stood still for more than a second; null if it does not. */
async function standsStill(session: ServiceSession, purpose: Purpose): Promise<string | null> {
  let before = await timeOf(session, purpose);
  for (let turn = 0; turn < STILL && before !== null; turn += 1) {
    // The time counts whole seconds: a change shows only in a later one.
    await session.env.settler.pause(session.env.settlingMs);
    const after = await timeOf(session, purpose);
    if (after === before) return after;
    before = after;
  }
  return null;
}

async function timeOf(session: ServiceSession, purpose: Purpose): Promise<string | null> {
  const time = changeTime(session.service.operation, (await session.look(purpose))?.value ?? {});
  return typeof time === 'string' ? time : null;
}
