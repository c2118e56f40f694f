import type { Case } from '../contract/case.js';
import { member, type Json } from '../shared/json.js';
import { loosens } from '../shared/readings.js';
import type { ServiceSession } from './service-session.js';
import type { Updated } from './updating.js';
import { bodyOf } from './fire.js';
import type { Purpose } from './purpose.js';
import { enterCase } from './enter-case.js';
import { CONTESTED } from './settle.js';

/** Number of times that the list must be refused alongside the service's own mappings and accepted without them. */
const TURNS = 2;

/**
 * Judges a list of mappings that was refused with 409 although no other service is known to hold any of its pairs. If
 * the same service accepts it after an empty list, its own mappings were in the way, which is a breach (R14). Returns
 * whether a breach was entered.
 */
export async function judgeOwnMappings(
  session: ServiceSession,
  purpose: Purpose<Case>,
  updated: Updated,
  again: () => Promise<Updated>,
): Promise<boolean> {
  const { service, env } = session;
  const { testCase } = purpose;
  const name = service.operation.conflict?.member;
  if (name === undefined) return false;
  const held = service.expected
    ?.get(name)
    ?.map(({ value }) => value)
    .find((value) => Array.isArray(value));
  if (!isContested(updated) || testCase.expect.conflict || testCase.expect.statuses.some((status) => status !== 200))
    return false;
  if (loosens(env.profile, 'R4') || held === undefined || !Array.isArray(member(asObject(bodyOf(testCase)), name)))
    return false;
  let [exchanges, accepted] = [session.withState(null, [updated.exchange]), updated];
  for (let turn = 0; turn < TURNS; turn += 1) {
    if (turn > 0) {
      const back = await session.put({ [name]: held }, purpose);
      if (back.value === null) return false;
      const refused = await again();
      if (!isContested(refused)) return false;
      exchanges = [{ ...back.exchange, role: 'prepare' }, refused.exchange];
    }
    const cleared = await session.put({ [name]: [] }, purpose);
    if (cleared.value === null) return false;
    accepted = await again();
    if (accepted.value === null) return false;
    exchanges = [...exchanges, { ...cleared.exchange, role: 'prepare' }, accepted.exchange];
  }
  const { requirement } = testCase;
  const received = "409 alongside the service's own mappings, 200 after an empty list";
  const finding = { requirement, pointer: `/${name}`, expected: '200', received };
  enterCase(session, purpose, { kind: 'violates', finding }, { exchanges });
  return true;
}

function isContested({ settled }: Updated): boolean {
  return settled.kind === 'unjudged' && settled.reason === CONTESTED;
}

function asObject(value: Json | undefined): { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as { [name: string]: Json })
    : {};
}
