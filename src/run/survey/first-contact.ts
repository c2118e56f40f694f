import type { Config } from '../../config/config.js';
import { doctorLine } from '../../config/named-by-flags.js';
import { errorText } from '../../checks/envelope.js';
import { headerValues } from '../../checks/media.js';
import { isObject, serialize, type JsonObject } from '../../shared/json.js';
import type { ServiceSession } from '../../judge/service-session.js';
import type { Environment } from '../../judge/environment.js';
import { doubtOf } from '../../judge/by-proxy.js';
import { ofRun } from '../../judge/purpose.js';
import type { RetryPolicy } from '../../judge/retry-policy.js';
import { tallied } from '../../judge/retry-budget.js';
import { putRequest } from '../../judge/wire.js';
import type { Attempt } from '../../shared/model.js';
import type { Survey } from './prepare.js';
import { isForwarded, type ProxyRoute } from '../../shared/way.js';
import { forwardedTrouble } from '../forwarded-trouble.js';
import { codeOf, wrongAddressText } from '../target/wrong-address.js';
import { restoringBody } from '../restore/restoring-body.js';

/** A service that accepted no update before its cases were sent. */
export interface FirstRefusal {
  readonly serviceId: string;
  /** All attempts at updates. */
  readonly attempts: readonly Attempt[];
}

/** Statuses that the document lists, but that no ordinary update can lead to. */
const NEVER_TO_UPDATES: ReadonlySet<number> = new Set([405, 406]);

/**
 * Tries each service that may be changed before its cases are sent. One accepted update is enough, usually the empty
 * one. If it is not accepted, it is repeated until the target has had time to come up; then the document's example is
 * tried, and each member alone with its own value. A service that refuses all of them would answer every case alike.
 */
export async function firstContact(surveyed: Survey, env: Environment, policy: RetryPolicy): Promise<FirstRefusal[]> {
  const silence = new Silence();
  // Each service gets its share of what may be in flight.
  const inOneGo = Math.max(1, Math.floor(env.concurrency / surveyed.sessions.length));
  const tried = await Promise.all(
    surveyed.sessions.map(async ({ session, changeable }) => {
      const found = surveyed.found.find(({ serviceId }) => serviceId === session.service.id);
      // If the state was read by an update, that one was accepted.
      if (!changeable || found === undefined || found.reads !== 'GET' || found.state === null) return null;
      return approach(session.apart(env), found.state, policy, silence, inOneGo);
    }),
  );
  return tried.filter((refusal) => refusal !== null);
}

/** Number of updates without any answer in time that proves that no other gets one. */
const UNHEARD = 8;

/** Whether all services together have left enough updates unanswered, and answered none, that no more need be sent. */
class Silence {
  #unheard = 0;
  #isBroken = false;

  note(attempts: readonly Attempt[]): void {
    for (const attempt of attempts)
      if (attempt.kind === 'failure' && attempt.failure === 'timeout') this.#unheard += 1;
      else this.#isBroken = true;
  }

  get isCertain(): boolean {
    return !this.#isBroken && this.#unheard >= UNHEARD;
  }
}

/** Whether nothing that was sent was answered in time. */
export function isSilent(refusals: readonly FirstRefusal[]): boolean {
  return refusals.every(({ attempts }) =>
    attempts.every((attempt) => attempt.kind === 'failure' && attempt.failure === 'timeout'),
  );
}

async function approach(
  session: ServiceSession,
  state: JsonObject,
  { firstUpdate, longest }: RetryPolicy,
  silence: Silence,
  inOneGo: number,
): Promise<FirstRefusal | null> {
  const attempts: Attempt[] = [];
  const { least } = session.service;
  // Ordered after every case, so that a breach that a case shows comes first.
  const asked = session.asked(ofRun('contact', session.service.id), { sends: 'first-update' });
  for (;;) {
    const request = putRequest(serialize(least), session.env.address, session.service.id);
    const { settled, value } = await session.update(request, asked, [least]);
    if (value !== null || wasNotRecorded(settled.attempts)) return null;
    attempts.push(...settled.attempts);
    silence.note(settled.attempts);
    const [first, last] = [attempts[0], attempts.at(-1)];
    const answered = settled.kind === 'answered';
    // These breach the contract, each for its own reason, which the cases find.
    if (answered && NEVER_TO_UPDATES.has(settled.response.status)) return null;
    if (answered || first === undefined || last === undefined || last.endedAt - first.sentAt > firstUpdate) break;
    // A proxy refuses the same request every time.
    if (last.kind === 'response' && last.status >= 400 && last.status < 500 && session.env.isForwarded?.() === true)
      break;
    await session.env.settler.pause(longest / 4);
  }
  const { body } = restoringBody(session.service.operation, state, session.service.id, session.service.prefix);
  const alone = Object.entries(body).map(([name, value]) => ({ ...least, [name]: value }));
  const bodies = [...session.service.operation.examples.filter(isObject), ...alone];
  let isAny = false;
  for (let at = 0; at < bodies.length && !isAny && !silence.isCertain; at += inOneGo) {
    const some = bodies.slice(at, at + inOneGo);
    const accepted = await session.atOnce(some.map((one) => () => isAccepted(session, one, attempts, silence)));
    isAny ||= accepted.includes(true);
  }
  return isAny ? null : { serviceId: session.service.id, attempts };
}

/** Sends an update alongside others; a read must show which of them took effect. */
async function isAccepted(
  session: ServiceSession,
  body: JsonObject,
  attempts: Attempt[],
  silence: Silence,
): Promise<boolean> {
  const { service, env } = session;
  service.sending([body]);
  const request = putRequest(serialize(body), env.address, service.id);
  const settled = await session.settle(
    request,
    session.asked(ofRun('contact', session.service.id), { mappings: 'contestable', sends: 'first-update' }),
  );
  service.forget();
  attempts.push(...settled.attempts);
  silence.note(settled.attempts);
  if (settled.kind !== 'answered') service.unanswered([body], (settled.attempts.at(-1)?.endedAt ?? 0) + env.timeoutMs);
  return settled.kind === 'answered' && settled.response.status === 200 && env.watch.value(settled.response) !== null;
}

function wasNotRecorded(attempts: readonly Attempt[]): boolean {
  return attempts.length === 0;
}

/** What distinguishes an answer from others, for people. */
export function met(attempt: Attempt): string {
  if (attempt.kind === 'failure') {
    if (attempt.failure === 'timeout') return 'no answer in time';
    return attempt.failure === 'reset' ? `a closed connection${codeOf(attempt)}` : attempt.detail;
  }
  if (attempt.status === 200) {
    const [type] = headerValues(attempt, 'content-type');
    return `200 without a JSON object (${type ?? 'no Content-Type'})`;
  }
  const { code } = attempt.status >= 400 ? errorText(attempt.body) : { code: null };
  return code === null ? String(attempt.status) : `${attempt.status} with ${code}`;
}

/**
 * Why nothing that depends on an accepted update can be judged, in one sentence, and what to try. `way` is that of the
 * target.
 */
export function refusalText(refusals: readonly FirstRefusal[], config: Config, way: ProxyRoute | null): string {
  const counts = new Map<string, number>();
  const attempts = refusals.flatMap((refusal) => refusal.attempts);
  const doubts = attempts.map((attempt) => (attempt.kind === 'response' ? doubtOf(attempt, false) : null));
  const doubt = doubts.includes(null) ? null : (doubts.at(-1) ?? null);
  const trouble = doubt === null ? null : forwardedTrouble(config, way, doubt);
  if (trouble !== null) return wrongAddressText(trouble);
  for (const attempt of attempts) counts.set(met(attempt), (counts.get(met(attempt)) ?? 0) + 1);
  const ids = attempts.flatMap((attempt) =>
    attempt.kind === 'response' ? headerValues(attempt, 'x-request-id').slice(0, 1) : [],
  );
  const look = ids[0] === undefined ? '' : `, and look for X-Request-Id ${ids[0]} in its log`;
  const by =
    way === null || !isForwarded(way)
      ? ''
      : `, forwarded by the proxy ${way.proxy}, which may have changed their framing`;
  return (
    `${refusals.map(({ serviceId }) => serviceId).join(' and ')} can be read, but no update is accepted, not even an ` +
    `empty one: ${attempts.length} requests met ${tallied(counts)}${by}. Try ${doctorLine(config.byFlags)}${look}`
  );
}
