/** What to do when the process is asked to stop. */
export interface StopHandlers {
  /** On the first signal: end cleanly. */
  readonly first: () => void;
  /** On another one: leave at once. */
  readonly second: () => void;
}

/** Ctrl-C, the end of a job, and a closed terminal or session. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * A second signal within this time, in milliseconds, counts as the first one: programs that start others forward their
 * signals.
 */
const ONE_PRESS_MS = 1_000;

/** Listens for stop signals until the returned function is called. */
export function onStopSignals({ first, second }: StopHandlers): () => void {
  let askedAt: number | null = null;
  const listener = (): void => {
    const now = performance.now();
    if (askedAt === null) {
      askedAt = now;
      first();
    } else if (now - askedAt >= ONE_PRESS_MS) second();
  };
  for (const signal of SIGNALS) process.on(signal, listener);
  return () => {
    for (const signal of SIGNALS) process.off(signal, listener);
  };
}

/** Handles uncaught errors until the returned function is called, so that the process lives on. */
export function onStrayError(take: (error: unknown) => void): () => void {
  process.on('uncaughtException', take);
  return () => {
    process.off('uncaughtException', take);
  };
}
