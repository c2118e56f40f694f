import type { Case } from '../contract/case.js';
import { equal, member, serialize, type Json, type JsonObject } from '../shared/json.js';
import type { CaseSession } from './case-session.js';
import type { Purpose } from './purpose.js';
import { CONFORMS, enterCase } from './enter-case.js';
import { bodyOf, isRejection } from './fire.js';
import type { Exchange } from './ledger.js';
import { CONTESTED } from './settle.js';
import type { Updated } from './updating.js';
import { rule } from './verdict.js';
import { putRequest } from './wire.js';

/**
 * Sends the legal part of a body that was just rejected: a rejection reserves nothing, so it must be accepted (R16).
 */
export async function legalPart(
  session: CaseSession,
  purpose: Purpose<Case>,
  legal: JsonObject,
  refused: Exchange,
): Promise<void> {
  const { testCase, order } = purpose;
  const { ledger, profile } = session.env;
  const updated = await send(session, legal, purpose);
  const exchanges = [refused, updated.exchange];
  if (isContested(updated)) {
    const proof = await refusedOnceRejected(session, legal, purpose);
    if (proof === null) {
      ledger.unjudged(testCase.requirement, order, CONTESTED);
      return;
    }
    const finding = {
      requirement: testCase.requirement,
      pointer: `/${session.service.operation.conflict?.member ?? ''}`,
      expected: '200',
      received: '409 after a rejected body contained it, 200 before',
    };
    enterCase(session, purpose, CONFORMS, { findings: [finding], exchanges: proof });
    return;
  }
  session.enter(updated.findings, purpose, exchanges);
  const obeyed: Case = { ...testCase, expect: { ...testCase.expect, statuses: [200] }, applies: [legal] };
  enterCase(session, purpose, rule(obeyed, updated.settled, profile), { exchanges });
  if (updated.value !== null) await session.read(purpose, exchanges);
}

function send(session: CaseSession, body: JsonObject, purpose: Purpose): Promise<Updated> {
  const { env, service } = session;
  const request = putRequest(serialize(body), env.address, service.id);
  return session.update(request, session.asked(purpose, { mappings: session.mappings(body) }), [body]);
}

/**
 * The exchanges that show that a list is accepted before a rejected body contains it, and not afterwards; null if they
 * do not. Another service cannot own what was accepted a moment ago.
 */
async function refusedOnceRejected(
  session: CaseSession,
  legal: JsonObject,
  purpose: Purpose<Case>,
): Promise<readonly Exchange[] | null> {
  const { other, baseline, env, service } = session;
  const [free, back] = [await send(session, other, purpose), await send(session, baseline, purpose)];
  if (free.value === null || back.value === null) return null;
  const request = putRequest(serialize(spoilt(other, bodyOf(purpose.testCase), legal)), env.address, service.id);
  const settled = await session.settle(request, session.asked(purpose, { statuses: [400] }));
  if (!isRejection(settled)) return null;
  const again = await send(session, other, purpose);
  if (!isContested(again)) return null;
  const prepared = [free, back].map(({ exchange }): Exchange => ({ ...exchange, role: 'prepare' }));
  return [...prepared, { role: 'case', request, attempts: settled.attempts }, again.exchange];
}

/** A legal body with the illegal part of another one added. */
function spoilt(body: JsonObject, bad: Json | undefined, legal: JsonObject): JsonObject {
  const wrong = Object.entries(bad as JsonObject).filter(([name, value]) => !equal(value, member(legal, name)));
  const itemsOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? (value as Json[]) : []);
  return {
    ...body,
    ...Object.fromEntries(
      wrong.map(([name, value]) => {
        const further = itemsOf(value).filter((item) => !itemsOf(member(legal, name)).some((one) => equal(one, item)));
        return [name, Array.isArray(value) ? [...itemsOf(member(body, name)), ...further] : value];
      }),
    ),
  };
}

function isContested({ settled }: Updated): boolean {
  return settled.kind === 'unjudged' && settled.reason === CONTESTED;
}
