/** Share of the limit that remains after throttling. */
const SHARE = 0.6;

/**
 * Limits how many tasks run at once. Callers take turns, so that one with many tasks does not hold up another, and each
 * is served in order. The limit shrinks when the target throttles and grows by one after as many answers as the limit,
 * up to the width: the target is neither pressed nor left idle for long.
 */
export class ConcurrencyLimiter {
  #limit: number;
  #lowest: number;
  #running = 0;
  /** Answers since the limit last changed. */
  #answers = 0;
  /** Throttling of a request sent before this time has been heeded already; milliseconds of `performance.now()`. */
  #heededAt = -Infinity;
  /** Waiting tasks by caller, the next caller first. */
  readonly #waiting = new Map<string, (() => void)[]>();

  constructor(readonly width: number) {
    this.#limit = width;
    this.#lowest = width;
  }

  /** Lowest limit so far. */
  get lowest(): number {
    return this.#lowest;
  }

  /** Takes a slot: returns null if one is free, else a promise of one. Whoever has a slot must call `leave`. */
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

  /** Gives the slot to the next in line. */
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

  /** Shrinks the limit after a request sent at this time was throttled. */
  throttled(sentAt: number): void {
    this.#answers = 0;
    if (sentAt < this.#heededAt) return;
    this.#heededAt = performance.now();
    this.#limit = Math.max(Math.floor(this.#limit * SHARE), 1);
    this.#lowest = Math.min(this.#lowest, this.#limit);
  }

  /** Counts an answer, which may raise the limit. */
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
