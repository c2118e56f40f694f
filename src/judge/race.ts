import type { Case } from '../contract/case.js';
import { applied, mismatches, mismatchFinding, type Expected, type Members } from '../checks/state.js';
import { serialize, type JsonObject } from '../shared/json.js';
import type { Finding } from '../shared/model.js';
import type { CaseSession } from './case-session.js';
import { CONTROLLED } from './service-session.js';
import type { Purpose } from './purpose.js';
import type { Exchange } from './ledger.js';
import type { Settled } from './settling.js';
import { CONFORMS, enterCase } from './enter-case.js';
import { putRequest, wireRequest } from './wire.js';

const REPLIES = 'effect/race-replies';

/**
 * Sends two updates at once (R32). If they share members, one of the two states must remain whole; if not, both must
 * hold. Neither reply may mix the two.
 */
export async function race(session: CaseSession, purpose: Purpose<Case>): Promise<void> {
  const { testCase, order } = purpose;
  const { service, env } = session;
  const { operation } = service;
  const [one] = testCase.applies;
  const other = testCase.rival;
  if (one === undefined || other === null || service.expected === null) throw new Error('a race needs two bodies');
  service.sending([one, other]);
  const before = service.expected;
  const { controls } = session;
  const requests = [
    wireRequest(testCase, env.address, service.id),
    putRequest(serialize(other), env.address, service.id),
  ];
  const settled = await session.atOnce(
    requests.map((request) => () => session.settle(request, session.asked(purpose, { mappings: 'contestable' }))),
  );
  service.unanswered([one, other], null);
  const seen = await session.look(purpose);
  if (seen === null || !settled.every(isAccepted)) {
    env.ledger.unjudged(testCase.requirement, order, 'the two updates were not both accepted');
    return;
  }
  if (session.controls !== controls) {
    env.ledger.unjudged(testCase.requirement, order, CONTROLLED);
    service.adoptRead(seen.value);
    return;
  }
  const exchanges: Exchange[] = requests.map((request, i) => ({
    role: 'case',
    request,
    attempts: settled[i]?.attempts ?? [],
  }));
  const reads = { sent: env.reads === 'GET' ? null : new Set<string>(), foldsPortId: true };
  // Reading by an empty update may set a member to its default (R12).
  const afterwards = (state: Expected): Expected => (env.reads === 'PUT {}' ? applied(operation, state, [{}]) : state);
  const ends = endsOf(operation, before, one, other).map((state) =>
    mismatches(operation, seen.value, afterwards(state), service.naming, reads),
  );
  const departed = ends.every((departures) => departures.length > 0) ? ends.flat() : [];
  const findings = departed.map((m) => mismatchFinding(operation, testCase.requirement, m));
  enterCase(session, purpose, CONFORMS, { findings, exchanges: [...exchanges, seen.exchange] });
  judgeReplies(session, before, [one, other], settled, exchanges, purpose);
  service.adoptRead(seen.value);
}

function isAccepted(settled: Settled): boolean {
  return settled.kind === 'answered' && settled.response.status === 200;
}

/** The states that may remain: both updates together if they share no member, else either of the two. */
function endsOf(members: Members, before: Expected, one: JsonObject, other: JsonObject): Expected[] {
  const after = (state: Expected, body: JsonObject): Expected => applied(members, state, [body]);
  const shared = Object.keys(one).some((name) => Object.hasOwn(other, name));
  if (shared) return [after(before, one), after(before, other)];
  return [after(after(before, one), other), after(after(before, other), one)];
}

/** Judges whether a reply shows a state that no order of the two updates leaves. */
function judgeReplies(
  session: CaseSession,
  before: Expected,
  bodies: readonly [JsonObject, JsonObject],
  settled: readonly Settled[],
  exchanges: readonly Exchange[],
  purpose: Purpose,
): void {
  const { env, service } = session;
  const [one, other] = bodies.map((body) => applied(service.operation, before, [body])) as [Expected, Expected];
  const whole = [
    one,
    other,
    applied(service.operation, one, [bodies[1]]),
    applied(service.operation, other, [bodies[0]]),
  ];
  const findings = settled.flatMap((answer): Finding[] => {
    const value = answer.kind === 'answered' ? env.watch.value(answer.response) : null;
    if (value === null) return [];
    const options = { sent: new Set<string>(), foldsPortId: true };
    const departures = whole.map((state) => mismatches(service.operation, value, state, service.naming, options));
    if (departures.some((found) => found.length === 0)) return [];
    return (departures[0] ?? []).map((m) => mismatchFinding(service.operation, REPLIES, m));
  });
  if (findings.length === 0) env.ledger.watched(REPLIES);
  else session.enter(findings, purpose, exchanges);
}
