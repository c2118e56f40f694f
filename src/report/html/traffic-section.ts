import { duration } from '../progress.js';
import type { Report } from '../report.js';
import { latencyChart, timelineChart } from './charts.js';
import { markup, type Html } from './markup.js';

/** The traffic: how long replies took, what came back when, and what got in the way. */
export function trafficSection({ traffic, durationMs }: Report): Html {
  const { requests, attempts, latency, timeline, throttled, platform, transient } = traffic;
  const rate = Math.round(attempts / Math.max(durationMs / 1_000, 0.001));
  const repeats = attempts === requests ? '' : `, sent ${attempts} times`;
  const met = [
    [throttled, 'said that there were too many requests'],
    [platform, "reported the platform's own state or faults"],
    [transient, 'failed transiently: 408, 5xx, time-outs, broken connections'],
  ] as const;
  return markup`<section id="traffic" aria-labelledby="traffic-title">
  <h2 id="traffic-title">Traffic</h2>
  <p class="lead">${requests} ${requests === 1 ? 'request' : 'requests'}${repeats} in ${duration(durationMs)}, ${rate} a second.</p>
  <div class="charts">
    ${latency.histogram.length > 0 && markup`<figure><figcaption><b>Latency</b> Half of the replies came within ${round(latency.p50)} ms, 95 % within ${round(latency.p95)} ms, 99 % within ${round(latency.p99)} ms; the slowest took ${round(latency.max)} ms.</figcaption>${latencyChart(traffic)}</figure>`}
    ${timeline.buckets.length > 0 && markup`<figure><figcaption><b>Requests over time</b> <span class="swatches"><i class="s2" aria-hidden="true"></i> 2xx <i class="s4" aria-hidden="true"></i> 4xx <i class="s5" aria-hidden="true"></i> other <i class="s0" aria-hidden="true"></i> no reply</span></figcaption>${timelineChart(traffic)}</figure>`}
  </div>
  ${met.some(([count]) => count > 0) && markup`<ul>${met.filter(([count]) => count > 0).map(([count, what]) => markup`<li>${count} ${count === 1 ? 'attempt' : 'attempts'} ${what}</li>`)}</ul>`}
</section>`;
}

function round(ms: number): string {
  return ms < 10 ? ms.toFixed(1) : String(Math.round(ms));
}
