import { serialize, type JsonObject } from '../../shared/json.js';
import type { ServiceSession } from '../../judge/service-session.js';
import { cacheHeader } from '../../judge/by-proxy.js';
import { ofRun } from '../../judge/purpose.js';
import { putRequest } from '../../judge/wire.js';
import type { Operation } from '../../operation/operation.js';
import type { RestoreReport } from '../../report/report.js';
import { beyondUpdates, departures, departureText, type Departure } from './departures.js';
import { restoringBody, shownValue } from './restoring-body.js';

/** Milliseconds after which a read is repeated before it counts: it may lag behind an update. */
const LAG_MS = [50, 150, 300, 700] as const;
/**
 * How often the whole state is sent before its members are sent one by one: normally, if no answer comes in time, and
 * if the answers keep changing.
 */
const [WHOLE, UNANSWERED, EVER_OTHER] = [2, 4, 40];
/** Statuses that do not depend on the body: the next update would meet the same, and may get a key locked. */
const REFUSES_ALL: ReadonlySet<number> = new Set([401, 403, 404, 407]);

/** What a read showed of a service that is being restored. */
interface Seen {
  readonly value: JsonObject;
  readonly left: readonly Departure[];
  /** Whether it says that it comes from a cache. */
  readonly isCached: boolean;
}

/** The departures of a service from a state now; null if it cannot be read. */
export async function departuresNow(session: ServiceSession, state: JsonObject): Promise<Seen | null> {
  const read = await session.look(ofRun('restoring', session.service.id));
  if (read === null) return null;
  const { operation, naming } = session.service;
  const reply = read.exchange.attempts.at(-1);
  const isCached = reply?.kind === 'response' && cacheHeader(reply) !== null;
  return { value: read.value, left: departures(operation, state, read.value, naming), isCached };
}

/** Restores a service to the state in which it was found, and reads it back as proof. May be repeated. */
export async function restore(session: ServiceSession, state: JsonObject): Promise<RestoreReport> {
  const { service } = session;
  const changed = service.writes > 0 || service.lastAccepted !== null;
  const found = await departuresNow(session, state);
  const told = departuresTold(session, state);
  // What a run that was killed sent is not known here: only what a read says of itself.
  const isDoubtful = service.writes > 0 ? told?.length !== 0 : found?.isCached === true;
  if (found?.left.length === 0 && !isDoubtful) {
    const { details } = restoringBody(service.operation, state, service.id, service.prefix);
    const notes = [...details, ...beyondUpdates(service.operation, state, found.value)];
    return { serviceId: service.id, outcome: changed ? 'restored' : 'unchanged', details: notes };
  }
  const restoring = new Restoring(session, state, found?.left.length === 0 && (told !== null || found.isCached));
  for (let attempt = 1; attempt <= restoring.most && !restoring.isDone; attempt += 1) await restoring.send(null);
  for (const name of restoring.apart()) if (!restoring.isDone) await restoring.send(name);
  return restoring.report();
}

/** The departures of the last reply to an update from a state; null if there is none. */
function departuresTold({ service }: ServiceSession, state: JsonObject): readonly Departure[] | null {
  const { last, operation, naming } = service;
  return last === null ? null : departures(operation, state, last.value, naming);
}

/** Restores one service by updates, and keeps their outcomes. */
class Restoring {
  #seen: Seen | null = null;
  #answer = '';
  #refusesAll = false;
  #isUnanswered = false;
  readonly #answers = new Set<string>();
  /** The members that were sent alone, with the answers. */
  readonly #alone = new Map<string, string>();
  /** Whether reads were given the time to catch up. */
  #waited = false;

  constructor(
    private readonly session: ServiceSession,
    private readonly state: JsonObject,
    /** Whether reads, perhaps from a cache, showed the state though no reply did: then a reply must show it. */
    private readonly doubtsReads: boolean,
  ) {}

  /** Maximum number of times that the whole state is sent. */
  get most(): number {
    if (this.#answers.size > 1) return EVER_OTHER;
    return this.#isUnanswered ? UNANSWERED : WHOLE;
  }

  get isDone(): boolean {
    return (
      this.#seen?.left.length === 0 && (!this.doubtsReads || departuresTold(this.session, this.state)?.length === 0)
    );
  }

  /** Sends the whole state, or one member of it, and reads the result. */
  async send(name: string | null): Promise<void> {
    const { service, env } = this.session;
    // The reply to the first update may have shown how names are decorated.
    const { body } = restoringBody(service.operation, this.state, service.id, service.prefix);
    const sent = name === null ? body : alone(service.operation, name, body);
    const request = putRequest(serialize(sent), env.address, service.id);
    // From here on only what is read counts, whatever the service held meanwhile.
    service.forget();
    const purpose = ofRun('restoring', this.session.service.id);
    const { settled, exchange, findings } = await this.session.update(request, this.session.asked(purpose), [sent]);
    const status = settled.kind === 'answered' ? settled.response.status : null;
    this.#answer = status === null ? settled.kind : `answered ${status}`;
    this.#answers.add(this.#answer);
    this.#isUnanswered = settled.attempts.some((one) => one.kind === 'failure' && one.failure === 'timeout');
    this.#refusesAll = status === null || REFUSES_ALL.has(status);
    if (name !== null) {
      this.#alone.set(name, this.#answer);
      // A member that was sent alone, and that the reply shows differently, was not stored (R15).
      this.session.enter(
        findings.filter(({ requirement }) => requirement === `effect/echo/${name}`),
        purpose,
        [exchange],
      );
    }
    this.#seen = await departuresNow(this.session, this.state);
    if (status === 200 && !this.isDone) await this.#catchUp();
  }

  /** The members to send alone: one of them may have prevented the others from being restored. */
  apart(): readonly string[] {
    if (this.#refusesAll) return [];
    const { service } = this.session;
    const { stored, backend, conflict } = service.operation;
    const { body } = restoringBody(service.operation, this.state, service.id, service.prefix);
    const left = new Set(this.#seen?.left.map(({ name }) => name) ?? Object.keys(body));
    // Items belong to the backend, which comes first; what an omission may set comes last (R12).
    const first = [backend, conflict?.member].filter((name) => typeof name === 'string');
    const last = stored.filter(({ fallback }) => fallback !== undefined).map(({ name }) => name);
    const between = Object.keys(body).filter((name) => !first.includes(name) && !last.includes(name) && left.has(name));
    return [...first.filter((name) => left.has(name)), ...between, ...last].filter((name) => Object.hasOwn(body, name));
  }

  async #catchUp(): Promise<void> {
    const waits = this.#waited ? LAG_MS.slice(0, 2) : LAG_MS;
    this.#waited = true;
    for (const wait of waits) {
      await this.session.env.settler.pause(wait);
      this.#seen = await departuresNow(this.session, this.state);
      if (this.isDone) return;
    }
  }

  report(): RestoreReport {
    const { service, env } = this.session;
    const notes = this.#seen === null ? [] : beyondUpdates(service.operation, this.state, this.#seen.value);
    if (this.isDone) {
      const refused = [...this.#alone].flatMap(([name, answer]) =>
        answer === 'answered 200' ? [] : [`${name} alone was ${answer}`],
      );
      return {
        serviceId: service.id,
        outcome: 'restored',
        details: [...refused, ...notes, ...unseen(service.operation, this.state)],
      };
    }
    const { body, details } = restoringBody(service.operation, this.state, service.id, service.prefix);
    const left =
      this.#seen === null
        ? ['the state could not be read']
        : this.#seen.left.length === 0
          ? ['reads show it as it was, but no reply to an update does: they may come from a cache']
          : this.#seen.left.map((departure) => {
              const answer = this.#alone.get(departure.name);
              return answer === undefined
                ? departureText(departure)
                : `${departureText(departure)}: its update alone was ${answer}`;
            });
    const { method, path } = putRequest(serialize(body), env.address, service.id);
    const last = `the restoring update was ${this.#answer}; send it again: ${method} ${path} ${JSON.stringify(body)}`;
    return { serviceId: service.id, outcome: 'failed', details: [...details, ...left, ...notes, last] };
  }
}

/** One member of a body, with the required ones. */
function alone({ members }: Operation, name: string, body: JsonObject): JsonObject {
  const kept = members.filter((one) => one.name === name || one.required);
  return Object.fromEntries(kept.map((one) => [one.name, body[one.name] ?? null]));
}

function unseen({ conditional }: Operation, state: JsonObject): string[] {
  return conditional
    .filter(({ name }) => shownValue(state, name) === undefined)
    .map(({ name }) => `${name} was not shown: it cannot be told whether it is unchanged`);
}
