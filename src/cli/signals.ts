/** What to do when the process is asked to stop. */
export interface StopHandlers {
  /** The first time: end in order. */
  readonly first: () => void;
  /** Asked again: leave at once. */
  readonly second: () => void;
}

/** Ctrl-C, the end of a job, and a terminal or a session that is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A second signal within this time, in milliseconds, is the first one again: programs that start others pass on what these got too. */
const ONE_PRESS_MS = 1_000;

/** Listens for what asks the process to stop, until the returned function is called. */
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

/** Takes an error that no one caught, until the returned function is called: the process lives on. */
export function onStrayError(take: (error: unknown) => void): () => void {
  process.on('uncaughtException', take);
  return () => {
    process.off('uncaughtException', take);
  };
}
