import { matches, setKey } from '../checks/state.js';
import type { Case } from '../contract/case.js';
import { knownMembers } from '../contract/sent.js';
import { member, serialize, type Json, type JsonObject } from '../shared/json.js';
import { storedMember } from '../operation/operation.js';
import type { CaseSession } from './case-session.js';
import { bodyOf, enterFired, fire } from './fire.js';
import { legalPart } from './legal-part.js';
import type { Purpose } from './purpose.js';
import { CONFORMS, enterCase } from './enter-case.js';
import { putRequest } from './wire.js';

/**
 * Sends a case that must be rejected, then an empty update, which omits all that was rejected: no value of a rejected
 * request may take effect later (R13, R16). If the case has a legal part, that follows instead.
 */
export async function followed(session: CaseSession, purpose: Purpose<Case>): Promise<void> {
  const { testCase, order } = purpose;
  const { ledger, address } = session.env;
  const fired = await fire(session, purpose);
  const { ruling, exchange, accepted } = fired;
  if (!fired.rejected) {
    // A case that was not rejected is judged elsewhere, not here (R16).
    if (ruling.kind === 'unjudged') enterFired(session, fired, true);
    else ledger.impossible(testCase.requirement, 'the request was not rejected, which is judged elsewhere');
    if (accepted !== null) session.service.surprised(accepted);
    await session.put(session.baseline, purpose);
    return;
  }
  const seen = session.env.reads === 'GET' ? await session.look(purpose) : null;
  if (seen !== null && session.service.readMismatches(seen.value).length > 0) {
    ledger.impossible(
      testCase.requirement,
      'the rejected request changed the service at once, which is judged elsewhere',
    );
    await session.put(session.baseline, purpose);
    return;
  }
  if (testCase.rival !== null) return legalPart(session, purpose, testCase.rival, exchange);
  const { id, least } = session.service;
  const after = await session.update(putRequest(serialize(least), address, id), session.asked(purpose), [least]);
  session.enter(after.findings, purpose, [exchange, after.exchange]);
  if (after.value === null) ledger.unjudged(testCase.requirement, order, 'the update after it was not accepted');
  else {
    const findings = after.findings.filter(({ pointer }) =>
      showsRejected(session, pointer?.slice(1), testCase, after.value ?? {}),
    );
    enterCase(session, purpose, CONFORMS, { findings, exchanges: [exchange, after.exchange] });
  }
}

/** Whether a member shows a rejected value; for a set, an item that the service did not have. */
function showsRejected(
  { baseline, service }: CaseSession,
  name: string | undefined,
  testCase: Case,
  shown: JsonObject,
): boolean {
  const { operation } = service;
  const stored = name === undefined ? undefined : storedMember(operation, name);
  if (stored === undefined) return false;
  const value = member(knownMembers(operation, bodyOf(testCase) ?? null), stored.name);
  if (value === undefined) return false;
  if (stored.shownAs !== 'in-any-order')
    return matches(stored, { value, shown: false }, member(shown, stored.name), service.naming);
  const keys = (list: Json | undefined): string[] =>
    Array.isArray(list) ? list.map((one) => setKey(stored.item, [one as Json], 'sent')) : [];
  const [had, has] = [keys(member(baseline, stored.name)), keys(member(shown, stored.name))];
  return keys(value).some((key) => has.includes(key) && !had.includes(key));
}
