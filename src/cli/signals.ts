/** What to do when the process is asked to stop. */
export interface StopHandlers {
  /** The first time: end in order. */
  readonly first: () => void;
  /** The second time: leave at once. */
  readonly second: () => void;
}

/** Listens for SIGINT and SIGTERM until the returned function is called. */
export function onStopSignals({ first, second }: StopHandlers): () => void {
  let asked = false;
  const listener = (): void => {
    if (asked) second();
    else first();
    asked = true;
  };
  process.on('SIGINT', listener);
  process.on('SIGTERM', listener);
  return () => {
    process.off('SIGINT', listener);
    process.off('SIGTERM', listener);
  };
}
