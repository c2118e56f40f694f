/**
 * Measures how long a run takes at a given latency, compared with the ideal: the round trip of a bare client times the
 * larger of the number of requests in the longest lane that must wait for one another, and the number of all requests
 * divided by the concurrency. The mock has two services, hence two lanes. A round trip takes longer than the latency of
 * the mock: its timers are late by a millisecond or so, for the bare client as for the run.
 */
import { tmpdir } from 'node:os';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { request } from 'undici';
import type { Config } from '../src/config/config.js';
import { contract } from '../src/engine.js';
import { runSuite } from '../src/run.js';
import { table } from './helpers.js';
import { startTarget } from './target.js';

const CONCURRENCY = 16;
const BARE = 100;

/** The mean time of a read by a client that does nothing else, in milliseconds. */
async function bareRoundTrip({ target }: Config): Promise<number> {
  if (target === null) throw new Error('no target');
  const url = `${target.url}/v1/${target.projectId}/vpc-endpoint-services/${target.serviceIds[0] ?? ''}`;
  const read = async (): Promise<void> => {
    const { body } = await request(url, { headers: { 'X-Auth-Token': target.token ?? '' } });
    await body.dump();
  };
  await read();
  const from = performance.now();
  for (let n = 0; n < BARE; n += 1) await read();
  return (performance.now() - from) / BARE;
}

const [effort = 'standard', ...given] = process.argv.slice(2);
const latencies = given.length > 0 ? given.map(Number) : [20, 100];

for (const latency of latencies) {
  const folder = await mkdtemp(join(tmpdir(), 'vpcep-contract-bench-'));
  const flags = { effort, seed: '1', concurrency: String(CONCURRENCY), reportDir: folder };
  const target = await startTarget(['--latency', String(latency)], flags);
  const roundTrip = await bareRoundTrip(target.config);
  let lanes: readonly number[] = [];
  const report = await runSuite(target.config, contract(), {
    signal: new AbortController().signal,
    progress: () => undefined,
    steps: (ofLanes) => (lanes = ofLanes),
  });
  await target.stop();
  await rm(folder, { recursive: true });
  const { requests } = report.traffic;
  const ideal = roundTrip * Math.max(...lanes, requests / CONCURRENCY);
  table([
    ['latency', `${latency} ms, ${roundTrip.toFixed(1)} ms for a bare client`],
    ['verdict', report.verdict],
    ['requests', `${requests}, by lane one after the other ${lanes.join(' and ')}`],
    ['took', `${(report.durationMs / 1_000).toFixed(1)} s, ideal ${(ideal / 1_000).toFixed(1)} s`],
    ['ratio', `${(report.durationMs / ideal).toFixed(2)} (to reach: 1.15)`],
  ]);
}
