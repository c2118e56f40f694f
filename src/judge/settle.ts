import { errorText } from '../checks/envelope.js';
import { RunStopped } from '../errors.js';
import type { Attempt, AttemptResponse, WireRequest } from '../model.js';
import { classify, type Asked, type CodeClassOf, type Mark, type Meaning } from './classify.js';
import { NOT_RECORDED } from './not-recorded.js';
import type { Gate } from './gate.js';
import { Outage } from './outage.js';
import { backoff, pause, retryAfter, spread, type Patience } from './patience.js';
import type { Traffic } from './traffic.js';

/** Sends one request once; the mark says whose it is, null for one that belongs to no case. */
export type Send = (request: WireRequest, mark: Mark | null) => Promise<Attempt>;

/** What a known good request to the same service came to, sent for the sake of another. */
export type Control = (behalf?: Mark['behalf']) => Promise<'good' | 'failed' | { readonly status: number }>;

/** What a request came to in the end. */
export type Settled =
  | {
      readonly kind: 'answered';
      readonly response: AttemptResponse;
      readonly attempts: readonly Attempt[];
      /** The control that showed the credentials, or the service, to be good all the same. */
      readonly controlled: boolean;
    }
  /** R31 only: closed without a reply. */
  | { readonly kind: 'closed'; readonly attempts: readonly Attempt[] }
  /** The input breaks the service: every sending failed while every control succeeded. */
  | { readonly kind: 'breaks'; readonly what: string; readonly attempts: readonly Attempt[] }
  | { readonly kind: 'unjudged'; readonly reason: string; readonly attempts: readonly Attempt[] };

export interface Settling {
  readonly send: Send;
  readonly gate: Gate;
  readonly traffic: Traffic;
  readonly patience: Patience;
  readonly classOf: CodeClassOf;
  readonly signal: AbortSignal;
  /** Sees every reply that may be judged for itself: all but throttled ones. */
  readonly observe: (request: WireRequest, response: AttemptResponse, asked: Asked) => void;
  /** Told what each request came to in the end. */
  readonly settled?: ((request: WireRequest, asked: Asked, settled: Settled) => void) | undefined;
  /** A case begins. Throws BudgetSpent where none may begin any more. */
  readonly begin: () => void;
  /** Waits; a record is judged again without waiting. Default: by the clock. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** A request that changes nothing, to see whether the target can be reached again. */
  readonly knock: () => WireRequest;
  /** Where a token that has expired can be had anew; default: it cannot. */
  readonly renewal?: Renewal;
}

/** Gets a new token in the place of one that has expired. */
export interface Renewal {
  /** A request with good credentials was accepted. */
  accepted(): void;
  /** The request with a newer token; null where there is none, or it is too soon to ask for another. */
  renewed(request: WireRequest): Promise<WireRequest | null>;
}

/** Sends requests until the answer that counts is seen, or it is clear that it will not be. */
export class Settler {
  #heard: number | null = null;
  #putOff = 0;

  readonly #outage: Outage;

  constructor(private readonly env: Settling) {
    this.#outage = new Outage({
      patience: env.patience,
      pause: (ms) => this.pause(ms),
      knock: async () => {
        const attempt = await env.send(env.knock(), null);
        env.traffic.attempt(attempt);
        return attempt;
      },
    });
  }

  /**
   * Settles one request by the table "What counts as what". `verify` false leaves out the trial against a control: a
   * request that keeps failing is then unjudged.
   *
   * @throws RunStopped when the run has lost its right to judge, BudgetSpent when it may send no more
   */
  settle(request: WireRequest, asked: Asked, control: Control, verify: () => boolean): Promise<Settled> {
    const settling = this.#settle(request, asked, control, verify);
    const { settled } = this.env;
    if (settled === undefined) return settling;
    return settling.then((result) => {
      settled(request, asked, result);
      return result;
    });
  }

  async #settle(request: WireRequest, asked: Asked, control: Control, verify: () => boolean): Promise<Settled> {
    const { patience, traffic, signal } = this.env;
    const attempts: Attempt[] = [];
    let [throttles, faults, resends, rounds, outages] = [0, 0, 0, 0, 0];
    for (;;) {
      const { attempt, meaning } = await this.#try(request, asked, attempts.length === 0 && asked.begins === true);
      // What a spent budget kept from being sent is no request.
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
          if (throttles > patience.throttles) return { kind: 'unjudged', reason: 'throttled', attempts };
          await this.#waitOut(attempt, throttles);
          break;
        }
        case 'platform':
          faults += 1;
          if (faults > patience.platform)
            return { kind: 'unjudged', reason: `the platform, not the input: ${meaning.what}`, attempts };
          await this.pause(backoff(faults, patience));
          break;
        case 'unreachable':
          outages += 1;
          if (outages > 10) return { kind: 'unjudged', reason: meaning.what, attempts };
          await this.#outage.over(meaning.what);
          break;
        case 'denied':
        case 'gone':
          return this.#controlled(attempt, attempts, () => control({ request, mark: asked.mark }));
        case 'contested':
          return { kind: 'unjudged', reason: 'another service may own the port pair', attempts };
        case 'proxy':
          throw new RunStopped('the proxy wants credentials (407)');
        case 'transient': {
          const slow = attempt.kind === 'failure' && attempt.failure === 'timeout';
          if (resends < (slow ? 1 : 2)) {
            resends += 1;
            await this.pause(backoff(resends, patience));
            break;
          }
          if (!verify()) return { kind: 'unjudged', reason: `${meaning.what}, not looked into again`, attempts };
          const trial = await this.#trial(request, asked, control, slow ? 2 : 3, attempts);
          if (trial === 'breaks') return { kind: 'breaks', what: meaning.what, attempts };
          if (trial !== 'transient') return trial;
          rounds += 1;
          if (rounds > 1) return { kind: 'unjudged', reason: `the network or the target: ${meaning.what}`, attempts };
          resends = 0;
          await this.pause(backoff(4, patience));
        }
      }
    }
  }

  /** Waits, unless the run is being stopped: then it rejects with the signal's reason. */
  pause(ms: number): Promise<void> {
    return (this.env.pause ?? pause)(ms, this.env.signal);
  }

  /** Sends a request until it is neither throttled nor met by the platform's state; null without an answer. */
  async once(request: WireRequest, asked: Asked): Promise<AttemptResponse | null> {
    const { patience, signal } = this.env;
    for (let n = 1; n <= patience.platform; n += 1) {
      const { attempt, meaning } = await this.#try(request, asked);
      if (meaning.kind === 'aborted') throw signal.reason ?? new RunStopped('the run was stopped');
      const renewed = await this.#renewed(request, attempt, meaning, asked);
      if (renewed !== null) {
        request = renewed;
        continue;
      }
      if (meaning.kind !== 'throttled' && meaning.kind !== 'platform')
        return attempt.kind === 'response' ? attempt : null;
      await this.#waitOut(attempt, n);
    }
    return null;
  }

  async #try(request: WireRequest, asked: Asked, begins = false): Promise<{ attempt: Attempt; meaning: Meaning }> {
    const { gate, send, begin, signal, traffic, classOf, observe } = this.env;
    // A request under way is never cut off: what it did to the service must be known before the state is put back.
    const place = gate.enter(asked.mark.serviceId);
    if (place !== null) await place;
    let attempt: Attempt;
    try {
      signal.throwIfAborted();
      if (begins) begin();
      attempt = await send(request, asked.mark);
    } finally {
      gate.leave();
    }
    if (attempt.kind === 'failure' && attempt.failure === 'unrecorded')
      return { attempt, meaning: { kind: 'unrecorded' } };
    traffic.attempt(attempt);
    if (attempt.kind === 'response') this.#outage.reached();
    const code = attempt.kind === 'response' && attempt.status >= 400 ? errorText(attempt.body).code : null;
    const meaning = classify(attempt, code, asked, classOf);
    this.#account(attempt, meaning, asked);
    if (attempt.kind === 'response' && meaning.kind !== 'throttled') observe(request, attempt, asked);
    return { attempt, meaning };
  }

  /** The same request with a newer token, where the one that it carries may have expired. */
  async #renewed(request: WireRequest, attempt: Attempt, meaning: Meaning, asked: Asked): Promise<WireRequest | null> {
    const { renewal } = this.env;
    if (renewal === undefined || attempt.kind !== 'response') return null;
    if (attempt.status === 200 && asked.good) renewal.accepted();
    return attempt.status === 401 && (meaning.kind === 'denied' || asked.reading) ? renewal.renewed(request) : null;
  }

  #account(attempt: Attempt, meaning: Meaning, asked: Asked): void {
    const { traffic, patience, gate } = this.env;
    if (meaning.kind === 'throttled') {
      traffic.throttled += 1;
      gate.throttled(attempt.sentAt);
      traffic.lowestConcurrency = Math.min(traffic.lowestConcurrency ?? Infinity, gate.lowest);
    } else if (attempt.kind === 'response') gate.answered();
    if (meaning.kind === 'platform') traffic.platform += 1;
    else if (meaning.kind !== 'throttled') {
      if (meaning.kind === 'transient' || meaning.kind === 'unreachable') traffic.transient += 1;
      if (asked.reading) return;
      this.#heard = attempt.endedAt;
      this.#putOff = 0;
      return;
    }
    this.#putOff += 1;
    this.#heard ??= attempt.sentAt;
    const silent = attempt.endedAt - this.#heard;
    if (silent <= (this.#putOff < 20 ? patience.putOffAtMost : patience.putOffFor)) return;
    const what = meaning.kind === 'throttled' ? 'throttles every request' : `puts every update off (${meaning.what})`;
    throw new RunStopped(`the target ${what}, for ${Math.round(silent / 1_000)} s now`);
  }

  /** Waits for as long as a throttled or put off reply asks, else for longer each time. */
  async #waitOut(attempt: Attempt, times: number): Promise<void> {
    const { patience, traffic } = this.env;
    const asks = attempt.kind === 'response' ? retryAfter(attempt) : null;
    const ms = asks === null ? backoff(Math.min(times, 5), patience) : spread(Math.min(asks, patience.retryAfter));
    const since = performance.now();
    try {
      await this.pause(ms);
    } finally {
      traffic.waited(performance.now() - since, asks !== null);
    }
  }

  async #controlled(attempt: Attempt, attempts: Attempt[], control: () => ReturnType<Control>): Promise<Settled> {
    if (attempt.kind !== 'response') throw new Error('only a reply can be explained by a control');
    const result = await control();
    if (result === 'good') return answered(attempt, attempts, true);
    if (result !== 'failed' && result.status === attempt.status) {
      throw new RunStopped(
        attempt.status === 404
          ? 'the service under test is gone: it answers 404 to a request that it accepted before'
          : `the target refuses the credentials (${attempt.status}), also of a request that it accepted before`,
      );
    }
    return { kind: 'unjudged', reason: `${attempt.status}, and the control did not succeed either`, attempts };
  }

  /** The control and the same bytes in turn. */
  async #trial(
    request: WireRequest,
    asked: Asked,
    control: Control,
    turns: number,
    attempts: Attempt[],
  ): Promise<Settled | 'breaks' | 'transient'> {
    const { patience } = this.env;
    for (let turn = 1; turn <= turns; turn += 1) {
      if ((await control({ request, mark: asked.mark })) !== 'good') return 'transient';
      const { attempt, meaning } = await this.#unthrottled(request, asked, attempts);
      if (meaning.kind === 'answer') return answered(attempt, attempts, false);
      if (meaning.kind !== 'transient') return 'transient';
      if (turn < turns) await this.pause(backoff(turn + 1, patience));
    }
    return 'breaks';
  }

  /** Sends a request until it is not throttled, or throttled too often. */
  async #unthrottled(request: WireRequest, asked: Asked, attempts: Attempt[]) {
    for (let throttles = 1; ; throttles += 1) {
      const tried = await this.#try(request, asked);
      attempts.push(tried.attempt);
      if (tried.meaning.kind !== 'throttled' || throttles > this.env.patience.throttles) return tried;
      await this.#waitOut(tried.attempt, throttles);
    }
  }
}

function answered(attempt: Attempt, attempts: readonly Attempt[], controlled: boolean): Settled {
  return attempt.kind === 'response'
    ? { kind: 'answered', response: attempt, attempts, controlled }
    : { kind: 'closed', attempts };
}
