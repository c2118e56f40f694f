import type { RetryPolicy } from '../judge/retry-policy.js';
import type { Settling } from '../judge/settling.js';
import type { Secret } from '../secrets/mask.js';
import type { Progress } from '../report/progress.js';

/** How a run is stopped and watched. */
export interface RunHooks {
  /** When aborted, the run stops cleanly, restores, and returns a report whose verdict is `interrupted`. */
  readonly signal: AbortSignal;
  readonly progress: (progress: Progress) => void;
  /** Called with the final outcome of each request. */
  readonly settled?: Settling['settled'];
  /** Called once for each requirement that fails, with the number of requests sent by then. */
  readonly failed?: (requirement: string, requests: number) => void;
  /** Called at the end with the number of consecutive round trips of each lane. */
  readonly steps?: (ofLanes: readonly number[]) => void;
  /** Called at the end with everything that must not appear in any output. */
  readonly secrets?: (secrets: readonly Secret[]) => void;
  /** How long a run waits and how often it resends. Default: that of `judge/retry-policy.ts`. */
  readonly retryPolicy?: RetryPolicy;
  /** Whether every exchange is recorded in the report folder, so that it can be judged again. Default false. */
  readonly record?: boolean;
}
