import { RunStopped, ServiceLost } from '../shared/errors.js';
import type { Attempt, AttemptResponse, WireRequest } from '../shared/model.js';
import type { Asked, Meaning } from './classify.js';
import type { Purpose } from './purpose.js';
import { InFlight } from './in-flight.js';
import { NOT_RECORDED } from './not-recorded.js';
import { Outage } from './outage.js';
import { Reliability } from './reliability.js';
import { byProxy, meaningOf } from './by-proxy.js';
import { backoff } from './retry-policy.js';
import { RetryBudget } from './retry-budget.js';
import { isGood, type Control, type Settled, type Settling } from './settling.js';
import { Waiting } from './waiting.js';

/** Start of the reason when neither an answer nor its absence can be held against the target. */
export const NETWORK = 'the network or the target: ';

/** Why a refused list of mappings is not judged. */
export const CONTESTED = 'another service may own the port pair';

/** Sends requests until the answer that counts arrives or clearly will not. */
export class Settler {
  readonly #outage: Outage;
  readonly #budget: RetryBudget;
  readonly #waiting: Waiting;
  readonly #reliability = new Reliability();
  readonly #inFlight = new InFlight();

  constructor(private readonly env: Settling) {
    this.#budget = new RetryBudget(env.retryPolicy);
    this.#waiting = new Waiting(env);
    this.#outage = new Outage({
      retryPolicy: env.retryPolicy,
      pause: (ms) => this.pause(ms),
      ping: async () => {
        const attempt = await env.send(env.ping(), null);
        env.traffic.attempt(attempt);
        return attempt;
      },
    });
    if (env.traffic.replies > 0) this.#outage.reached();
  }

  /** The suspects if the target crashes. */
  get inFlight(): readonly Purpose[] {
    return this.#inFlight.marks;
  }

  /**
   * Settles one request by the table under Settling in ARCHITECTURE.md. If `verify` returns false, there is no trial
   * against a control: a request that keeps failing is then unjudged.
   *
   * @throws RunStopped when the run has lost its right to judge, BudgetSpent when it may send no more
   */
  settle(request: WireRequest, asked: Asked, control: Control, verify: () => boolean): Promise<Settled> {
    return this.#settle(request, asked, control, verify).then((result) => {
      if (result.kind === 'answered')
        this.#reliability.answered(result.attempts.slice(0, -1).filter(isTransient).length);
      this.env.settled?.(request, asked, result);
      return result;
    });
  }

  async #settle(request: WireRequest, asked: Asked, control: Control, verify: () => boolean): Promise<Settled> {
    const { retryPolicy, traffic, signal } = this.env;
    const attempts: Attempt[] = [];
    let [throttles, faults, resends, rounds, outages] = [0, 0, 0, 0, 0];
    const behalf = () => ({ request, purpose: asked.purpose });
    const givenUp = async (): Promise<boolean> => {
      const [first, last] = [attempts[0]?.sentAt ?? 0, attempts.at(-1)?.endedAt ?? 0];
      if (last - first > 2 * retryPolicy.putOffFor) return true;
      // Before a state is known, nothing may change it.
      return asked.sends === 'read' ? this.#budget.heardSince(first) : isGood(await control(behalf()));
    };
    for (;;) {
      const { attempt, meaning } = await this.#try(request, asked, attempts.length === 0 && asked.sends === 'case');
      // A request that a spent budget kept from being sent does not count.
      if (attempts.length === 0) traffic.requests += 1;
      attempts.push(attempt);
      const renewed = await this.#renewed(request, attempt, meaning, asked);
      if (renewed !== null) {
        request = renewed;
        continue;
      }
      switch (meaning.kind) {
        case 'answer':
          return answered(attempt, attempts, false);
        case 'unrecorded':
          return { kind: 'unjudged', reason: NOT_RECORDED, attempts: attempts.slice(0, -1) };
        case 'aborted':
          throw signal.reason ?? new RunStopped('the run was stopped');
        case 'throttled': {
          throttles += 1;
          // If every request is throttled, the run as a whole gives up, not this request.
          if (throttles % (retryPolicy.throttles + 1) === 0 && (await givenUp()))
            return { kind: 'unjudged', reason: 'throttled', attempts };
          await this.#waiting.out(attempt, throttles);
          break;
        }
        case 'platform':
          faults += 1;
          if (faults % (retryPolicy.platform + 1) === 0 && (await givenUp()))
            return { kind: 'unjudged', reason: `the platform, not the input: ${meaning.what}`, attempts };
          await this.#waiting.out(attempt, faults, Infinity);
          break;
        case 'unreachable':
          outages += 1;
          if (outages > 10) return { kind: 'unjudged', reason: `${NETWORK}${meaning.failure.detail}`, attempts };
          await this.#outage.over(meaning.failure);
          break;
        case 'denied':
        case 'gone':
          return this.#controlled(attempt, attempts, () => control(behalf()));
        case 'contested':
          return { kind: 'unjudged', reason: CONTESTED, attempts };
        case 'proxy':
          throw new RunStopped('the proxy requires credentials (407): put user and password into the URL of --proxy');
        case 'transient': {
          const slow = attempt.kind === 'failure' && attempt.failure === 'timeout';
          if (this.#budget.spent)
            return { kind: 'unjudged', reason: `${NETWORK}${meaning.what}, sent only once`, attempts };
          const tooSlow = this.#reliability.tooSlow(request, attempt);
          if (tooSlow !== null) return { kind: 'unjudged', reason: tooSlow, attempts };
          const known = this.#budget.isKnown(meaning.what);
          // An idle connection may be closed at any time, at the next attempt too.
          if (!slow) request = { ...request, unpooled: true };
          const reads = asked.sends === 'read';
          const isByProxy = meaning.byProxy !== undefined;
          if (resends < (reads ? (slow || known || isByProxy ? 2 : 5) : known ? 0 : slow ? 1 : 2)) {
            resends += 1;
            if (reads) request = { ...request, unpooled: true };
            await this.pause(backoff(resends, retryPolicy));
            break;
          }
          // A read is not worth an update, which a control is: some services must never be changed.
          if (reads || isByProxy || asked.sends === 'first-update' || !verify())
            return { kind: 'unjudged', reason: `${NETWORK}${meaning.what}, not investigated further`, attempts };
          // A slow target answers in the end.
          const unpooled = !slow || !known;
          const trial = await this.#trial({ ...request, unpooled }, asked, control, known || slow ? 1 : 3, attempts);
          if (trial === 'breaks') {
            this.#budget.proven(meaning.what, attempts[0]?.sentAt ?? Infinity);
            return { kind: 'breaks', what: meaning.what, attempts };
          }
          if (trial !== 'transient') return trial;
          rounds += 1;
          if (rounds > 1) return { kind: 'unjudged', reason: `${NETWORK}${meaning.what}`, attempts };
          resends = 0;
          await this.pause(backoff(4, retryPolicy));
        }
      }
    }
  }

  /** Waits. Rejects with the signal's reason when the run is being stopped. */
  readonly pause = (ms: number): Promise<void> => this.#waiting.pause(ms);

  /**
   * Sends a request that was accepted before, until it is neither throttled nor put off by the platform; null without
   * an answer.
   *
   * @throws RunStopped if the answers to such requests have nothing to do with them
   */
  async once(request: WireRequest, asked: Asked): Promise<AttemptResponse | null> {
    const { retryPolicy, signal } = this.env;
    for (let n = 1; n <= retryPolicy.platform; n += 1) {
      const { attempt, meaning } = await this.#try(request, asked);
      if (meaning.kind === 'aborted') throw signal.reason ?? new RunStopped('the run was stopped');
      const renewed = await this.#renewed(request, attempt, meaning, asked);
      if (renewed !== null) {
        request = renewed;
        continue;
      }
      if (meaning.kind !== 'throttled' && meaning.kind !== 'platform') {
        const isReply = attempt.kind === 'response' && byProxy(meaning) === null;
        if (isReply && meaning.kind !== 'transient') this.#reliability.answeredAgain(attempt.status);
        else this.#reliability.failed();
        return isReply ? attempt : null;
      }
      await this.#waiting.out(attempt, n);
    }
    return null;
  }

  async #try(request: WireRequest, asked: Asked, begins = false): Promise<{ attempt: Attempt; meaning: Meaning }> {
    const { concurrencyLimiter, send, begin, signal, traffic, observe } = this.env;
    // A request in flight is never cut off: its effect must be known before the state is put back.
    const place = concurrencyLimiter.enter(asked.purpose.serviceId);
    if (place !== null) await place;
    let attempt: Attempt;
    try {
      signal.throwIfAborted();
      if (begins) begin();
      attempt = await send(request, asked.purpose);
    } finally {
      concurrencyLimiter.leave();
    }
    if (attempt.kind === 'failure' && attempt.failure === 'unrecorded')
      return { attempt, meaning: { kind: 'unrecorded' } };
    traffic.attempt(attempt);
    if (attempt.kind === 'response') this.#outage.reached();
    this.#inFlight.follow(attempt, asked.purpose);
    const meaning = meaningOf(request, attempt, asked, this.env);
    this.#account(attempt, meaning, asked);
    const judged = meaning.kind !== 'throttled' && byProxy(meaning) === null;
    if (attempt.kind === 'response' && judged) observe(request, attempt, asked);
    return { attempt, meaning };
  }

  /** The request with a newer token if its token may have expired; null otherwise. */
  async #renewed(request: WireRequest, attempt: Attempt, meaning: Meaning, asked: Asked): Promise<WireRequest | null> {
    const { renewal } = this.env;
    if (renewal === undefined || attempt.kind !== 'response') return null;
    if (attempt.status === 200 && asked.good === 'all') renewal.accepted();
    return attempt.status === 401 && (meaning.kind === 'denied' || asked.sends === 'read')
      ? renewal.renewed(request)
      : null;
  }

  #account(attempt: Attempt, meaning: Meaning, asked: Asked): void {
    const { traffic, concurrencyLimiter } = this.env;
    traffic.instead = byProxy(meaning) ?? (attempt.kind === 'failure' ? attempt : null);
    if (meaning.kind === 'throttled') {
      traffic.throttled += 1;
      concurrencyLimiter.throttled(attempt.sentAt);
      traffic.lowestConcurrency = Math.min(traffic.lowestConcurrency ?? Infinity, concurrencyLimiter.lowest);
    } else if (attempt.kind === 'response') concurrencyLimiter.answered();
    if (meaning.kind === 'platform') traffic.platform += 1;
    if (meaning.kind === 'throttled' || meaning.kind === 'platform') {
      const silent = this.#budget.putOff(attempt, meaning.kind === 'platform' ? meaning.what : null);
      this.#waiting.silent(silent);
      this.env.waiting?.(meaning.kind === 'platform' ? meaning.what : 'throttled', silent);
      return;
    }
    const update = asked.sends !== 'read';
    if (update) this.#waiting.heard();
    if (meaning.kind === 'transient' || meaning.kind === 'unreachable') {
      traffic.transient += 1;
      if (meaning.kind === 'transient') this.#budget.failed(attempt, meaning.what, traffic.instead, update);
    } else if (update) this.#budget.answered(attempt, asked.purpose.testCase !== null);
  }

  async #controlled(attempt: Attempt, attempts: Attempt[], control: () => ReturnType<Control>): Promise<Settled> {
    if (attempt.kind !== 'response') throw new Error('only a reply can be explained by a control');
    const result = await control();
    if (isGood(result)) return answered(attempt, attempts, true);
    if (result !== 'failed' && result.status === attempt.status) {
      if (attempt.status === 404) throw new ServiceLost();
      throw new RunStopped(
        `the target refuses the credentials (${attempt.status}), even for a request that it accepted before`,
      );
    }
    return { kind: 'unjudged', reason: `${attempt.status}, and the control failed too`, attempts };
  }

  /** Sends the control and the same bytes in turn. */
  async #trial(
    request: WireRequest,
    asked: Asked,
    control: Control,
    turns: number,
    attempts: Attempt[],
  ): Promise<Settled | 'breaks' | 'transient'> {
    const { retryPolicy } = this.env;
    const behalf = { request, purpose: asked.purpose };
    for (let turn = 1; turn <= turns; turn += 1) {
      if (!isGood(await control(behalf))) return 'transient';
      const { attempt, meaning } = await this.#unthrottled(request, asked, attempts);
      if (meaning.kind === 'answer') return answered(attempt, attempts, false);
      if (meaning.kind !== 'transient') return 'transient';
      const telling = this.#reliability.telling;
      if (telling === null) return 'transient';
      turns = Math.max(turns, turn + telling - attempts.length);
      if (turn < turns) await this.pause(backoff(turn + 1, retryPolicy));
    }
    const slow = await this.#reliability.weigh(request, attempts.at(-1), (bytes) => control(behalf, bytes));
    return slow === null ? 'breaks' : { kind: 'unjudged', reason: slow, attempts };
  }

  /** Sends a request until it is not throttled or has been throttled too often. */
  async #unthrottled(request: WireRequest, asked: Asked, attempts: Attempt[]) {
    for (let throttles = 1; ; throttles += 1) {
      const tried = await this.#try(request, asked);
      attempts.push(tried.attempt);
      if (tried.meaning.kind !== 'throttled' || throttles > this.env.retryPolicy.throttles) return tried;
      await this.#waiting.out(tried.attempt, throttles);
    }
  }
}

function isTransient(attempt: Attempt): boolean {
  return attempt.kind === 'failure' || attempt.status === 408 || attempt.status >= 500;
}

function answered(attempt: Attempt, attempts: readonly Attempt[], controlled: boolean): Settled {
  return attempt.kind === 'response'
    ? { kind: 'answered', response: attempt, attempts, controlled }
    : { kind: 'closed', attempts };
}
