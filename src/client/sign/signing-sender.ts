import { setTimeout as sleep } from 'node:timers/promises';
import { RunStopped } from '../../shared/errors.js';
import type { AccessKeys, Attempt, WireRequest } from '../../shared/model.js';
import { signRequest } from './sign-request.js';

/** What signing needs. */
export interface SigningOptions {
  readonly keys: AccessKeys;
  /** `host[:port]`, as the Host header names it. */
  readonly host: string;
  /** Sends a request without signing it. */
  readonly send: (request: WireRequest) => Promise<Attempt>;
  /** Returns a request that the target must accept and that changes nothing, for a valid signature. */
  readonly good: () => WireRequest;
  /** Ends the wait for the target to accept it. */
  readonly signal: AbortSignal;
  /** How long the target may fail to accept it, in milliseconds. Default 60,000. */
  readonly acceptWithinMs?: number;
}

/** How many invalid signatures in a row are safe: the real service locks a key after five. */
const MOST_IN_A_ROW = 3;

/**
 * Signs requests when they are sent. Requests whose signature may be rejected are sent one at a time, with an accepted
 * one after every three.
 */
export class SigningSender {
  #inARow = 0;
  #hasAccepted = false;
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: SigningOptions) {}

  /**
   * Sends a request, signed if it asks for that. Throws RunStopped if the target no longer accepts a valid signature.
   */
  send(request: WireRequest): Promise<Attempt> {
    if (request.signing?.doubtful !== true) return this.#send(request);
    const sending = this.#last.then(() => this.#doubtful(request));
    this.#last = sending.catch(() => undefined);
    return sending;
  }

  async #doubtful(request: WireRequest): Promise<Attempt> {
    if (this.#inARow >= MOST_IN_A_ROW) await this.#reassure();
    this.#inARow += 1;
    const attempt = await this.#send(request);
    if (request.signing?.form === 'good' && isAccepted(attempt)) this.#inARow = 0;
    return attempt;
  }

  async #reassure(): Promise<void> {
    const { good, signal, acceptWithinMs = 60_000 } = this.options;
    const until = performance.now() + acceptWithinMs;
    for (let wait = 100; ; wait = Math.min(wait * 2, 5_000)) {
      signal.throwIfAborted();
      const attempt = await this.#send(good());
      if (isAccepted(attempt)) break;
      const what = attempt.kind === 'response' ? String(attempt.status) : attempt.detail;
      // A rejection counts as another invalid signature.
      if (performance.now() > until || what === '401' || what === '403') throw new RunStopped(this.#whyStopped(what));
      await sleep(wait, undefined, { signal });
    }
    this.#inARow = 0;
  }

  #whyStopped(what: string): string {
    if (this.#hasAccepted) return `the target no longer accepts signed requests (${what}): is the key locked?`;
    return (
      `the target accepts no signed request (${what}): are AK and SK right, and does what is in front of the service ` +
      'keep the Host header and the path, which are signed? To judge all else, leave AK and SK out'
    );
  }

  async #send(request: WireRequest): Promise<Attempt> {
    const { keys, host, send } = this.options;
    const attempt = await send(signRequest(request, keys, host, new Date()));
    if (request.signing?.form === 'good' && isAccepted(attempt)) this.#hasAccepted = true;
    return attempt;
  }
}

function isAccepted(attempt: Attempt): boolean {
  return attempt.kind === 'response' && attempt.status >= 200 && attempt.status < 300;
}
