import { performance } from 'node:perf_hooks';

/** What may take only so long. */
export interface Timed {
  /** When it began, in milliseconds of `performance.now()`. */
  readonly sentAt: number;
  readonly ended: boolean;
  /** Whether anything of the answer has come: then the process does look for it, however busy it is. */
  readonly heard: boolean;
  expire(): void;
}

/** How many that have ended may stand before those that run. */
const SPENT = 256;

/**
 * For so much of the limit the event loop must have had nothing to do but wait: a process that is busy itself has not looked
 * for the answer. Where it is busy all the time, the limit is so many times as long.
 */
const IDLE = 0.5;
const BUSY = 6;

/** Keeps one time limit for many with a single timer: a timer each would be a good part of the cost of a request. */
export class Deadlines {
  /** In the order in which they began, each with how long the event loop had waited until then, in milliseconds. */
  #begun: { readonly timed: Timed; readonly idle: number }[] = [];
  #first = 0;
  #timer: NodeJS.Timeout | null = null;

  /** @param limitMs milliseconds from the beginning */
  constructor(readonly limitMs: number) {}

  /** Says what did not come in time: the reply, or its end where its head had come. */
  late(hasHead: boolean): string {
    return hasHead
      ? `the body of the reply is not whole within ${this.limitMs} ms`
      : `no reply within ${this.limitMs} ms`;
  }

  /** Something has begun. */
  begin(timed: Timed): void {
    this.#passEnded();
    this.#begun.push({ timed, idle: idleTime() });
    if (this.#timer === null) this.#wait(this.limitMs);
  }

  #wait(ms: number): void {
    // What runs has a connection, which keeps the process alive; nothing else should.
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
    if (this.#first > SPENT) {
      this.#begun = this.#begun.slice(this.#first);
      this.#first = 0;
    }
    return this.#begun[this.#first];
  }
}

/** How long the event loop has waited for something to happen since it began, in milliseconds. */
function idleTime(): number {
  return performance.eventLoopUtilization().idle;
}
