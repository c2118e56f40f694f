import type { Case } from '../../contract/case.js';
import { checkEnvelope } from '../../checks/envelope.js';
import { serialize } from '../../shared/json.js';
import { ofRun, type Purpose } from '../../judge/purpose.js';
import type { CaseSession } from '../../judge/case-session.js';
import { CONFORMS, enterCase } from '../../judge/enter-case.js';
import { fire } from '../../judge/fire.js';
import { wireRequest } from '../../judge/wire.js';

/** Whether the target answers with the status that `Prefer: code=NNN` asks for. Tries two, as one may be chance. */
export async function canForce(session: CaseSession): Promise<boolean> {
  const { method, path, headers } = session.service.operation;
  const { least } = session.service;
  for (const status of [501, 504]) {
    const draft = {
      method,
      path,
      headers: [...headers, ['Prefer', `code=${status}`] as const],
      body: null,
      raw: null,
    };
    const request = { ...wireRequest(draft, session.env.address, session.service.id), body: serialize(least) };
    const purpose = ofRun('trial', session.service.id);
    const { settled } = await session.update(request, session.asked(purpose, { forces: status, statuses: [200] }), [
      least,
    ]);
    if (settled.kind !== 'answered' || settled.response.status !== status) return false;
  }
  return true;
}

/** Asks for one status; a target that answers with another one cannot force it. */
export async function force(session: CaseSession, purpose: Purpose<Case>): Promise<void> {
  const { testCase, order } = purpose;
  const { ledger } = session.env;
  const { ruling, exchange } = await fire(session, purpose);
  const last = exchange.attempts.at(-1);
  if (last?.kind === 'response' && last.status === testCase.expect.forces) {
    enterCase(session, purpose, CONFORMS, {
      findings: checkEnvelope(last, session.env.profile),
      exchanges: [exchange],
    });
  } else if (ruling.kind === 'unjudged') ledger.unjudged(testCase.requirement, order, ruling.reason);
  else ledger.impossible(testCase.requirement, 'the target cannot be told to answer with this status');
}
