import { ServiceSession } from '../../judge/service-session.js';
import type { JsonObject } from '../../shared/json.js';
import { OtherRun, type AnotherWriter } from '../../shared/errors.js';
import { storedMember } from '../../operation/operation.js';
import type { RestoreReport } from '../../report/report.js';
import { marksOf } from '../../shared/run-mark.js';
import { departuresNow } from './restore.js';
import type { RunSession } from '../run-session.js';

/** A service under test, and the state in which it was found; null if none was read. */
export interface Kept {
  readonly session: ServiceSession;
  readonly state: JsonObject | null;
  readonly changeable: boolean;
}

/** The report of a service that is left alone because somebody else writes; null if it is to be restored. */
export async function leftAlone(
  one: Kept,
  { claimed, claim, marks }: RunSession,
  disturbed: AnotherWriter,
): Promise<RestoreReport | null> {
  const { id: serviceId, operation } = one.session.service;
  if (claimed.has(serviceId)) {
    if (!(disturbed instanceof OtherRun)) return null;
    // A service that was only claimed holds nothing else of this run; the other run may have the same seed.
    return disturbed.yields
      ? leftToAnother(one, new Set(claim === null ? [] : [claim]), false)
      : leftToAnother(one, marks, true);
  }
  const left = await leftToAnother(one, new Set(), false);
  if (left !== null || one.state === null) return left;
  const seen = await departuresNow(one.session, one.state).catch(() => null);
  // The empty update of this run may have set a member to its default (R12), and did nothing else.
  if (seen?.left.every(({ name }) => storedMember(operation, name)?.fallback !== undefined) !== false) return null;
  return { serviceId, outcome: 'not-needed', details: ['it is left to whoever else changes it'] };
}

/** Milliseconds between two reads, and the number of reads, in which another run may show that it is alive. */
const ALIVE_MS = 500;
const ALIVE_LOOKS = 6;

/**
 * The report of a service that shows values of another run: restoring it would disturb that run, which restores it
 * itself. Null if it shows none, or if they no longer change: nobody is at work there. A service that is not `owned`
 * was at most claimed by this run, and belongs to the other in any case.
 */
export async function leftToAnother(
  { session, state, changeable }: Kept,
  own: ReadonlySet<string>,
  owned: boolean,
): Promise<RestoreReport | null> {
  const { id: serviceId } = session.service;
  if (state === null || !changeable) return null;
  let before: string | null = null;
  for (let n = 0; n <= ALIVE_LOOKS; n += 1) {
    const seen = await departuresNow(session, state).catch(() => null);
    const others = seen === null ? [] : marksOf(seen.value).filter((mark) => !own.has(mark));
    if (seen === null || seen.left.length === 0 || (others.length === 0 && before === null)) return null;
    const [other = 'another'] = others;
    if (!owned)
      return { serviceId, outcome: 'not-needed', details: [`it is left to test run ${other}, whose values it shows`] };
    const now = JSON.stringify(seen.value);
    if (before !== null && now !== before)
      return {
        serviceId,
        outcome: 'failed',
        details: [
          `test run ${other} is at work on it, and puts it back when it ends; if it does not, run the restore command on this report folder`,
        ],
      };
    before = now;
    await session.env.settler.pause(ALIVE_MS);
  }
  return null;
}
