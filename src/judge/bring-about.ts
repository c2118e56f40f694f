import type { JsonObject } from '../shared/json.js';
import type { ServiceSession } from './service-session.js';
import type { Mark } from './classify.js';

/** Sends the updates that lead to a state. Returns false if the service does not accept one of them. */
export async function bringAbout(session: ServiceSession, steps: readonly JsonObject[], mark: Mark): Promise<boolean> {
  for (const step of steps) if ((await session.put(step, mark)).value === null) return false;
  return true;
}
