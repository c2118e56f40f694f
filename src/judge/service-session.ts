import { isObject, member, serialize, type Json, type JsonObject } from '../shared/json.js';
import type { Attempt, AttemptResponse, Finding, WireRequest } from '../shared/model.js';
import type { Case } from '../contract/case.js';
import { changeTime } from '../checks/times.js';
import { OtherRun } from '../shared/errors.js';
import { marksOf } from '../shared/run-mark.js';
import { conflictKey } from '../contract/items.js';
import { BaseBodies } from './base-body.js';
import { isLarge, padded, sizeOf } from './request-size.js';
import { hasOwnState } from './prepared.js';
import type { StrangeReply } from './another-writer.js';
import { ordinary, type Asked } from './classify.js';
import { ofRun, type Purpose } from './purpose.js';
import type { Exchange } from './ledger.js';
import type { Service } from './service.js';
import type { Control, Settled } from './settling.js';
import type { Environment } from './environment.js';
import { together } from './together.js';
import type { Look, Updated, Updating } from './updating.js';
import { getRequest, putRequest } from './wire.js';

/** Why a case is not judged whose requests must follow each other with no update in between. */
export const CONTROLLED = 'another update had to be sent in between, to see whether the service still works';

/** Sends requests to one service and tracks what it may hold. */
export class ServiceSession implements Updating {
  /**
   * Whether the time of the last change moved while nothing was sent, perhaps through an update of another service.
   */
  touchedWhileIdle = false;
  /** The time of the last change when it was last noted, and the number of accepted updates then. */
  #idle: { readonly at: unknown; readonly writes: number } | null = null;
  /** Number of consecutive round trips so far: the minimum number of reply times that this service takes. */
  steps = 0;
  /** Number of controls so far: each may set the service back to what it accepted last. */
  controls = 0;
  /** The members of the last update that was sent. */
  protected given: ReadonlySet<string> = new Set();
  readonly #baseBodies = new BaseBodies();
  /** The last update that was judged, accepted or not. */
  lastUpdate: Exchange | null = null;
  /** The base body that was accepted last, and the number of accepted updates then. */
  #standing: { readonly base: JsonObject; readonly writes: number } | null = null;

  constructor(
    readonly service: Service,
    readonly env: Environment,
  ) {}

  /** A session of the same service in another environment. */
  within(env: Environment): ServiceSession {
    return new ServiceSession(this.service, env);
  }

  /** Settles a request whose answer is judged only on its own. */
  settle(request: WireRequest, asked: Asked): Promise<Settled> {
    const { settler, ledger, lapsed } = this.env;
    this.steps += 1;
    const requirement = asked.purpose.testCase?.requirement;
    const settling = settler.settle(
      request,
      asked,
      this.control,
      () => requirement === undefined || !ledger.of(requirement).broke,
    );
    return settling.then((settled) => {
      if (requirement !== undefined && asked.sends === 'case' && settled.kind === 'answered')
        ledger.of(requirement).resent += resendings(settled);
      if (lapsed?.(this.service.id) === true) this.service.forget();
      return settled;
    });
  }

  /** Sends requests concurrently; they count as the number of steps that full concurrency takes. */
  async atOnce<T>(tasks: readonly (() => Promise<T>)[]): Promise<T[]> {
    const { steps } = this;
    const results = await together(tasks.map((task) => task()));
    this.steps = steps + Math.ceil(tasks.length / this.env.concurrency);
    return results;
  }

  /** The expectations of an ordinary update. */
  asked(purpose: Purpose, extra: Partial<Asked> = {}): Asked {
    return ordinary(purpose, extra);
  }

  /**
   * Sends a body that may be accepted, and judges reply and effect. `bodies` are the updates that may take effect.
   */
  async update(
    request: WireRequest,
    asked: Asked,
    bodies: readonly JsonObject[],
    foldsPortId = false,
  ): Promise<Updated> {
    const { service, env } = this;
    service.sending(bodies);
    const settled = await this.settle(request, asked);
    const exchange: Exchange = { role: 'case', request, attempts: settled.attempts };
    this.lastUpdate = exchange;
    this.given = new Set(bodies.flatMap((body) => Object.keys(body)));
    const until = exchange.attempts.some((attempt) => mayStillCome(attempt, env))
      ? (exchange.attempts.at(-1)?.endedAt ?? 0) + env.timeoutMs * (isLarge(request) ? 3 : 1)
      : null;
    if (settled.kind !== 'answered' || settled.response.status !== 200) {
      if (settled.kind !== 'answered' || settled.response.status < 400) service.unanswered(bodies, until);
      return { settled, exchange, value: null, findings: [] };
    }
    if (until !== null) service.unanswered(bodies, until);
    const value = env.watch.value(settled.response);
    if (value === null) {
      service.unanswered(bodies, until);
      return { settled, exchange, value: null, findings: [] };
    }
    this.#refuseOtherRun(value);
    this.service.preceding.accepted(exchange, this.given);
    const certain =
      asked.statuses.length === 1 && request.method === service.operation.method && request.raw === undefined;
    const before = service.expected;
    if (certain && request.body !== null) service.lastAccepted = request.body;
    service.lastChange = { request, bodies, before };
    const { sentAt, endedAt } = settled.response;
    const { findings, watched, strange } = service.accepted(bodies, { value, sentAt, endedAt }, foldsPortId);
    if (strange.length > 0 && before !== null) await this.confirm(request, asked, bodies, { strange, before });
    for (const requirement of watched) env.ledger.watched(requirement);
    return { settled, exchange, value, findings };
  }

  /** Sets a state that must be accepted, and enters what its reply breaches. */
  async put(body: JsonObject, purpose: Purpose): Promise<Updated> {
    const request = putRequest(serialize(body), this.env.address, this.service.id);
    const updated = await this.update(request, this.asked(purpose, { mappings: this.mappings(body) }), [body]);
    this.enter(updated.findings, purpose, [{ ...updated.exchange, role: 'prepare' }]);
    await this.#baseBodies.judge(this, body, request, updated, purpose);
    return updated;
  }

  /** Notes that the base body of a batch was just accepted. */
  stands(base: JsonObject): void {
    this.#standing = { base, writes: this.service.writes };
  }

  /** Whether this base body is the last thing that the service accepted. */
  isStanding(base: JsonObject): boolean {
    return this.#standing?.base === base && this.#standing.writes === this.service.writes;
  }

  /**
   * Whether another service could own mappings of a body: only pairs that this service holds now are its own (R19).
   */
  mappings(body: Json | undefined): Asked['mappings'] {
    const { conflict } = this.service.operation;
    const items = conflict === null || !isObject(body) ? undefined : member(body, conflict.member);
    if (conflict === null || !Array.isArray(items) || items.length === 0) return 'none';
    const held = this.service.expected?.get(conflict.member) ?? [];
    const keysOf = (list: readonly Json[]): string[] => list.map((item) => conflictKey(conflict, item));
    const own = new Set(held.flatMap(({ value }) => (Array.isArray(value) ? keysOf(value as Json[]) : [])));
    return keysOf(items as Json[]).every((key) => own.has(key)) ? 'own' : 'contestable';
  }

  /** Reads the state without judging it; null if that fails. */
  async look(purpose: Purpose): Promise<Look | null> {
    const { service, env } = this;
    if (env.reads === null) return null;
    if (env.reads === 'PUT {}') {
      const { value, exchange, findings } = await this.update(
        putRequest(serialize(service.least), env.address, service.id),
        this.asked(purpose),
        [service.least],
      );
      this.enter(findings, purpose, [exchange]);
      return value === null ? null : { value, exchange: { ...exchange, role: 'read' } };
    }
    const request = getRequest(env.address, service.id);
    const settled = await this.settle(request, this.asked(purpose, { sends: 'read' }));
    if (settled.kind !== 'answered' || settled.response.status !== 200) return null;
    const value = env.watch.value(settled.response);
    if (value !== null) this.#refuseOtherRun(value);
    return value === null ? null : { value, exchange: { role: 'read', request, attempts: settled.attempts } };
  }

  /** Notes the time of the last change that is shown while nothing is sent that may move it. */
  idles(shown: JsonObject): void {
    const { operation, writes } = this.service;
    const at = changeTime(operation, shown);
    this.touchedWhileIdle ||= this.#idle?.writes === writes && this.#idle.at !== at;
    this.#idle = { at, writes };
  }

  #refuseOtherRun(shown: JsonObject): void {
    const { marks = null } = this.env;
    if (marks === null) return;
    const other = marksOf(shown).find((mark) => !marks.has(mark));
    if (other !== undefined) throw new OtherRun(this.service.id, other);
  }

  /** Finds out who wrote values that this run did not send. Does nothing if no case is judged. */
  protected confirm(
    _request: WireRequest,
    _asked: Asked,
    _bodies: readonly JsonObject[],
    _strange: StrangeReply,
  ): Promise<void> {
    return Promise.resolve();
  }

  /** Enters findings with their exchanges, and the updates that led to the state in which these began. */
  enter(findings: readonly Finding[], purpose: Purpose, exchanges: readonly Exchange[]): void {
    if (findings.length > 0) this.env.ledger.blame(purpose, findings, this.withState(purpose.testCase, exchanges));
  }

  /** Exchanges, preceded by the updates that led to the state, unless the case has a state of its own. */
  withState(testCase: Case | null, exchanges: readonly Exchange[]): readonly Exchange[] {
    const own = testCase !== null && hasOwnState(testCase) && exchanges.some(({ role }) => role === 'case');
    return own ? exchanges : [...this.service.preceding.to(exchanges), ...exchanges];
  }

  /** Sends a known good request to the service: the last body that it accepted. */
  readonly control: Control = async (behalf, bytes = 0) => {
    const { service, env } = this;
    this.controls += 1;
    const good = service.lastAccepted ?? serialize(service.least);
    const head = sizeOf(putRequest(new Uint8Array(), env.address, service.id));
    const body = padded(good, bytes - head);
    const request = putRequest(body, env.address, service.id);
    const purpose = ofRun('control', service.id);
    const response = await env.settler.once(
      request,
      this.asked(behalf === undefined ? purpose : { ...purpose, behalf }),
    );
    if (response === null || response.status >= 500) this.service.unanswered([bodyOf(good)], null);
    if (response === null) return 'failed';
    const value = response.status === 200 ? env.watch.value(response) : null;
    if (value !== null) this.#controlled(request, good, value, response);
    return { status: response.status, bytes: head + body.length, ms: response.endedAt - response.sentAt };
  };

  #controlled(request: WireRequest, good: Uint8Array, value: JsonObject, response: AttemptResponse): void {
    const { service } = this;
    const { sentAt, endedAt } = response;
    const bodies = [bodyOf(good)];
    // The same body once more changes nothing.
    if (service.lastChange?.request.body !== good) service.lastChange = { request, bodies, before: service.expected };
    service.accepted(bodies, { value, sentAt, endedAt }, true);
  }
}

function bodyOf(bytes: Uint8Array): JsonObject {
  return JSON.parse(new TextDecoder().decode(bytes)) as JsonObject;
}

/**
 * Whether a request that the client, or something in front of the service, gave up on may still reach the service. With
 * a forwarding proxy this shows in several ways.
 */
function mayStillCome(attempt: Attempt, { isForwarded }: Environment): boolean {
  const forwarded = isForwarded?.() === true;
  if (attempt.kind === 'failure') return attempt.failure === 'timeout' || (forwarded && attempt.failure === 'reset');
  const { status } = attempt;
  return status === 408 || status === 504 || (forwarded && status === 502);
}

/** Number of attempts before the answer that failed, on the network or at the target. */
function resendings({ attempts }: Settled): number {
  return attempts.slice(0, -1).filter((attempt) => attempt.kind === 'failure' || attempt.status >= 500).length;
}
