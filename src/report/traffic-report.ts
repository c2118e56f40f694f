import type { Count, Duration, Positive } from './quantities.js';

/** What went over the wire. */
export interface TrafficReport {
  /** Requests that the suite meant to send; a repeated one counts once. */
  readonly requests: Count;
  /** Requests on the wire. */
  readonly attempts: Count;
  /** How many of those restored the services, exempt from every budget; absent if none did. */
  readonly restoring?: Positive;
  /** Replies by status. */
  readonly statuses: { readonly [status: string]: Count };
  /** Replies that said "too many requests". */
  readonly throttled: Count;
  /** Replies that reported the platform's own state or faults. */
  readonly platform: Count;
  /** 408, 5xx, time-outs and broken connections. */
  readonly transient: Count;
  /** How the run reacted to "too many requests". */
  readonly throttling: {
    /** Waits before a throttled request was resent. */
    readonly waits: Count;
    /** How many of these were as long as a Retry-After asked for, up to the run's maximum. */
    readonly retryAfters: Count;
    /** Milliseconds of all waits together; several requests may wait at once. */
    readonly waitedMs: Count;
    /** The lowest limit of requests in flight; null if nothing was throttled. */
    readonly lowestConcurrency: Count | null;
  };
  /** Milliseconds from sending to the end of the reply. */
  readonly latency: {
    /** Half of the replies took at most this. */
    readonly p50: Duration;
    /** 95 % of the replies took at most this. */
    readonly p95: Duration;
    /** 99 % of the replies took at most this. */
    readonly p99: Duration;
    /** The slowest reply. */
    readonly max: Duration;
    /** Replies by duration, ascending; empty bars are left out. */
    readonly histogram: readonly {
      /** The replies in the bar took longer than this. */
      readonly from: Duration;
      /** The replies in the bar took no longer than this. */
      readonly to: Duration;
      /** Number of replies in the bar. */
      readonly count: Positive;
    }[];
  };
  /** What came back over time. */
  readonly timeline: TimelineReport;
}

/** What came back over time. */
export interface TimelineReport {
  /**
   * Width of a bucket in milliseconds; the first one begins with the run.
   *
   * @exclusiveMinimum 0
   */
  readonly bucketMs: number;
  /** The buckets without a gap, in order. */
  readonly buckets: readonly {
    /** 2xx. */
    readonly accepted: Count;
    /** 4xx. */
    readonly refused: Count;
    /** Replies with any other status. */
    readonly other: Count;
    /** Requests that got no reply. */
    readonly unanswered: Count;
  }[];
}
