import { NoAnswer, RunStopped } from '../../shared/errors.js';
import { describe } from '../../checks/envelope.js';
import { equal, member, serialize, type Json, type JsonObject } from '../../shared/json.js';
import { ServiceSession } from '../../judge/service-session.js';
import type { Updated } from '../../judge/updating.js';
import type { Environment, Reads } from '../../judge/environment.js';
import { doubtOf } from '../../judge/by-proxy.js';
import { ofRun } from '../../judge/purpose.js';
import type { Exchange } from '../../judge/ledger.js';
import type { SentValues } from '../../judge/sent-values.js';
import { Service } from '../../judge/service.js';
import type { Settled } from '../../judge/settling.js';
import { putRequest } from '../../judge/wire.js';
import type { Unanswered } from '../../shared/failure.js';
import type { Attempt, Finding } from '../../shared/model.js';
import type { Operation } from '../../operation/operation.js';
import { shownValue, whyNotRestorable } from '../restore/restoring-body.js';
import { anotherService, closedConnection, notTheApi, wrongAddressText } from '../target/wrong-address.js';

/** A service as it was found, before the first write that changes it. */
export interface FoundService {
  readonly serviceId: string;
  /** The representation that was read; null if no read gave an object. */
  readonly state: JsonObject | null;
  /** Why it could not be put back to that state, so that it must not be changed; null if it could. */
  readonly obstacle: string | null;
  readonly reads: Reads;
  /**
   * Members that GET shows with a different type than the reply to an update: every read must show what was sent (R15).
   */
  readonly retyped: readonly Finding[];
  /** The read by GET, and the empty update if there was one. */
  readonly exchanges: readonly Exchange[];
}

/**
 * Reads the state of a service under test: by GET or, if that shows nothing to restore, by an update that changes
 * nothing.
 *
 * @throws RunStopped if the target cannot be judged with what the user gave
 */
export async function findService(env: Environment, serviceId: string, sent: SentValues): Promise<FoundService> {
  const looked = await lookByGet(env, serviceId, sent);
  const byGet = looked?.value ?? null;
  const exchanges = looked === null ? [] : [looked.exchange];
  const found = { serviceId, retyped: [], exchanges };
  const why = byGet === null ? 'GET does not show it' : whyNotRestorable(sent.operation, byGet, serviceId);
  if (why === null) return { ...found, state: byGet, obstacle: null, reads: 'GET' };
  const updated = await readByPut(env, serviceId, sent, byGet === null);
  const byPut = updated.value;
  if (byGet !== null && byPut !== null && isForeign(sent.operation, byGet) && isForeign(sent.operation, byPut))
    throw new RunStopped(wrongAddressText(anotherService(urlOf(env))));
  const obstacle = byPut === null ? why : whyNotRestorable(sent.operation, byPut, serviceId);
  if (byPut === null || obstacle !== null)
    return { ...found, state: byGet ?? byPut, obstacle: obstacle ?? why, reads: null };
  return {
    ...found,
    state: byPut,
    obstacle,
    reads: 'PUT {}',
    retyped: byGet === null ? [] : retypedIn(sent.operation, byGet, byPut),
    exchanges: [...exchanges, updated.exchange],
  };
}

/** Findings for values that are shown in two types, such as a port as a string; null counts as absent. */
function retypedIn({ stored }: Operation, byGet: JsonObject, byPut: JsonObject): Finding[] {
  return stored.flatMap(({ name }) => {
    const [read, replied] = [shownValue(byGet, name), shownValue(byPut, name)];
    if (read === undefined || replied === undefined || equal(read, replied)) return [];
    if (untyped(read) !== untyped(replied)) return [];
    return [
      {
        requirement: `effect/persist/${name}`,
        pointer: `/${name}`,
        expected: `${describe(replied)}, as the reply to an update shows it`,
        received: describe(read),
      },
    ];
  });
}

/** A value as text, in which numbers and booleans equal their strings. */
function untyped(value: Json): string {
  return JSON.stringify(value, (_name, part: Json) =>
    typeof part === 'number' || typeof part === 'boolean' ? String(part) : part,
  );
}

/** The state that GET shows; null if GET is not served, or shows no object. */
export async function readByGet(env: Environment, serviceId: string, sent: SentValues): Promise<JsonObject | null> {
  return (await lookByGet(env, serviceId, sent))?.value ?? null;
}

function lookByGet(env: Environment, serviceId: string, sent: SentValues): ReturnType<ServiceSession['look']> {
  const session = new ServiceSession(new Service(serviceId, sent, env.settlingMs), { ...env, reads: 'GET' });
  return session.look(ofRun('survey', serviceId));
}

/** Whether an object shows something, but no documented member of a service. */
function isForeign({ components, schemas }: Operation, shown: JsonObject): boolean {
  const documented = Object.keys(components[schemas.reply]?.properties ?? {});
  return Object.keys(shown).length > 0 && documented.every((name) => member(shown, name) === undefined);
}

function urlOf({ address }: Environment): string {
  return `${address.host}${address.basePath}`;
}

/**
 * Reads a service by an empty update. `alone` if GET does not show it: the target may then turn out not to be the API.
 */
async function readByPut(
  env: Environment,
  serviceId: string,
  sent: SentValues,
  alone: boolean,
): Promise<Pick<Updated, 'value' | 'exchange'>> {
  const session = new ServiceSession(new Service(serviceId, sent, env.settlingMs), { ...env, reads: 'PUT {}' });
  const request = putRequest(serialize({}), env.address, serviceId);
  const purpose = ofRun('survey', serviceId);
  const asked = session.asked(purpose, { statuses: [200, 400, 401, 403, 404, 405], good: 'nothing' });
  const updated = await session.update(request, asked, [{}]);
  const { settled, value } = updated;
  if (settled.kind !== 'answered') {
    const instead = insteadOf(settled.attempts.at(-1), env);
    throw new NoAnswer(`${serviceId} cannot be updated: ${whyNot(settled, instead)}`, instead);
  }
  const { status } = settled.response;
  const wrong = alone && value === null ? notTheApi(settled.response, urlOf(env)) : null;
  if (status === 401 || status === 403) {
    const credentials = env.address.token === null ? 'are AK and SK' : 'is the token';
    throw new RunStopped(
      `the target refuses the credentials (${status}): ${credentials} valid, and for project ${env.address.projectId}?`,
    );
  }
  if (status === 404)
    throw new RunStopped(
      `the target knows no service ${serviceId} in project ${env.address.projectId} (404): are URL, project and service id right?`,
    );
  if (wrong !== null) throw new RunStopped(wrongAddressText(wrong));
  return updated;
}

/** What came in place of an answer to an update at the last attempt; null for a reply that only the target makes. */
function insteadOf(last: Attempt | undefined, env: Environment): Unanswered | null {
  if (last === undefined || last.kind === 'failure') return last ?? null;
  return env.isForwarded?.() === true ? doubtOf(last, false) : null;
}

/** Why an update has no conclusive answer. */
function whyNot(settled: Exclude<Settled, { readonly kind: 'answered' }>, instead: Unanswered | null): string {
  if (settled.kind === 'unjudged' && instead !== null && 'doubt' in instead) return settled.reason;
  const last = settled.attempts.at(-1);
  if (last?.kind === 'failure' && last.failure === 'reset') return closedConnection(last);
  if (last?.kind === 'failure') return last.failure === 'timeout' ? 'the target does not answer in time' : last.detail;
  if (last !== undefined && last.status >= 500) return `the target keeps answering with ${last.status}`;
  return settled.kind === 'unjudged' ? settled.reason : 'no answer';
}
