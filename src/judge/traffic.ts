import type { Unanswered } from '../shared/failure.js';
import type { Attempt } from '../shared/model.js';
import { byCodeUnits } from '../shared/in-order.js';
import type { TrafficReport } from '../report/traffic-report.js';
import { EarlierReplies } from './earlier-replies.js';
import { Timeline } from './timeline.js';

/** Factor between the upper bounds of the latency histogram, which bounds the error of a quantile to 5 %. */
const GROWTH = 1.05;
const LOG_GROWTH = Math.log(GROWTH);
/** Buckets per bar of the reported histogram. */
const PER_BAR = 4;

/** Counts what goes over the wire, in memory that does not grow with the run. */
export class Traffic {
  requests = 0;
  attempts = 0;
  throttled = 0;
  platform = 0;
  transient = 0;
  /** Lowest concurrency after throttling; null if there was none. */
  lowestConcurrency: number | null = null;
  /** The replies that a forwarding proxy passed on. */
  readonly earlier = new EarlierReplies();
  /** What came in place of an answer at the last attempt; null if the target answered it. */
  instead: Unanswered | null = null;
  #waits = 0;
  #waitedMs = 0;
  #retryAfters = 0;
  readonly #statuses = new Map<string, number>();
  readonly #latencies = new Map<number, number>();
  readonly #timeline: Timeline;
  #max = 0;
  #timed = 0;

  /** `startedAt` is the start of the run, in milliseconds of `performance.now()`. */
  constructor(startedAt = performance.now()) {
    this.#timeline = new Timeline(startedAt);
  }

  /** Counts one attempt. */
  attempt(attempt: Attempt): void {
    this.attempts += 1;
    this.#timeline.add(attempt);
    if (attempt.kind !== 'response') return;
    const status = String(attempt.status);
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
    const ms = Math.max(attempt.endedAt - attempt.sentAt, 0.01);
    const bucket = Math.ceil(Math.log(ms) / LOG_GROWTH);
    this.#latencies.set(bucket, (this.#latencies.get(bucket) ?? 0) + 1);
    this.#max = Math.max(this.#max, ms);
    this.#timed += 1;
  }

  /** Counts a wait before a resend; `asked` if the reply set its length. */
  waited(ms: number, asked: boolean): void {
    this.#waits += 1;
    this.#waitedMs += ms;
    if (asked) this.#retryAfters += 1;
  }

  /** Number of replies of any kind. */
  get replies(): number {
    return this.#timed;
  }

  /** The latency in milliseconds within which a share of the replies came; 0 before any reply. */
  quantile(share: number): number {
    let rest = Math.ceil(this.#timed * share);
    for (const bucket of [...this.#latencies.keys()].sort((a, b) => a - b)) {
      rest -= this.#latencies.get(bucket) ?? 0;
      if (rest <= 0) return round(Math.min(GROWTH ** bucket, this.#max));
    }
    return 0;
  }

  report(): TrafficReport {
    return {
      requests: this.requests,
      attempts: this.attempts,
      statuses: Object.fromEntries([...this.#statuses].sort(([a], [b]) => byCodeUnits(a, b))),
      throttled: this.throttled,
      platform: this.platform,
      transient: this.transient,
      throttling: {
        waits: this.#waits,
        retryAfters: this.#retryAfters,
        waitedMs: Math.round(this.#waitedMs),
        lowestConcurrency: this.lowestConcurrency,
      },
      latency: {
        p50: this.quantile(0.5),
        p95: this.quantile(0.95),
        p99: this.quantile(0.99),
        max: round(this.#max),
        histogram: this.#histogram(),
      },
      timeline: this.#timeline.report(),
    };
  }

  /** The bars that are not empty. */
  #histogram(): TrafficReport['latency']['histogram'] {
    const bars = new Map<number, number>();
    for (const [bucket, count] of this.#latencies) {
      const bar = Math.ceil(bucket / PER_BAR);
      bars.set(bar, (bars.get(bar) ?? 0) + count);
    }
    return [...bars].sort(([a], [b]) => a - b).map(([bar, count]) => ({ from: edge(bar - 1), to: edge(bar), count }));
  }
}

/** Upper bound of a bar in milliseconds, to four digits: equal bounds stay equal in every run. */
function edge(bar: number): number {
  return Number((GROWTH ** (bar * PER_BAR)).toPrecision(4));
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
