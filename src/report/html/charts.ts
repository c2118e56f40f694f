import * as Plot from '@observablehq/plot';
// One file: its parts take twice as long to load.
import { parseHTML } from 'linkedom/worker';
import { duration } from '../progress.js';
import type { TrafficReport } from '../report.js';
import { type Html, trusted } from './markup.js';

const WIDTH = 430;
const HEIGHT = 210;

/** How replies are spread over the times that they took, with the quantiles. Empty where no reply came. */
export function latencyChart({ latency }: TrafficReport): Html {
  const { histogram, p50, p95, p99 } = latency;
  const quantiles = [
    { at: p50, name: 'median' },
    { at: p95, name: 'p95' },
    { at: p99, name: 'p99' },
  ];
  return drawn({
    label: 'Histogram of the time that replies took',
    x: {
      type: 'log',
      label: 'milliseconds',
      labelAnchor: 'right',
      labelArrow: 'none',
      ticks: 5,
      tickFormat: milliseconds,
    },
    y: { label: 'replies', labelArrow: 'none', ticks: 4, nice: true },
    marginTop: 34,
    marks: [
      Plot.rectY(histogram, {
        x1: 'from',
        x2: 'to',
        y: 'count',
        insetLeft: 0.5,
        insetRight: 0.5,
        className: 'bars',
        fill: null,
      }),
      Plot.ruleX(quantiles, { x: 'at', className: 'quantile', strokeDasharray: '3 3' }),
      Plot.text(quantiles.slice(0, 2), {
        x: 'at',
        text: 'name',
        frameAnchor: 'top',
        dy: -12,
        className: 'quantile-name',
      }),
      Plot.ruleY([0]),
    ],
  });
}

/** What came back when, stacked by kind. Empty where nothing was sent. */
export function timelineChart({ timeline }: TrafficReport): Html {
  const { bucketMs, buckets } = timeline;
  const unit = buckets.length * bucketMs > 180_000 ? { ms: 60_000, name: 'minutes' } : { ms: 1_000, name: 'seconds' };
  let from = 0;
  const rows = buckets.map((bucket) => {
    const x1 = from;
    from += bucketMs / unit.ms;
    const upTo = [bucket.accepted, bucket.refused, bucket.other, bucket.unanswered].map((_, n, counts) =>
      counts.slice(0, n + 1).reduce((sum, count) => sum + count, 0),
    );
    return { x1, x2: from, upTo };
  });
  return drawn({
    label: 'Requests over time by what came back',
    x: { label: unit.name, labelAnchor: 'right', labelArrow: 'none', ticks: 6 },
    y: { label: `requests in ${duration(bucketMs)}`, labelArrow: 'none', ticks: 4, nice: true },
    marginTop: 34,
    marks: [
      ...['s2', 's4', 's5', 's0'].map((className, n) => {
        const filled = rows.filter(({ upTo }) => (upTo[n] ?? 0) > (upTo[n - 1] ?? 0));
        return Plot.rectY(filled, {
          x1: 'x1',
          x2: 'x2',
          y1: ({ upTo }: (typeof rows)[number]) => upTo[n - 1] ?? 0,
          y2: ({ upTo }: (typeof rows)[number]) => upTo[n] ?? 0,
          className,
          fill: null,
        });
      }),
      Plot.ruleY([0]),
    ],
  });
}

/** What is used of an element: the types of a browser are not those of this program. */
interface Drawing {
  readonly outerHTML: string;
  querySelectorAll(selector: string): Iterable<Drawing>;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  remove(): void;
}

/** A drawing as markup: colours come from the style sheet of the page, which no style of its own may override. */
function drawn({ label, ...options }: Plot.PlotOptions & { readonly label: string }): Html {
  const { document } = parseHTML('<!doctype html><html><body></body></html>') as unknown as {
    readonly document: object;
  };
  const svg = Plot.plot({
    ...options,
    ...({ document } as object),
    width: WIDTH,
    height: HEIGHT,
    marginLeft: 48,
    marginRight: 16,
  }) as unknown as Drawing;
  for (const own of [...svg.querySelectorAll('style')]) own.remove();
  svg.removeAttribute('style');
  svg.setAttribute('font-size', '11');
  svg.setAttribute('class', 'chart');
  svg.removeAttribute('font-family');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  // Within a picture that has a name, names of its parts are noise.
  for (const part of [...svg.querySelectorAll('[aria-label]')]) part.removeAttribute('aria-label');
  return trusted(svg.outerHTML);
}

function milliseconds(value: number): string {
  return value >= 10_000 ? `${value / 1_000} s` : String(value);
}
