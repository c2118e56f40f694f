/** Lets at most so many tasks run at once, in the order in which they asked. */
export class Gate {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(readonly width: number) {
    this.#free = width;
  }

  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}
