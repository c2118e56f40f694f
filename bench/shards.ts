/**
 * Measures how long the slowest of several shards takes, each on a service of its own, compared with one machine that
 * judges one of these services alone. Every run is a process of the built program, the shards at once, against a mock in
 * its own process.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../src/report/report.js';
import { root, start, table } from './helpers.js';

const [count = '4', latency = '50', effort = 'standard'] = process.argv.slice(2);
const mock = await start('../src/cli/main', ['mock', '--json', '--services', count, '--latency', latency]);
const target = JSON.parse(mock.line) as Readonly<Record<string, string>> & {
  readonly serviceIds: readonly string[];
  readonly portIds: readonly string[];
};
const folder = await mkdtemp(join(tmpdir(), 'vpcep-contract-bench-'));

interface Taken {
  readonly seconds: number;
  readonly report: Report;
}

async function judged(name: string, serviceIds: readonly string[], ...flags: readonly string[]): Promise<Taken> {
  const from = performance.now();
  const reportDir = join(folder, name);
  const args = ['run', '--seed', '1', '--effort', effort, '--quiet', '--report-dir', reportDir, ...flags];
  const env = {
    ...process.env,
    VPCEP_TARGET: target['url'],
    VPCEP_PROJECT_ID: target['projectId'],
    VPCEP_SERVICE_ID: serviceIds.join(','),
    VPCEP_SIBLING_SERVICE_ID: target['siblingServiceId'],
    VPCEP_TOKEN: target['token'],
    VPCEP_FOREIGN_TOKEN: target['foreignToken'],
    VPCEP_PORT_ID: target.portIds.join(','),
  };
  const child = spawn(process.execPath, [join(root, 'dist', 'cli.js'), ...args], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await once(child, 'exit');
  const seconds = (performance.now() - from) / 1_000;
  return { seconds, report: JSON.parse(await readFile(join(reportDir, 'report.json'), 'utf8')) as Report };
}

const { serviceIds } = target;
const one = await judged('one', serviceIds.slice(0, 1));
const shards = await Promise.all(
  serviceIds.map((_, n) => judged(`shard-${n + 1}`, serviceIds, '--shard', `${n + 1}/${count}`)),
);
await mock.stop();
await rm(folder, { recursive: true });
const most = (of: (taken: Taken) => number): number => Math.max(...shards.map(of));
const shown = (name: string, { seconds, report: { verdict, traffic } }: Taken): [string, string] => [
  name,
  `${seconds.toFixed(1)} s, ${traffic.requests} requests, ${verdict}`,
];
table([
  ['latency', `${latency} ms`],
  shown('one machine', one),
  ...shards.map((taken, n) => shown(`shard ${n + 1}/${count}`, taken)),
  [
    'ratio',
    `${(most(({ seconds }) => seconds) / one.seconds).toFixed(2)} (to reach: ${(1.2 / Number(count)).toFixed(2)})`,
  ],
  ['of requests', (most(({ report }) => report.traffic.requests) / one.report.traffic.requests).toFixed(2)],
]);
