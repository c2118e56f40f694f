import type { JsonObject } from '../shared/json.js';
import type { CaseSession } from './case-session.js';
import type { Exchange } from './ledger.js';
import type { Purpose } from './purpose.js';

/** A service that was set to its baseline and has accepted nothing since. */
export interface AtBaseline {
  readonly state: JsonObject;
  /** What a read has shown since; null if it did not succeed. */
  readonly read: JsonObject | null;
  /** Number of accepted updates at that point. */
  readonly writes: number;
}

/** Sets a service to a baseline and judges a read of it; null if it does not accept the baseline. */
export function setToBaseline(session: CaseSession, state: JsonObject, purpose: Purpose): Promise<AtBaseline | null> {
  return setAndRead(session, state, purpose, (exchange) => session.read(purpose, [{ ...exchange, role: 'prepare' }]));
}

/**
 * Sets a service to its baseline and reads it without judging the read; null if it does not accept the baseline. An
 * empty update does not serve as the read: it may move the time of the last change.
 */
export function setToBaselineUnjudged(session: CaseSession, purpose: Purpose): Promise<AtBaseline | null> {
  return setAndRead(session, session.baseline, purpose, async () =>
    session.env.reads === 'GET' ? ((await session.look(purpose))?.value ?? null) : null,
  );
}

async function setAndRead(
  session: CaseSession,
  state: JsonObject,
  purpose: Purpose,
  readAfter: (update: Exchange) => Promise<JsonObject | null>,
): Promise<AtBaseline | null> {
  const { value, exchange } = await session.put(state, purpose);
  if (value === null) return null;
  return { state, read: await readAfter(exchange), writes: session.service.writes };
}
