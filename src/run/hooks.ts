import type { RetryPolicy } from '../judge/retry-policy.js';
import type { Settling } from '../judge/settling.js';
import type { Secret } from '../secrets/mask.js';
import type { Progress } from '../report/progress.js';

/** How a run is stopped and watched. */
export interface RunHooks {
  /** Aborted: stop in order, restore, and return a report whose verdict is `interrupted`. */
  readonly signal: AbortSignal;
  readonly progress: (progress: Progress) => void;
  /** Told what each request came to in the end. */
  readonly settled?: Settling['settled'];
  /** Told how many requests of each lane had to wait for one another, in the end. */
  readonly steps?: (ofLanes: readonly number[]) => void;
  /** Told at the end what must appear in no output. */
  readonly secrets?: (secrets: readonly Secret[]) => void;
  /** How long the run waits, and how often it asks again. Default: that of `judge/retry policy.ts`. */
  readonly retryPolicy?: RetryPolicy;
  /** Whether every exchange is recorded in the report folder, so that it can be judged again. Default false. */
  readonly record?: boolean;
}
