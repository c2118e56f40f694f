import type { Report } from '../../report/report.js';
import type { TimelineReport, TrafficReport } from '../../report/traffic-report.js';
import { byCodeUnits } from '../../shared/in-order.js';

type Bars = TrafficReport['latency']['histogram'];

/** The combined traffic of the shards. A quantile is the upper bound of a bar of the histogram. */
export function mergeTraffic(parts: readonly Pick<Report, 'traffic' | 'startedAt'>[]): TrafficReport {
  const all = parts.map(({ traffic }) => traffic);
  const sum = (count: (part: TrafficReport) => number): number => all.reduce((total, part) => total + count(part), 0);
  const statuses = new Map<string, number>();
  for (const { statuses: counts } of all)
    for (const [status, count] of Object.entries(counts)) statuses.set(status, (statuses.get(status) ?? 0) + count);
  const histogram = mergeBars(all.map(({ latency }) => latency.histogram));
  const max = Math.max(...all.map(({ latency }) => latency.max));
  const lowest = all.flatMap(({ throttling }) => throttling.lowestConcurrency ?? []);
  const restoring = sum((part) => part.restoring ?? 0);
  return {
    requests: sum(({ requests }) => requests),
    attempts: sum(({ attempts }) => attempts),
    ...(restoring === 0 ? {} : { restoring }),
    statuses: Object.fromEntries([...statuses].sort(([a], [b]) => byCodeUnits(a, b))),
    throttled: sum(({ throttled }) => throttled),
    platform: sum(({ platform }) => platform),
    transient: sum(({ transient }) => transient),
    throttling: {
      waits: sum(({ throttling }) => throttling.waits),
      retryAfters: sum(({ throttling }) => throttling.retryAfters),
      waitedMs: sum(({ throttling }) => throttling.waitedMs),
      lowestConcurrency: lowest.length === 0 ? null : Math.min(...lowest),
    },
    latency: {
      p50: quantile(histogram, 0.5, max),
      p95: quantile(histogram, 0.95, max),
      p99: quantile(histogram, 0.99, max),
      max,
      histogram,
    },
    timeline: mergeTimelines(parts),
  };
}

function mergeBars(parts: readonly Bars[]): Bars {
  const bars = new Map<number, Bars[number]>();
  for (const { from, to, count } of parts.flat()) bars.set(to, { from, to, count: (bars.get(to)?.count ?? 0) + count });
  return [...bars.values()].sort((a, b) => a.to - b.to);
}

function quantile(bars: Bars, share: number, max: number): number {
  let rest = Math.ceil(bars.reduce((total, { count }) => total + count, 0) * share);
  for (const { to, count } of bars) {
    rest -= count;
    if (rest <= 0) return Math.min(to, max);
  }
  return 0;
}

/** Merges buckets by their time; the first one begins with the earliest of the runs. */
function mergeTimelines(parts: readonly Pick<Report, 'traffic' | 'startedAt'>[]): TimelineReport {
  const bucketMs = Math.max(...parts.map(({ traffic }) => traffic.timeline.bucketMs));
  const begin = Math.min(...parts.map(({ startedAt }) => Date.parse(startedAt)));
  const buckets: { accepted: number; refused: number; other: number; unanswered: number }[] = [];
  for (const { traffic, startedAt } of parts) {
    for (const [n, bucket] of traffic.timeline.buckets.entries()) {
      const at = Math.floor((Date.parse(startedAt) - begin + n * traffic.timeline.bucketMs) / bucketMs);
      while (buckets.length <= at) buckets.push({ accepted: 0, refused: 0, other: 0, unanswered: 0 });
      const into = buckets[at];
      if (into === undefined) continue;
      into.accepted += bucket.accepted;
      into.refused += bucket.refused;
      into.other += bucket.other;
      into.unanswered += bucket.unanswered;
    }
  }
  return { bucketMs, buckets };
}
