import { applied, either, mismatches, mismatchFinding } from '../checks/state.js';
import type { Finding } from '../shared/model.js';
import type { Case } from '../contract/case.js';
import { packed } from '../contract/sent.js';
import { notFound, rejection } from '../contract/then.js';
import { unknownServicePath } from '../contract/templates.js';
import type { Operation } from '../operation/operation.js';
import { serialize } from '../shared/json.js';
import type { CaseSession } from './case-session.js';
import { CONTROLLED } from './service-session.js';
import { askedOf, fire, type Fired } from './fire.js';
import { insteadOf, type Purpose } from './purpose.js';
import type { Exchange } from './ledger.js';
import { rule } from './verdict.js';
import { enterCase } from './enter-case.js';
import { wireRequest } from './wire.js';
import type { Look } from './updating.js';

/** Number of reads in flight alongside the update. */
const READS = 3;

/**
 * Sends an update alongside reads, bodies that must be rejected, and updates of a service that does not exist. Each
 * must get its own answer, a read must show the state before or after, and in the end the update must hold.
 */
export async function crowd(session: CaseSession, purpose: Purpose<Case>): Promise<void> {
  const { testCase, order } = purpose;
  const { service, env } = session;
  const { operation } = service;
  const before = service.expected;
  const { controls } = session;
  const [bad, unknown] = companionsOf(operation, testCase);
  const companions = [bad, unknown, bad, bad, unknown];
  const fired: Fired[] = [];
  const looks: (Look | null)[] = [];
  const request = wireRequest(testCase, env.address, service.id);
  const updating = async () => session.update(request, askedOf(session, purpose), testCase.applies);
  const tasks = companions.map((one) => async (): Promise<void> => {
    fired.push(await fire(session, insteadOf(purpose, one)));
  });
  const reads = Array.from({ length: env.reads === 'GET' ? READS : 0 }, () => async (): Promise<void> => {
    looks.push(await session.look(purpose));
  });
  const all: { updated?: Awaited<ReturnType<typeof updating>> } = {};
  // The update goes in the middle, so that it meets some of the others on their way in and some on their way out.
  const flying: readonly (() => Promise<void>)[] = [
    ...tasks.slice(0, 2),
    ...reads.slice(0, 1),
    async () => {
      all.updated = await updating();
    },
    ...tasks.slice(2),
    ...reads.slice(1),
  ];
  await session.atOnce(flying);
  const { updated } = all;
  if (updated === undefined) return;
  if (session.controls !== controls) {
    env.ledger.unjudged(testCase.requirement, order, CONTROLLED);
    return;
  }
  const evidence: Exchange[] = [updated.exchange];
  const findings: Finding[] = updated.findings.map((finding) => ({ ...finding, requirement: testCase.requirement }));
  const ruling = rule(testCase, updated.settled, env.profile);
  if (ruling.kind === 'violates') findings.push(ruling.finding);
  for (const one of fired) {
    if (one.accepted !== null) service.surprised(one.accepted);
    if (one.ruling.kind !== 'violates') continue;
    findings.push(one.ruling.finding);
    evidence.push(one.exchange);
  }
  if (before !== null) {
    const held = either(before, applied(operation, before, testCase.applies));
    for (const look of looks) {
      const torn =
        look === null ? [] : mismatches(operation, look.value, held, service.naming, { sent: null, foldsPortId: true });
      if (look === null || torn.length === 0 || !service.explains(torn)) continue;
      findings.push(...torn.map((one) => mismatchFinding(operation, testCase.requirement, one)));
      evidence.push(look.exchange);
    }
  }
  if (updated.value !== null) {
    const after = await session.look(purpose);
    const lost = after === null ? [] : service.readMismatches(after.value);
    if (after !== null && lost.length > 0 && service.explains(lost)) {
      findings.push(...lost.map((one) => mismatchFinding(operation, testCase.requirement, one)));
      evidence.push(after.exchange);
    }
    await session.read(purpose, evidence);
  }
  // What shows a breach comes last, after the others that were in flight.
  const beside = fired.map(({ exchange }) => exchange).filter((exchange) => !evidence.includes(exchange));
  const inTurn = (['case', 'read'] as const).flatMap((role) => evidence.filter((exchange) => exchange.role === role));
  const exchanges = session.withState(null, [...beside, ...inTurn]);
  enterCase(session, purpose, ruling, { findings, exchanges });
}

/** The body that must be rejected, and the same update of a service that does not exist. */
function companionsOf(operation: Operation, testCase: Case): [bad: Case, unknown: Case] {
  const sent = { ...testCase, shape: 'single', applies: [], rival: null, prepare: null } as const;
  const bad: Case = { ...sent, body: packed(serialize(testCase.rival ?? null)), expect: rejection };
  return [bad, { ...sent, path: unknownServicePath(operation), expect: notFound }];
}
