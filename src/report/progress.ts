import { visible } from './safe-text.js';

/** The progress of a run. */
export interface Progress {
  /** What is being done, for people: `reading state`, `judging`, `trying again`, `restoring`. */
  readonly phase: string;
  readonly requirementsDone: number;
  readonly requirementsTotal: number;
  /** Requests sent so far. */
  readonly requests: number;
  /** Requests that the whole run will send, as far as known; 0 while unknown. */
  readonly requestsPlanned: number;
  /** Start of the run in milliseconds of `performance.now()`. */
  readonly startedAt: number;
  readonly note?: string;
}

/** Where progress is shown, and how. */
export interface ProgressOptions {
  readonly write: (text: string) => void;
  /** `live` rewrites one line of a terminal, `lines` prints a line now and then, `silent` prints nothing. */
  readonly style: 'live' | 'lines' | 'silent';
  /** Width of the terminal in columns. */
  readonly columns: number;
  /** Current time in milliseconds, on the same clock as `startedAt`. */
  readonly now: () => number;
}

/** A line about a run in progress. */
export interface ProgressLine {
  update(progress: Progress): void;
  /** Clears the live line, so that what follows starts on a clean one. */
  clear(): void;
}

const LIVE_EVERY_MS = 100;
const LINE_EVERY_MS = 10_000;
const WIPE = '\r\u001b[2K';

/** Shows progress: on a terminal as one rewritten line, elsewhere as a line when a phase begins and every 10 s. */
export function createProgressLine(options: ProgressOptions): ProgressLine {
  let shownAt = Number.NEGATIVE_INFINITY;
  let phase = '';
  let dirty = false;
  return {
    update(progress) {
      if (options.style === 'silent') return;
      const now = options.now();
      const due = now - shownAt >= (options.style === 'live' ? LIVE_EVERY_MS : LINE_EVERY_MS);
      if (!due && progress.phase === phase) return;
      shownAt = now;
      phase = progress.phase;
      const line = progressText(progress, now);
      if (options.style === 'live') {
        options.write(`${WIPE}${line.slice(0, Math.max(options.columns - 1, 10))}`);
        dirty = true;
      } else {
        options.write(`${line}\n`);
      }
    },
    clear() {
      if (dirty) options.write(WIPE);
      dirty = false;
    },
  };
}

/** One line: phase, requirements, requests, requests per second, time left. `now` is in milliseconds. */
export function progressText(progress: Progress, now: number): string {
  const seconds = Math.max((now - progress.startedAt) / 1000, 0.001);
  const rate = progress.requests / seconds;
  const left = progress.requestsPlanned - progress.requests;
  const parts = [
    ...(progress.requirementsDone > 0
      ? [`${progress.requirementsDone}/${progress.requirementsTotal} requirements`]
      : []),
    progress.requestsPlanned > 0
      ? `${progress.requests}/${Math.max(progress.requestsPlanned, progress.requests)} requests`
      : `${progress.requests} requests`,
    `${Math.round(rate)}/s`,
  ];
  if (left > 0 && rate > 0 && seconds >= 1) parts.push(`${duration((left / rate) * 1000)} left`);
  if (progress.note !== undefined) parts.push(visible(progress.note));
  return `${visible(progress.phase)}: ${parts.join(', ')}`;
}

/** Milliseconds for people: `850 ms`, `3.2 s`, `4 min 5 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
