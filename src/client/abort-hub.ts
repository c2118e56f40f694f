/**
 * Shares one listener per signal among many. A listener per request would make Node.js warn of a leak beyond ten, and
 * cost more than this set.
 */
export class AbortHub {
  readonly #sets = new WeakMap<AbortSignal, Set<() => void>>();

  /** Calls `onAbort` when the signal aborts, unless the returned function has been called before. */
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
