import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { UserError } from './shared/errors.js';
import type { RunOptions } from './library.js';
import type { Progress } from './report/progress.js';
import type { Report } from './report/report.js';

/** Messages to the process of a guarded run. */
export type GuardMessage = { readonly kind: 'run'; readonly options: GuardedOptions } | { readonly kind: 'stop' };

/** Messages from that process. */
export type News =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'report'; readonly report: Report }
  | { readonly kind: 'error'; readonly message: string; readonly remedy: string | null; readonly ofUser: boolean };

/** Options that can be sent to another process. */
export type GuardedOptions = Omit<RunOptions, 'signal' | 'onProgress'>;

/**
 * Judges a target as `run` does, in a process of its own. If this process ends during the run, by whatever means, the
 * other stops cleanly, restores the services, and writes the report.
 *
 * @throws UserError for options that cannot be used, before anything is sent
 */
export async function runGuarded({ signal, onProgress, ...options }: RunOptions): Promise<Report> {
  const child = fork(fileURLToPath(new URL('./guard.js', import.meta.url)), [], {
    execArgv: [],
    // It reports by message; the output of this process may be gone by then.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const told: { last: News | null } = { last: null };
  child.on('message', (news: News) => {
    if (news.kind === 'progress') onProgress?.(news.progress);
    else told.last = news;
  });
  const order = (what: GuardMessage): void => {
    if (child.connected) child.send(what, () => undefined);
  };
  const stop = (): void => order({ kind: 'stop' });
  order({ kind: 'run', options: { ...options, ...(options.env === undefined ? {} : { env: { ...options.env } }) } });
  signal?.addEventListener('abort', stop);
  // A worker of a test runner may live on for a while after the runner itself.
  process.once('disconnect', stop);
  if (signal?.aborted === true) stop();
  try {
    // The last message has arrived when the channel is closed.
    const [[code, killedBy]] = (await Promise.all([once(child, 'exit'), once(child, 'disconnect')])) as [
      [number | null, string | null],
      unknown,
    ];
    const { last } = told;
    if (last?.kind === 'report') return last.report;
    if (last?.kind !== 'error') throw new Error(`the process of the run ended without a report (${killedBy ?? code})`);
    if (last.ofUser) throw new UserError(last.message, last.remedy ?? undefined);
    throw new Error(last.message);
  } finally {
    signal?.removeEventListener('abort', stop);
    process.off('disconnect', stop);
  }
}
