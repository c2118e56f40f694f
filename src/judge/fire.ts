import { errorText } from '../checks/envelope.js';
import { member, type Json, type JsonObject } from '../shared/json.js';
import type { Operation } from '../operation/operation.js';
import type { Case } from '../contract/case.js';
import { knownMembers } from '../contract/sent.js';
import type { CaseSession } from './case-session.js';
import type { Asked } from './classify.js';
import type { Purpose } from './purpose.js';
import type { Exchange } from './ledger.js';
import type { Settled } from './settling.js';
import { trimmed } from './trim.js';
import { rule, type Ruling } from './verdict.js';
import { enterCase } from './enter-case.js';
import { wireRequest } from './wire.js';

/** Outcome of a case that must not be accepted. */
export interface Fired {
  readonly purpose: Purpose<Case>;
  readonly exchange: Exchange;
  /** The preceding exchange of the same case. */
  readonly earlier?: Exchange;
  readonly ruling: Ruling;
  /** The object in a 2xx reply; null if the service did not accept the request. */
  readonly accepted: JsonObject | null;
  /** Whether the case was rejected, correctly or not. Only then is the resulting state judged (R16). */
  readonly rejected: boolean;
}

/** The JSON value of a case's body; undefined if it has none. */
export function bodyOf(testCase: Pick<Case, 'body'>): Json | undefined {
  if (testCase.body === null) return undefined;
  try {
    return JSON.parse(Buffer.from(testCase.body, 'base64').toString('utf8')) as Json;
  } catch {
    return undefined;
  }
}

/** The known members that a case sends, including those that a lenient parser would find in text that is not JSON. */
function sentMembers(operation: Operation, testCase: Case): JsonObject {
  const body = bodyOf(testCase);
  if (body !== undefined) return knownMembers(operation, body);
  const found: Record<string, Json> = {};
  const text = testCase.body === null ? '' : Buffer.from(testCase.body, 'base64').toString('utf8');
  const texts = operation.stored.filter(({ type }) => type === 'string').map(({ name }) => name);
  const member = new RegExp(`"?(${texts.join('|')})"?\\s*[:=]\\s*"?([^"&<]*)`, 'g');
  for (const [, name = '', value = ''] of texts.length === 0 ? [] : text.matchAll(member)) found[name] = value;
  return found;
}

const GOOD_TOKEN = '{{token}}';

/** What a case expects of its answer. */
class AskedByCase implements Asked {
  readonly statuses: Asked['statuses'];
  readonly forces: number | null;
  readonly belowApi: boolean;
  readonly sends = 'case';
  readonly purpose: Purpose;
  readonly #session: CaseSession;
  readonly #testCase: Case;

  constructor(session: CaseSession, purpose: Purpose<Case>) {
    const { testCase } = purpose;
    const { statuses, forces, belowApi } = testCase.expect;
    this.statuses = statuses;
    this.forces = forces;
    this.belowApi = belowApi;
    this.purpose = purpose;
    this.#session = session;
    this.#testCase = testCase;
  }

  get good(): Asked['good'] {
    if (this.#testCase.expect.good) return 'all';
    const tokens = this.#testCase.headers.filter(([name]) => name.toLowerCase() === 'x-auth-token');
    return tokens.length === 1 && tokens[0]?.[1] === GOOD_TOKEN ? 'credentials' : 'nothing';
  }

  /** Computed on demand: few answers depend on it. */
  get mappings(): Asked['mappings'] {
    if (this.#testCase.expect.conflict) return 'conflicting';
    return this.#session.mappings(bodyOf(this.#testCase));
  }
}

/** What a case expects of its answer. */
export function askedOf(session: CaseSession, purpose: Purpose<Case>): Asked {
  return new AskedByCase(session, purpose);
}

/** Sends one case that must not be accepted and rules on the answer. Enters nothing but the count of rejections. */
export async function fire(session: CaseSession, purpose: Purpose<Case>): Promise<Fired> {
  const { testCase } = purpose;
  const { ledger, watch, address, profile } = session.env;
  const request = wireRequest(testCase, address, session.service.id);
  // If the service takes what it must refuse, the values that it then shows come from this run.
  session.service.sending([sentMembers(session.service.operation, testCase)]);
  const settled = await session.settle(request, askedOf(session, purpose));
  const exchange: Exchange = { role: 'case', request, attempts: settled.attempts };
  const ruling = rule(testCase, settled, profile);
  if (settled.kind === 'breaks') ledger.of(testCase.requirement).broke = true;
  const response = settled.kind === 'answered' ? settled.response : null;
  const ok = response !== null && response.status >= 200 && response.status < 300;
  const accepted = ok ? (watch.value(response) ?? {}) : null;
  if (ruling.kind === 'conforms' && testCase.member !== null && response !== null) {
    const { code, message } = errorText(response.body);
    const tally = ledger.of(testCase.requirement);
    tally.rejections += 1;
    if (`${message ?? ''} ${code ?? ''}`.toLowerCase().includes(testCase.member.toLowerCase())) tally.named += 1;
  }
  // Many may be in flight, and their replies are kept until all are back.
  const rejected = isRejection(settled);
  return {
    purpose,
    exchange: trimmed(exchange),
    ruling: ofConflict(session, testCase, ruling, accepted),
    accepted,
    rejected,
  };
}

/** Whether a request was rejected: answered with a 4xx other than 408 and 429. */
export function isRejection(settled: Settled): boolean {
  if (settled.kind !== 'answered') return false;
  const { status } = settled.response;
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}

/**
 * Rules on a conflict, which exists only while the service has the port_id of the sibling, as the reply shows (R19).
 */
function ofConflict(session: CaseSession, testCase: Case, ruling: Ruling, accepted: JsonObject | null): Ruling {
  const { conflict } = session.service.operation;
  if (!testCase.expect.conflict || accepted === null || conflict === null) return ruling;
  const { among } = conflict;
  const [shared, shown] = [member(session.baseline, among), member(accepted, among)];
  if (typeof shown !== 'string' || typeof shared !== 'string') return ruling;
  return shown.toLowerCase() === shared.toLowerCase()
    ? ruling
    : { kind: 'unjudged', reason: `the service did not have the sibling's ${among} at the time` };
}

/** Sends a case that must not be accepted, and sends it again right after its refusal: it must be refused again. */
export async function fireAgain(session: CaseSession, purpose: Purpose<Case>): Promise<Fired> {
  const first = await fire(session, purpose);
  if (first.ruling.kind !== 'conforms' || first.accepted !== null) return first;
  return { ...(await fire(session, purpose)), earlier: first.exchange };
}

/** Enters the outcome of a fired case. A rejection counts only if its base body is accepted. */
export function enterFired(
  session: CaseSession,
  { purpose, ruling, exchange, earlier }: Fired,
  baseHolds: boolean,
): void {
  const proven: Ruling =
    ruling.kind === 'conforms' && !baseHolds
      ? { kind: 'unjudged', reason: 'the base body was not accepted afterwards' }
      : ruling;
  enterCase(session, purpose, proven, { exchanges: earlier === undefined ? [exchange] : [earlier, exchange] });
}
