import { oneRecord } from '../checks/one-record.js';
import type { Mismatch } from '../checks/state.js';
import type { JsonObject } from '../shared/json.js';
import type { WireRequest } from '../shared/model.js';
import { confirmStrangeReply, ruleOutAnotherWriter, type StrangeReply } from './another-writer.js';
import { changedSinceStart } from './changed-since-start.js';
import type { Asked } from './classify.js';
import type { Purpose } from './purpose.js';
import type { Environment } from './environment.js';
import type { Exchange } from './ledger.js';
import { ServiceSession } from './service-session.js';
import type { States } from './updating.js';
import { getRequest } from './wire.js';

/** A session in which cases are judged: it may change the service to find out who writes to it. */
export class CaseSession extends ServiceSession implements States {
  #confirming = false;
  #lastRead: Exchange | null = null;

  readonly baseline: JsonObject;
  readonly other: JsonObject;

  constructor(service: ServiceSession['service'], env: Environment, { baseline, other }: States) {
    super(service, env);
    this.baseline = baseline;
    this.other = other;
  }

  /** A session of the same service in another environment. */
  override within(env: Environment): CaseSession {
    return new CaseSession(this.service, env, this);
  }

  /** A session of the same service in which only what is sent is judged. */
  apart(env: Environment): ServiceSession {
    return super.within(env);
  }

  protected override async confirm(
    request: WireRequest,
    asked: Asked,
    bodies: readonly JsonObject[],
    strange: StrangeReply,
  ): Promise<void> {
    if (this.#confirming) return;
    await this.#confirmingOnce(() => confirmStrangeReply(this, request, asked, bodies, strange));
  }

  /**
   * Finds out who wrote strange values that a read shows.
   *
   * @throws AnotherWriter when another writer changes the service
   */
  ruleOutAnotherWriter(departures: readonly Mismatch[], purpose: Purpose): Promise<void> {
    return this.#confirmingOnce(() => ruleOutAnotherWriter(this, departures, purpose));
  }

  /** The requests that a confirmation sends are not confirmed in turn. */
  async #confirmingOnce(task: () => Promise<void>): Promise<void> {
    const outer = this.#confirming;
    this.#confirming = true;
    try {
      await task();
    } finally {
      this.#confirming = outer;
    }
  }

  /**
   * Reads the state and judges it against what the service may hold.
   *
   * @throws AnotherWriter when another writer changes the service
   */
  async read(purpose: Purpose, exchanges: readonly Exchange[]): Promise<JsonObject | null> {
    const given = this.given;
    const before = this.#lastRead ?? {
      role: 'prepare',
      request: getRequest(this.env.address, this.service.id),
      attempts: [],
    };
    const seen = await this.look(purpose);
    this.#lastRead = seen === null ? null : { ...seen.exchange, role: 'prepare' };
    if (seen === null || this.env.reads !== 'GET') return seen?.value ?? null;
    const { service, env } = this;
    service.learn(seen.value);
    const departures = service.readMismatches(seen.value);
    const disagreements = service.disagreements(seen.value);
    const further = [...(disagreements ?? []), ...service.oneForm(seen.value, 'read')];
    this.enter(changedSinceStart(service, seen.value), purpose, [...exchanges, seen.exchange]);
    // These findings may depend on the read before.
    if (further.length > 0)
      env.ledger.blame(purpose, further, [before, ...this.withState(purpose.testCase, [...exchanges, seen.exchange])]);
    if (disagreements !== null) for (const requirement of oneRecord(service.operation)) env.ledger.watched(requirement);
    for (const { name } of service.operation.stored) {
      if (given.has(name)) env.ledger.watched(`effect/persist/${name}`);
    }
    if (departures.length === 0) {
      service.adoptRead(seen.value);
      return seen.value;
    }
    await this.ruleOutAnotherWriter(departures, purpose);
    this.enter(service.readFindings(departures, given), purpose, [...exchanges, seen.exchange]);
    service.adoptRead(seen.value);
    return seen.value;
  }
}
