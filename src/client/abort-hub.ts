/**
 * Tells many of one signal. A listener for each request would make Node.js warn of a leak beyond ten, and cost more
 * than this set.
 */
export class AbortHub {
  readonly #sets = new WeakMap<AbortSignal, Set<() => void>>();

  /** Calls back when the signal aborts, until the function that is returned is called. */
  watch(signal: AbortSignal, onAbort: () => void): () => void {
    let set = this.#sets.get(signal);
    if (set === undefined) {
      const created = new Set<() => void>();
      signal.addEventListener('abort', () => [...created].forEach((call) => call()), { once: true });
      this.#sets.set(signal, created);
      set = created;
    }
    const watched = set;
    watched.add(onAbort);
    return () => void watched.delete(onAbort);
  }
}
