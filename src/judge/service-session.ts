import { isObject, member, serialize, type Json, type JsonObject } from '../shared/json.js';
import type { AttemptResponse, Finding, WireRequest } from '../shared/model.js';
import type { Probe } from '../contract/probe.js';
import { oneRecord } from '../checks/one-record.js';
import { OtherRun } from '../shared/errors.js';
import { marksOf } from '../shared/run-mark.js';
import { conflictKey } from '../contract/items.js';
import { confirmStrangeReply, ruleOutAnotherWriter } from './another-writer.js';
import { BaseBodies } from './base-body.js';
import { hasOwnState } from './prepared.js';
import { changedSinceStart } from './changed-since-start.js';
import type { Asked, Mark } from './classify.js';
import type { Exchange } from './ledger.js';
import { Preceding } from './preceding.js';
import type { Service } from './service.js';
import type { Control, Settled } from './settling.js';
import type { Environment } from './environment.js';
import { together } from './together.js';
import type { Updated, Updating } from './updating.js';
import { getRequest, putRequest } from './wire.js';

/** Sends requests to one service and tracks what it may hold. */
export class ServiceSession implements Updating {
  /** Whether the time of the last change moved while nothing was sent, perhaps through an update of another service. */
  touchedWhileIdle = false;
  /** Number of consecutive round trips so far: the least number of reply times that the run of this service takes. */
  steps = 0;
  /** The members of the last update that was sent. */
  #given: ReadonlySet<string> = new Set();
  #confirming = false;
  readonly #baseBodies = new BaseBodies();
  readonly #preceding: Preceding;
  #lastRead: Exchange | null = null;
  /** The last update that was judged, accepted or not. */
  lastUpdate: Exchange | null = null;
  /** The base body that was accepted last, and the number of accepted updates then. */
  #standing: { readonly base: JsonObject; readonly writes: number } | null = null;

  constructor(
    readonly service: Service,
    readonly env: Environment,
    /** A state that is easily accepted and unlike most others. */
    readonly baseline: JsonObject,
    /** A state that differs from the baseline in every member. */
    readonly other: JsonObject,
  ) {
    this.#preceding = new Preceding(service.operation);
  }

  /** A session of the same service in another environment. */
  within(env: Environment): ServiceSession {
    return new ServiceSession(this.service, env, this.baseline, this.other);
  }

  /** Settles a request whose answer is judged only on its own. */
  settle(request: WireRequest, asked: Asked): Promise<Settled> {
    const { settler, ledger, lapsed } = this.env;
    this.steps += 1;
    const requirement = asked.mark.probe?.requirement;
    const settling = settler.settle(
      request,
      asked,
      this.control,
      () => requirement === undefined || !ledger.of(requirement).broke,
    );
    return settling.then((settled) => {
      if (requirement !== undefined && asked.begins === true && settled.kind === 'answered')
        ledger.of(requirement).resent += resendings(settled);
      if (lapsed?.(this.service.id) === true) this.service.forget();
      return settled;
    });
  }

  /** Sends requests concurrently; they count as the number of steps that it takes at full concurrency. */
  async atOnce<T>(tasks: readonly (() => Promise<T>)[]): Promise<T[]> {
    const { steps } = this;
    const results = await together(tasks.map((task) => task()));
    this.steps = steps + Math.ceil(tasks.length / this.env.concurrency);
    return results;
  }

  /** The expectations of an ordinary update. */
  asked(mark: Mark, extra: Partial<Asked> = {}): Asked {
    return {
      statuses: [200],
      good: true,
      forces: null,
      mappings: 'none',
      conflict: false,
      reading: false,
      belowApi: false,
      mark,
      ...extra,
    };
  }

  /** Sends a body that may be accepted, and judges reply and effect. `bodies` are the updates that may take effect. */
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
    this.#given = new Set(bodies.flatMap((body) => Object.keys(body)));
    const slow = exchange.attempts.some((a) => a.kind === 'failure' && a.failure === 'timeout');
    const until = slow ? (exchange.attempts.at(-1)?.endedAt ?? 0) + env.timeoutMs : null;
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
    this.#preceding.accepted(exchange, this.#given);
    const certain =
      asked.statuses.length === 1 && request.method === service.operation.method && request.raw === undefined;
    if (certain && request.body !== null) service.lastAccepted = request.body;
    const { sentAt, endedAt } = settled.response;
    const { findings, watched, strange } = service.accepted(bodies, { value, sentAt, endedAt }, foldsPortId);
    if (strange.length > 0) await this.#confirm(() => confirmStrangeReply(this, request, asked, bodies, strange));
    for (const requirement of watched) env.ledger.watched(requirement);
    return { settled, exchange, value, findings };
  }

  /** Sets a state that must be accepted, and enters what its reply breaches. */
  async put(body: JsonObject, mark: Mark): Promise<Updated> {
    const request = putRequest(serialize(body), this.env.address, this.service.id);
    const updated = await this.update(request, this.asked(mark, { mappings: this.mappings(body) }), [body]);
    this.enter(updated.findings, mark, [{ ...updated.exchange, role: 'prepare' }]);
    await this.#baseBodies.judge(this, body, request, updated, mark);
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

  /** Whether another service could own mappings of a body: only pairs that this service holds now are its own (R19). */
  mappings(body: Json | undefined): Asked['mappings'] {
    const { conflict } = this.service.operation;
    const items = conflict === null || !isObject(body) ? undefined : member(body, conflict.member);
    if (conflict === null || !Array.isArray(items) || items.length === 0) return 'none';
    const held = this.service.expected?.get(conflict.member) ?? [];
    const keysOf = (list: readonly Json[]): string[] => list.map((item) => conflictKey(conflict, item));
    const own = new Set(held.flatMap(({ value }) => (Array.isArray(value) ? keysOf(value as Json[]) : [])));
    return keysOf(items as Json[]).every((key) => own.has(key)) ? 'own' : 'contestable';
  }

  /** Reads the state without judging it; null where that did not succeed. */
  async look(mark: Mark): Promise<{ readonly value: JsonObject; readonly exchange: Exchange } | null> {
    const { service, env } = this;
    if (env.reads === null) return null;
    if (env.reads === 'PUT {}') {
      const { value, exchange, findings } = await this.update(
        putRequest(serialize(service.least), env.address, service.id),
        this.asked(mark),
        [service.least],
      );
      this.enter(findings, mark, [exchange]);
      return value === null ? null : { value, exchange: { ...exchange, role: 'read' } };
    }
    const request = getRequest(env.address, service.id);
    const settled = await this.settle(request, this.asked(mark, { reading: true }));
    if (settled.kind !== 'answered' || settled.response.status !== 200) return null;
    const value = env.watch.value(settled.response);
    if (value !== null) this.#refuseOtherRun(value);
    return value === null ? null : { value, exchange: { role: 'read', request, attempts: settled.attempts } };
  }

  /**
   * Reads the state and judges it against what the service may hold.
   *
   * @throws AnotherWriter when another writer changes the service
   */
  async read(mark: Mark, evidence: readonly Exchange[]): Promise<JsonObject | null> {
    const given = this.#given;
    const before = this.#lastRead ?? {
      role: 'prepare',
      request: getRequest(this.env.address, this.service.id),
      attempts: [],
    };
    const seen = await this.look(mark);
    this.#lastRead = seen === null ? null : { ...seen.exchange, role: 'prepare' };
    if (seen === null || this.env.reads !== 'GET') return seen?.value ?? null;
    const { service, env } = this;
    service.learn(seen.value);
    const departures = service.readMismatches(seen.value);
    const disagreements = service.disagreements(seen.value);
    const further = [...(disagreements ?? []), ...service.oneForm(seen.value, 'read')];
    this.enter(changedSinceStart(service, seen.value), mark, [...evidence, seen.exchange]);
    // These findings may depend on the read before.
    if (further.length > 0)
      env.ledger.blame(further, {
        ...mark,
        exchanges: [before, ...this.withState(mark, [...evidence, seen.exchange])],
      });
    if (disagreements !== null) for (const requirement of oneRecord(service.operation)) env.ledger.watched(requirement);
    for (const { name } of service.operation.stored) {
      if (given.has(name)) env.ledger.watched(`effect/persist/${name}`);
    }
    if (departures.length === 0) {
      service.adoptRead(seen.value);
      return seen.value;
    }
    await ruleOutAnotherWriter(this, departures, mark);
    this.enter(service.readFindings(departures, given), mark, [...evidence, seen.exchange]);
    service.adoptRead(seen.value);
    return seen.value;
  }

  #refuseOtherRun(shown: JsonObject): void {
    const { marks = null } = this.env;
    if (marks === null) return;
    const other = marksOf(shown).find((mark) => !marks.has(mark));
    if (other !== undefined) throw new OtherRun(this.service.id, other);
  }

  /** Runs a confirmation; the requests that it sends are not confirmed in turn. */
  async #confirm(confirmation: () => Promise<void>): Promise<void> {
    if (this.#confirming || this.env.confirms === false) return;
    this.#confirming = true;
    try {
      await confirmation();
    } finally {
      this.#confirming = false;
    }
  }

  /** Enters findings with their exchanges, and the updates that led to the state in which these began. */
  enter(findings: readonly Finding[], mark: Mark, exchanges: readonly Exchange[]): void {
    if (findings.length > 0) this.env.ledger.blame(findings, { ...mark, exchanges: this.withState(mark, exchanges) });
  }

  /** Exchanges, preceded by the updates that brought about the state, unless the case has a state of its own. */
  withState({ probe }: Pick<Mark, 'probe'>, exchanges: readonly Exchange[]): readonly Exchange[] {
    const own = probe !== null && hasOwnState(probe) && exchanges.some(({ role }) => role === 'case');
    return own ? exchanges : [...this.#preceding.to(exchanges), ...exchanges];
  }

  /** Sends a known good request to the service: the last body that it accepted. */
  readonly control: Control = async (behalf) => {
    const { service, env } = this;
    const body = service.lastAccepted ?? serialize(service.least);
    const request = putRequest(body, env.address, service.id);
    const mark: Mark = { order: Number.MAX_SAFE_INTEGER, probe: null, serviceId: service.id };
    const response = await env.settler.once(request, this.asked(behalf === undefined ? mark : { ...mark, behalf }));
    if (response === null) return 'failed';
    if (response.status !== 200) return { status: response.status };
    const value = env.watch.value(response);
    if (value !== null) this.#controlled(body, value, response);
    return 'good';
  };

  #controlled(body: Uint8Array, value: JsonObject, { sentAt, endedAt }: AttemptResponse): void {
    const parsed = JSON.parse(new TextDecoder().decode(body)) as JsonObject;
    this.service.accepted([parsed], { value, sentAt, endedAt }, true);
  }
}

/** Number of attempts before the answer that failed on the way or at the target. */
function resendings({ attempts }: Settled): number {
  return attempts.slice(0, -1).filter((attempt) => attempt.kind === 'failure' || attempt.status >= 500).length;
}

/** The mark of a probe's requests. */
export function markOf(probe: Probe, order: number, service: Service): Mark {
  return { order, probe, serviceId: service.id };
}
