import { openBy } from '../contract/openness.js';
import type { JsonObject } from '../shared/json.js';
import type { WireRequest } from '../shared/model.js';
import type { Updated, Updating } from './updating.js';
import type { Purpose } from './purpose.js';
import { isGood } from './settling.js';

const REQUIREMENT = 'request-body/base-bodies';

/**
 * Judges the bodies that services are set to. They must be accepted: a body that is refused twice while the control is
 * accepted is a breach in itself (R34). Each body is examined once.
 */
export class BaseBodies {
  readonly #refused = new Set<string>();

  /** Judges the outcome of setting a service to a legal body. */
  async judge(
    session: Updating,
    body: JsonObject,
    request: WireRequest,
    updated: Updated,
    purpose: Purpose,
  ): Promise<void> {
    const { ledger } = session.env;
    if (updated.value !== null) {
      ledger.watched(REQUIREMENT);
      return;
    }
    const text = JSON.stringify(body);
    if (!isRefused(updated) || !isCertain(session, body) || this.#refused.has(text)) return;
    if (!isGood(await session.control())) return;
    const again = await session.settle(request, session.asked(purpose, { mappings: session.mappings(body) }));
    if (!isRefused({ settled: again })) return;
    this.#refused.add(text);
    const [first, second] = [updated.settled, again].map(answerOf);
    if (first !== second) return;
    const finding = { requirement: REQUIREMENT, expected: '200', received: `${first ?? ''}, also when sent again` };
    const also = { role: 'prepare' as const, request, attempts: again.attempts };
    session.enter([finding], purpose, [{ ...updated.exchange, role: 'prepare' }, also]);
  }
}

function isRefused({ settled }: Pick<Updated, 'settled'>): boolean {
  return settled.kind === 'breaks' || (settled.kind === 'answered' && settled.response.status >= 400);
}

function answerOf(settled: Updated['settled']): string | null {
  if (settled.kind === 'breaks') return settled.what;
  return settled.kind === 'answered' ? String(settled.response.status) : null;
}

/** Whether a body must be accepted, provided that the service may take the ids in it. */
function isCertain({ service: { operation }, env: { profile } }: Updating, body: JsonObject): boolean {
  const own = Object.fromEntries(
    Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
  return openBy(body, { operation, profile, own, portIds: [] }) === null;
}
