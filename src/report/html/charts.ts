import { duration } from '../progress.js';
import type { TrafficReport } from '../traffic-report.js';
import { type Html, markup } from './markup.js';
import { linear, logarithmic, type Scale } from './scales.js';

const WIDTH = 430;
const HEIGHT = 210;
/** Edges of the plot area. */
const [LEFT, RIGHT, TOP, BOTTOM] = [48, WIDTH - 16, 34, HEIGHT - 30];

/** How long replies took, as a histogram with quantiles. Needs at least one reply. */
export function latencyChart({ latency }: TrafficReport): Html {
  const { histogram, p50, p95, p99 } = latency;
  const times = [...histogram.flatMap(({ from, to }) => [from, to]), p50, p95, p99];
  const x = logarithmic([Math.min(...times), Math.max(...times)], [LEFT, RIGHT], milliseconds);
  const y = linear(Math.max(...histogram.map(({ count }) => count)), [BOTTOM, TOP], 4, true);
  const bars = histogram.map(({ from, to, count }) => bar([x.place(from) + 0.5, x.place(to) - 0.5], [0, count], y));
  return chart('Histogram of the time that replies took', { x, y, ofX: 'milliseconds', ofY: 'replies' }, [
    markup`<g fill="none" class="bars">${bars}</g>`,
    markup`<g stroke="currentColor" stroke-dasharray="3 3" class="quantile">${[p50, p95, p99].map((at) => line([x.place(at), TOP], [x.place(at), BOTTOM]))}</g>`,
    markup`<g class="quantile-name">${[['median', p50] as const, ['p95', p95] as const].map(([name, at]) =>
      text(name, x.place(at), TOP - 12, '0.71em'),
    )}</g>`,
  ]);
}

/** What came back over time, stacked by kind. Needs at least one bucket. */
export function timelineChart({ timeline }: TrafficReport): Html {
  const { bucketMs, buckets } = timeline;
  const unit = buckets.length * bucketMs > 180_000 ? { ms: 60_000, name: 'minutes' } : { ms: 1_000, name: 'seconds' };
  const stacks = buckets.map(({ accepted, refused, other, unanswered }) => {
    const upTo = [0];
    for (const count of [accepted, refused, other, unanswered]) upTo.push((upTo.at(-1) ?? 0) + count);
    return upTo;
  });
  const x = linear((buckets.length * bucketMs) / unit.ms, [LEFT, RIGHT], 6);
  const y = linear(Math.max(...stacks.flat(), 1), [BOTTOM, TOP], 4, true);
  const at = (n: number): number => x.place((n * bucketMs) / unit.ms);
  const layers = ['s2', 's4', 's5', 's0'].map((name, kind) => {
    const bars = stacks.flatMap((upTo, n) => {
      const [from = 0, to = 0] = upTo.slice(kind, kind + 2);
      return to > from ? [bar([at(n), at(n + 1)], [from, to], y)] : [];
    });
    return bars.length > 0 && markup`<g fill="none" class="${name}">${bars}</g>`;
  });
  const axes = { x, y, ofX: unit.name, ofY: `requests in ${duration(bucketMs)}` };
  return chart('Requests over time by what came back', axes, layers);
}

interface Axes {
  readonly x: Scale;
  readonly y: Scale;
  /** Label of each axis: a unit, or what is counted. */
  readonly ofX: string;
  readonly ofY: string;
}

/** A picture with axes. Colours come from the style sheet of the page. Only the whole has an accessible name. */
function chart(label: string, { x, y, ofX, ofY }: Axes, parts: readonly (Html | false)[]): Html {
  const lines = [
    ...y.ticks.map(({ at }) => line([LEFT - 6, y.place(at)], [LEFT, y.place(at)])),
    ...x.ticks.map(({ at }) => line([x.place(at), BOTTOM], [x.place(at), BOTTOM + 6])),
  ];
  const labels = (scale: Scale, of: (label: string, place: number) => Html): readonly Html[] =>
    scale.ticks.flatMap((tick) => (tick.label === '' ? [] : [of(tick.label, scale.place(tick.at))]));
  return markup`<svg class="chart" role="img" aria-label="${label}" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" text-anchor="middle" font-size="11" fill="currentColor">
<g fill="none" stroke="currentColor" aria-hidden="true">${lines}</g>
<g font-variant="tabular-nums" text-anchor="end">${labels(y, (of, place) => text(of, LEFT - 9, place, '0.32em'))}</g>
<g text-anchor="start">${text(ofY, LEFT - 45, TOP - 31, '0.71em')}</g>
<g font-variant="tabular-nums">${labels(x, (of, place) => text(of, place, BOTTOM + 9, '0.71em'))}</g>
<g text-anchor="end">${text(ofX, RIGHT + 13, BOTTOM + 27, '0')}</g>
${parts}<g stroke="currentColor">${line([LEFT, BOTTOM], [RIGHT, BOTTOM])}</g></svg>`;
}

type Point = readonly [number, number];

function bar([from, to]: Point, [low, high]: Point, y: Scale): Html {
  const [top, bottom] = [y.place(high), y.place(low)];
  return markup`<rect x="${short(from)}" y="${short(top)}" width="${short(Math.max(to - from, 0))}" height="${short(bottom - top)}"/>`;
}

function line([x1, y1]: Point, [x2, y2]: Point): Html {
  return markup`<line x1="${short(x1)}" y1="${short(y1)}" x2="${short(x2)}" y2="${short(y2)}"/>`;
}

function text(content: string, x: number, y: number, below: string): Html {
  return markup`<text x="${short(x)}" y="${short(y)}" dy="${below}">${content}</text>`;
}

/** A coordinate, rounded to a hundredth of a pixel. */
function short(value: number): number {
  return Math.round(value * 100) / 100;
}

function milliseconds(value: number): string {
  return value >= 10_000 ? `${value / 1_000} s` : String(value);
}
