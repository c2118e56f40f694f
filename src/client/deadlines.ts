import { performance } from 'node:perf_hooks';

/** Something with a time limit. */
export interface Timed {
  /** Its start, in milliseconds of `performance.now()`. */
  readonly sentAt: number;
  readonly ended: boolean;
  /** Whether any part of the answer has come, which shows that the process does look for it, however busy it is. */
  readonly heard: boolean;
  expire(): void;
}

/** Number of ended entries kept besides twice the running ones: each may hold a whole reply. */
const SPENT = 16;

/**
 * The event loop must have been idle for this share of the limit: a busy process has not looked for the answer. If it
 * is busy all the time, the limit is multiplied by `BUSY`.
 */
const IDLE = 0.5;
const BUSY = 6;

/**
 * Keeps one time limit for many requests with a single timer: a timer each would be a good part of a request's cost.
 */
export class Deadlines {
  /** In the order of their start, each with the idle time of the event loop until then, in milliseconds. */
  #begun: { readonly timed: Timed; readonly idle: number }[] = [];
  #first = 0;
  /** How many entries there may be before the ended ones are dropped. */
  #most = SPENT;
  #timer: NodeJS.Timeout | null = null;

  /** @param limitMs milliseconds from the start */
  constructor(readonly limitMs: number) {}

  /** Says what did not come in time: the reply, or its end if its head had come. */
  late(hasHead: boolean): string {
    return hasHead
      ? `the body of the reply is not complete within ${this.limitMs} ms`
      : `no reply within ${this.limitMs} ms`;
  }

  /** Adds something that has just started. */
  begin(timed: Timed): void {
    if (this.#begun.length >= this.#most) {
      this.#begun = this.#begun.slice(this.#first).filter(({ timed: one }) => !one.ended);
      this.#first = 0;
      this.#most = 2 * this.#begun.length + SPENT;
    }
    this.#begun.push({ timed, idle: idleTime() });
    if (this.#timer === null) this.#wait(this.limitMs);
  }

  #wait(ms: number): void {
    // A running request has a connection, which keeps the process alive; nothing else should.
    this.#timer = setTimeout(() => this.#look(), ms).unref();
  }

  #look(): void {
    this.#timer = null;
    const [now, idle] = [performance.now(), idleTime()];
    for (;;) {
      const oldest = this.#passEnded();
      if (oldest === undefined) return;
      const waited = now - oldest.timed.sentAt;
      const left = this.limitMs - waited;
      // Timers may fire a little early.
      if (left > 1) return this.#wait(left);
      const lacking = IDLE * this.limitMs - (idle - oldest.idle);
      if (lacking > 1 && !oldest.timed.heard && waited < BUSY * this.limitMs)
        return this.#wait(Math.min(lacking, this.limitMs));
      this.#first += 1;
      oldest.timed.expire();
    }
  }

  #passEnded(): { readonly timed: Timed; readonly idle: number } | undefined {
    while (this.#begun[this.#first]?.timed.ended === true) this.#first += 1;
    return this.#begun[this.#first];
  }
}

/** Returns how long the event loop has been idle since its start, in milliseconds. */
function idleTime(): number {
  return performance.eventLoopUtilization().idle;
}
