import { setTimeout as sleep } from 'node:timers/promises';
import { errorText } from '../../checks/envelope.js';
import { checkForm } from '../../checks/reply.js';
import { serialize, type JsonObject } from '../../shared/json.js';
import { getRequest, putRequest, type Address } from '../../judge/wire.js';
import { retryAfter } from '../../judge/retry-policy.js';
import type { Doubt, Unanswered } from '../../shared/failure.js';
import type { Attempt, AttemptResponse, WireRequest } from '../../shared/model.js';
import type { Endpoint } from '../target/endpoint.js';
import { doubtOf, doubtText } from '../../judge/by-proxy.js';
import { isForwarded } from '../../shared/way.js';
import { notTheApi, type WrongAddress } from '../target/wrong-address.js';

/** The answer of a target to a read. */
export interface DoctorAnswer {
  /** Null if no answer came. */
  readonly status: number | null;
  /** Status and code, or the message of the network. */
  readonly told: string;
  /** The object in a 200; null if there is none. */
  readonly value: JsonObject | null;
  /** The Date header in milliseconds since 1970; null without one. */
  readonly date: number | null;
  /** Milliseconds from sending to the end of the reply. */
  readonly took: number;
  /** What came in place of an answer; null if one came. */
  readonly instead: Unanswered | null;
  /** The sign that something other than the API answers; null if there is none. */
  readonly wrong: WrongAddress | null;
}

/**
 * How a state is read. Neither way sets a value, though an empty update moves updated_at and may set a default (R12).
 */
export type How = 'GET' | 'PUT {}';

/** Reads a service, waiting if the target is busy. An address overrides the credentials of the target. */
export async function ask(
  endpoint: Endpoint,
  how: How,
  serviceId: string,
  address: Address = endpoint.address,
): Promise<DoctorAnswer> {
  const request: WireRequest =
    how === 'GET' ? getRequest(address, serviceId) : putRequest(serialize({}), address, serviceId);
  for (let n = 1; ; n += 1) {
    const attempt = await endpoint.send(request);
    const busy = attempt.kind === 'failure' || attempt.status === 429 || attempt.status >= 500;
    if (!busy || n === 3 || (attempt.kind === 'response' && attempt.status === 501))
      return answerOf(attempt, how, endpoint);
    const asked = attempt.kind === 'response' ? retryAfter(attempt) : null;
    await sleep(Math.min(asked ?? 300 * n, 5_000));
  }
}

/** The statuses of a target that may not serve GET. */
export const NOT_SERVED: ReadonlySet<number> = new Set([404, 405, 501]);

function answerOf(attempt: Attempt, how: How, { target: { url }, way }: Endpoint): DoctorAnswer {
  const took = attempt.endedAt - attempt.sentAt;
  const none = { status: null, value: null, date: null, took, wrong: null };
  if (attempt.kind === 'failure') return { ...none, told: `no answer: ${attempt.detail}`, instead: attempt };
  const doubt = isForwarded(way) ? doubtAbout(attempt, how) : null;
  if (doubt !== null) return { ...none, told: `no answer: ${doubtText(doubt)}`, instead: doubt };
  const { status, headers, body } = attempt;
  const { code } = status >= 400 ? errorText(body) : { code: null };
  const date = Date.parse(headers.find(([name]) => name.toLowerCase() === 'date')?.[1] ?? '');
  return {
    status,
    told: code === null ? String(status) : `${status} with ${code}`,
    value: status === 200 ? checkForm(attempt).value : null,
    date: Number.isNaN(date) ? null : date,
    took,
    instead: null,
    wrong: notTheApi(attempt, url),
  };
}

/** Why a reply may be the proxy's own; null if it is the target's, or says that no GET is served. */
function doubtAbout(reply: AttemptResponse, how: How): Doubt | null {
  if (reply.status === 407 || (how === 'GET' && NOT_SERVED.has(reply.status))) return null;
  return doubtOf(reply, how === 'GET');
}
