/**
 * Measures how long a run takes at a given latency, compared with the ideal: the latency times the larger of the number
 * of requests in the longest lane that must wait for one another, and the number of all requests divided by the
 * concurrency. The mock has two services, hence two lanes.
 */
import { tmpdir } from 'node:os';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { contract } from '../src/engine.js';
import { run } from '../src/run.js';
import { table } from './helpers.js';
import { startTarget } from './target.js';

const CONCURRENCY = 16;
const [effort = 'standard', ...given] = process.argv.slice(2);
const latencies = given.length > 0 ? given.map(Number) : [20, 100];

for (const latency of latencies) {
  const folder = await mkdtemp(join(tmpdir(), 'vpcep-contract-bench-'));
  const flags = { effort, seed: '1', concurrency: String(CONCURRENCY), reportDir: folder };
  const target = await startTarget(['--latency', String(latency)], flags);
  let lanes: readonly number[] = [];
  const report = await run(target.config, contract(), {
    signal: new AbortController().signal,
    progress: () => undefined,
    steps: (ofLanes) => (lanes = ofLanes),
  });
  await target.stop();
  await rm(folder, { recursive: true });
  const { requests } = report.traffic;
  const ideal = latency * Math.max(...lanes, requests / CONCURRENCY);
  table([
    ['latency', `${latency} ms`],
    ['verdict', report.verdict],
    ['requests', `${requests}, by lane one after the other ${lanes.join(' and ')}`],
    ['took', `${(report.durationMs / 1_000).toFixed(1)} s, ideal ${(ideal / 1_000).toFixed(1)} s`],
    ['ratio', `${(report.durationMs / ideal).toFixed(2)} (to reach: 1.25)`],
  ]);
}
