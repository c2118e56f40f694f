/** What may take only so long. */
export interface Timed {
  /** When it began, in milliseconds of `performance.now()`. */
  readonly sentAt: number;
  readonly ended: boolean;
  expire(): void;
}

/** How many that have ended may stand before those that run. */
const SPENT = 256;

/** Keeps one time limit for many with a single timer: a timer each would be a good part of the cost of a request. */
export class Deadlines {
  /** In the order in which they began. */
  #begun: Timed[] = [];
  #first = 0;
  #timer: NodeJS.Timeout | null = null;

  /** @param limitMs milliseconds from the beginning */
  constructor(readonly limitMs: number) {}

  /** Something has begun. */
  begin(timed: Timed): void {
    this.#passEnded();
    this.#begun.push(timed);
    if (this.#timer === null) this.#wait(this.limitMs);
  }

  #wait(ms: number): void {
    // What runs has a connection, which keeps the process alive; nothing else should.
    this.#timer = setTimeout(() => this.#look(), ms).unref();
  }

  #look(): void {
    this.#timer = null;
    const now = performance.now();
    for (;;) {
      const oldest = this.#passEnded();
      if (oldest === undefined) return;
      const left = oldest.sentAt + this.limitMs - now;
      // Timers may fire a little early.
      if (left > 1) return this.#wait(left);
      this.#first += 1;
      oldest.expire();
    }
  }

  #passEnded(): Timed | undefined {
    while (this.#begun[this.#first]?.ended === true) this.#first += 1;
    if (this.#first > SPENT) {
      this.#begun = this.#begun.slice(this.#first);
      this.#first = 0;
    }
    return this.#begun[this.#first];
  }
}
