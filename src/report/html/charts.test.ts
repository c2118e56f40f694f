import { describe, expect, it } from 'vitest';
import { report } from '../report.fixture.js';
import { latencyChart, timelineChart } from './charts.js';
import { linear, logarithmic } from './scales.js';

const { traffic } = report([]);
const texts = (svg: string): string[] => [...svg.matchAll(/<text [^>]*>([^<]*)</g)].map(([, text = '']) => text);
const rects = (svg: string): number[][] =>
  [...svg.matchAll(/<rect x="(.*?)" y="(.*?)" width="(.*?)" height="(.*?)"/g)].map((match) =>
    match.slice(1).map(Number),
  );
const labels = (scale: ReturnType<typeof linear>): string[] => scale.ticks.map(({ label }) => label);

describe('a scale', () => {
  it('has round ticks, written alike, and can end at one', () => {
    expect(labels(linear(542, [0, 1], 4, true))).toEqual(['0', '100', '200', '300', '400', '500']);
    expect(labels(linear(1_034, [0, 1], 4))).toEqual(['0', '200', '400', '600', '800', '1,000']);
    expect(labels(linear(0.7, [0, 1], 6))).toEqual(['0.0', '0.1', '0.2', '0.3', '0.4', '0.5', '0.6', '0.7']);
    const nice = linear(542, [180, 34], 4, true);
    expect([nice.place(0), nice.place(550)]).toEqual([180, 34]);
  });

  it('labels the first multiples of each power of ten if it is logarithmic', () => {
    const { place, ticks } = logarithmic([0.15, 34], [48, 414], String);
    expect([place(0.15), place(34)]).toEqual([48, 414]);
    expect(ticks.map(({ label }) => label).filter((label) => label !== '')).toEqual(['0.2', '1', '2', '10', '20']);
    const wide = logarithmic([0.01, 60_000], [0, 1], String).ticks.map(({ label }) => label);
    expect(wide).toEqual(['0.01', '0.1', '1', '10', '100', '1000', '10000']);
    expect(logarithmic([5, 5], [48, 414], String).place(5)).toBe(48);
  });
});

describe('the chart of latencies', () => {
  it('draws a bar for each of the histogram, and names the quantiles', () => {
    const svg = latencyChart(traffic).toString();
    expect(rects(svg)).toHaveLength(3);
    // The highest is 1,500 of 1,600.
    expect(rects(svg)[0]).toEqual([48.5, 43.13, expect.any(Number), 136.88]);
    expect(texts(svg)).toEqual(
      expect.arrayContaining(['replies', 'milliseconds', 'median', 'p95', '1', '10', '1,500']),
    );
    expect(svg).not.toContain('NaN');
  });
});

describe('the chart of what came when', () => {
  it('stacks what came of each bucket, and leaves out what did not come', () => {
    const svg = timelineChart(traffic).toString();
    expect(rects(svg)).toHaveLength(5);
    expect([...svg.matchAll(/class="(s\d)"/g)].map(([, name]) => name)).toEqual(['s2', 's4', 's0']);
    const [[x = 0, y = 0, width = 0, height = 0] = [], , [left, top, , tall = 0] = []] = rects(svg);
    expect([left, x + width]).toEqual([x, 231]);
    expect((top ?? 0) + tall).toBeCloseTo(y, 1);
    expect(y + height).toBeCloseTo(180, 1);
    expect(texts(svg)).toEqual(expect.arrayContaining(['seconds', 'requests in 1.6 s', '0.0', '3.0']));
    expect(svg).not.toContain('NaN');
  });
});
