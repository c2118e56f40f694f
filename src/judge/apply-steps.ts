import type { JsonObject } from '../shared/json.js';
import type { ServiceSession } from './service-session.js';
import type { Purpose } from './purpose.js';

/** Sends the updates that lead to a state. Returns false if the service does not accept one of them. */
export async function applySteps(
  session: ServiceSession,
  steps: readonly JsonObject[],
  purpose: Purpose,
): Promise<boolean> {
  for (const step of steps) if ((await session.put(step, purpose)).value === null) return false;
  return true;
}
