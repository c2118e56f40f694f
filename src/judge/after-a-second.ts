import { changeTime, changeTimePointer } from '../checks/times.js';
import type { JsonObject } from '../shared/json.js';
import type { Finding } from '../shared/model.js';
import { timeOf } from '../operation/operation.js';
import type { CaseSession } from './case-session.js';
import { markOf } from './service-session.js';
import type { Mark } from './classify.js';
import { fire } from './fire.js';
import type { Exchange } from './ledger.js';
import type { Placed } from './placed.js';
import { movesTime } from './moves-time.js';
import { CONFORMS, enterCase } from './enter-case.js';
import type { Ruling } from './verdict.js';
import { once } from './solo.js';

/** Timers may fire about a millisecond early. */
const MARGIN_MS = 5;

/**
 * Judges what shows only when more than a second has passed without a write: a rejected request leaves updated_at
 * alone, an accepted change moves it (R16, R26). `held` is what a read showed after the service was set to a state that
 * no probe sets; without it, the service is set to its baseline first.
 */
export async function afterASecond(
  session: CaseSession,
  probes: readonly Placed[],
  held: { readonly read: JsonObject | null } | null = null,
): Promise<void> {
  const first = probes[0];
  if (first === undefined) return;
  const { ledger, reads } = session.env;
  const mark: Mark = { order: first.order, probe: null, serviceId: session.service.id };
  const before = held ?? (await setBaseline(session, mark));
  if (before === null) {
    for (const { probe, order } of probes)
      ledger.unjudged(probe.requirement, order, 'the state to begin with was not accepted');
    return;
  }
  const { writes, operation } = session.service;
  await waitForASecond(session);
  const waited = reads === 'GET' && before.read !== null ? await session.look(mark) : null;
  if (before.read !== null && waited !== null && writes === session.service.writes) {
    session.touchedWhileIdle ||= changeTime(operation, before.read) !== changeTime(operation, waited.value);
  }
  for (const placed of probes) {
    const { probe, order } = placed;
    if (probe.applies.length > 0) {
      await waitForASecond(session);
      await once(session, placed, markOf(probe, order, session.service));
    } else if (waited === null || changeTime(operation, waited.value) === undefined) {
      const name = timeOf(operation, 'changed') ?? 'the time of a change';
      ledger.impossible(probe.requirement, `${name} cannot be read without an update`);
    } else await leavesTime(session, placed, waited);
  }
}

async function setBaseline(session: CaseSession, mark: Mark): Promise<{ readonly read: JsonObject | null } | null> {
  const { value } = await session.put(session.baseline, mark);
  if (value === null) return null;
  return { read: session.env.reads === 'GET' ? ((await session.look(mark))?.value ?? null) : null };
}

/** Waits until the last accepted update is more than a second old. */
async function waitForASecond({ service, env }: CaseSession): Promise<void> {
  const since = service.last?.endedAt ?? performance.now();
  const left = since + env.settlingMs + MARGIN_MS - performance.now();
  if (left > 0) await env.settler.pause(left);
}

async function leavesTime(
  session: CaseSession,
  placed: Placed,
  { value: before, exchange: seen }: { readonly value: JsonObject; readonly exchange: Exchange },
): Promise<void> {
  const { probe, order } = placed;
  const { ledger } = session.env;
  const writes = session.service.writes;
  const { exchange, accepted, rejected } = await fire(session, placed);
  if (accepted !== null) session.service.surprised(accepted);
  const after = await session.look(markOf(probe, order, session.service));
  if (accepted !== null) {
    ledger.impossible(probe.requirement, 'the request was accepted, which is judged elsewhere');
    return;
  }
  if (after === null || writes !== session.service.writes || !rejected) {
    ledger.unjudged(probe.requirement, order, 'the state could not be read undisturbed');
    return;
  }
  const { operation } = session.service;
  const name = timeOf(operation, 'changed') ?? '';
  const [was, is] = [changeTime(operation, before), changeTime(operation, after.value)];
  const mark = markOf(probe, order, session.service);
  const rejectedAgain = async (): Promise<boolean> => (await fire(session, placed)).rejected;
  const ruling: Ruling =
    was === is
      ? CONFORMS
      : !(await movesTime(session, mark, rejectedAgain))
        ? { kind: 'unjudged', reason: `${name} moves without a request, too` }
        : { kind: 'violates', finding: movedTo(is, was, changeTimePointer(operation), probe.requirement) };
  enterCase(session, placed, ruling, { exchanges: [seen, exchange, after.exchange] });
}

function movedTo(is: unknown, was: unknown, pointer: string, requirement: string): Finding {
  return { requirement, pointer, expected: JSON.stringify(was), received: JSON.stringify(is) };
}
