/** Of the tasks that may run at once, this share is left after a throttle. */
const SHARE = 0.6;

/**
 * Lets at most so many tasks run at once: those who ask take turns, so that many tasks of one do not keep the single one
 * of another waiting, and each has its own in the order in which it asked. Fewer after each throttle, and one more after
 * as many answers as may run at once, up to the width: the target is not pressed, and not left idle for long.
 */
export class ConcurrencyLimiter {
  #limit: number;
  #lowest: number;
  #running = 0;
  /** Answers since the last change of the limit. */
  #answers = 0;
  /** A throttle of what was sent before this is the echo of one that was heeded; milliseconds of `performance.now()`. */
  #heededAt = -Infinity;
  /** Who waits, the next one first, and for what. */
  readonly #waiting = new Map<string, (() => void)[]>();

  constructor(readonly width: number) {
    this.#limit = width;
    this.#lowest = width;
  }

  /** The fewest tasks that were ever let run at once. */
  get lowest(): number {
    return this.#lowest;
  }

  /** Takes a place: null where one is free, else what ends when there is. Whoever has one must leave. */
  enter(who = ''): Promise<void> | null {
    if (this.#running >= this.#limit) return new Promise((resolve) => this.#wait(who, resolve));
    this.#running += 1;
    return null;
  }

  #wait(who: string, resolve: () => void): void {
    const own = this.#waiting.get(who);
    if (own === undefined) this.#waiting.set(who, [resolve]);
    else own.push(resolve);
  }

  /** Gives a place to the next who waits for one. */
  leave(): void {
    this.#running -= 1;
    this.#admit();
  }

  async run<T>(task: () => Promise<T>, who?: string): Promise<T> {
    const place = this.enter(who);
    if (place !== null) await place;
    try {
      return await task();
    } finally {
      this.leave();
    }
  }

  /** The target throttled a request that was sent at this time. */
  throttled(sentAt: number): void {
    this.#answers = 0;
    if (sentAt < this.#heededAt) return;
    this.#heededAt = performance.now();
    this.#limit = Math.max(Math.floor(this.#limit * SHARE), 1);
    this.#lowest = Math.min(this.#lowest, this.#limit);
  }

  /** The target answered. */
  answered(): void {
    if (this.#limit === this.width) return;
    this.#answers += 1;
    if (this.#answers < this.#limit) return;
    this.#answers = 0;
    this.#limit += 1;
    this.#admit();
  }

  #admit(): void {
    while (this.#running < this.#limit) {
      const next = this.#next();
      if (next === undefined) return;
      this.#running += 1;
      next();
    }
  }

  #next(): (() => void) | undefined {
    for (const [who, own] of this.#waiting) {
      const next = own.shift();
      this.#waiting.delete(who);
      if (own.length > 0) this.#waiting.set(who, own);
      return next;
    }
    return undefined;
  }
}
