import type { Attempt } from '../shared/model.js';
import type { TimelineReport } from '../report/traffic-report.js';

/** Maximum number of buckets. Beyond it they are merged in pairs, so that memory does not grow with the run. */
const MOST_BUCKETS = 120;
const FIRST_WIDTH_MS = 100;

type Bucket = { -readonly [name in keyof TimelineReport['buckets'][number]]: number };

/** Counts attempts over time, in buckets that widen as the run goes on. */
export class Timeline {
  #widthMs = FIRST_WIDTH_MS;
  #buckets: Bucket[] = [];

  /** `startedAt` is the start of the first bucket, in milliseconds of `performance.now()`. */
  constructor(private readonly startedAt: number) {}

  /** Counts one attempt at the time that it ended. */
  add(attempt: Attempt): void {
    const at = Math.max(attempt.endedAt - this.startedAt, 0);
    while (at >= this.#widthMs * MOST_BUCKETS) this.#widen();
    const index = Math.floor(at / this.#widthMs);
    while (this.#buckets.length <= index) this.#buckets.push({ accepted: 0, refused: 0, other: 0, unanswered: 0 });
    const bucket = this.#buckets[index];
    if (bucket !== undefined) bucket[kindOf(attempt)] += 1;
  }

  report(): TimelineReport {
    return { bucketMs: this.#widthMs, buckets: this.#buckets.map((bucket) => ({ ...bucket })) };
  }

  #widen(): void {
    const merged: Bucket[] = [];
    for (let n = 0; n < this.#buckets.length; n += 2) {
      const [first, second] = [this.#buckets[n], this.#buckets[n + 1]];
      if (first !== undefined) merged.push(second === undefined ? first : sum(first, second));
    }
    this.#buckets = merged;
    this.#widthMs *= 2;
  }
}

function kindOf(attempt: Attempt): keyof Bucket {
  if (attempt.kind === 'failure') return 'unanswered';
  if (attempt.status >= 200 && attempt.status < 300) return 'accepted';
  return attempt.status >= 400 && attempt.status < 500 ? 'refused' : 'other';
}

function sum(a: Bucket, b: Bucket): Bucket {
  return {
    accepted: a.accepted + b.accepted,
    refused: a.refused + b.refused,
    other: a.other + b.other,
    unanswered: a.unanswered + b.unanswered,
  };
}
