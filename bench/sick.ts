/**
 * Judges targets whose GET works as usual while every update meets the same trouble: `npm run bench:sick [-- part of a
 * name]`. Each is judged by the built program at default settings, in its own process, three at a time. Exits with 1 if
 * a run takes more than a minute or 400 MB, ends with the wrong code or without the reason, reports more causes than
 * there are (mostly one), or leaves a service changed.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createMock, type MockServer } from '../src/mock/index.js';
import type { Report } from '../src/report/report.js';
import { sicknesses, sickTarget } from '../src/run/sick-targets.fixture.js';
import { table } from './helpers.js';
import { siblings, type Sibling } from './sick-siblings.js';

const MOST = { seconds: 60, megabytes: 400, causes: 1 };
/** When a run is told to end cleanly, and when it is killed, in milliseconds. */
const [ENOUGH, TOO_MUCH] = [120_000, 150_000];
const AT_ONCE = 3;

const program = join(import.meta.dirname, '..', 'dist', 'cli.js');
/** Makes a process report its peak memory, in kilobytes, when it exits. */
const peak =
  'data:text/javascript,import{writeSync}from"node:fs";' +
  'process.on("exit",()=>writeSync(3,String(process.resourceUsage().maxRSS)))';

/** The readable state of the services that can be put back: a vip_port_id shows only with a backend of type VIP. */
function stateOf(mock: MockServer): string {
  const states = mock.serviceIds.map((id) => mock.snapshot(id));
  return JSON.stringify(
    states.map((state) => ({
      ...state,
      updated_at: null,
      vip_port_id: state.server_type === 'VIP' ? state.vip_port_id : null,
    })),
  );
}

function judging(mock: MockServer, url: string, folder: string): readonly string[] {
  const given = { 'project-id': [mock.projectId], 'service-id': mock.serviceIds, 'port-id': mock.portIds };
  const sibling = mock.siblingServiceId === null ? [] : ['--sibling-service-id', mock.siblingServiceId];
  const flags = Object.entries(given).flatMap(([name, values]) => values.flatMap((value) => [`--${name}`, value]));
  return ['run', '--no-config', '--quiet', '--url', url, ...flags, ...sibling, '--seed', '1', '--report-dir', folder];
}

interface Examined {
  readonly isWell: boolean;
  readonly row: readonly string[];
}

/** Judges a mock with a sickness in another process. */
async function examine(sickness: Sibling): Promise<Examined> {
  const mock = await createMock({});
  const before = stateOf(mock);
  const front = await sickTarget(mock.url, sickness);
  const folder = mkdtempSync(join(tmpdir(), 'sick-'));
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:VPCEP|GITHUB)_/.test(name)));
  const began = performance.now();
  const child = spawn(process.execPath, ['--import', peak, program, ...judging(mock, front.url, folder)], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    env: { ...own, VPCEP_TOKEN: mock.token, VPCEP_FOREIGN_TOKEN: mock.foreignToken },
  });
  const limits = [setTimeout(() => child.kill('SIGTERM'), ENOUGH), setTimeout(() => child.kill('SIGKILL'), TOO_MUCH)];
  const breath = child.stdio[3];
  const [code, kilobytes] = await Promise.all([
    once(child, 'exit').then(([given]) => given as number | null),
    breath !== null && breath !== undefined && 'read' in breath ? text(breath) : '',
  ]);
  const seconds = (performance.now() - began) / 1_000;
  limits.forEach(clearTimeout);
  const path = join(folder, 'report.json');
  const report = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Report) : null;
  const isAsFound = stateOf(mock) === before;
  await front.close();
  await mock.close();
  // A missing measurement is not a pass.
  const megabytes = kilobytes === '' ? Number.POSITIVE_INFINITY : (Number(kilobytes) * 1_024) / 1e6;
  const causes = report?.causes?.length ?? 0;
  const because = report?.because ?? [];
  const isWell =
    because.some((reason) => reason.includes(sickness.because ?? 'no update is accepted')) &&
    code === sickness.exitCode &&
    causes <= (sickness.mostCauses ?? MOST.causes) &&
    seconds <= MOST.seconds &&
    megabytes <= MOST.megabytes &&
    isAsFound;
  if (isWell) rmSync(folder, { recursive: true, force: true });
  return {
    isWell,
    row: [
      isWell ? 'ok' : 'NOT',
      sickness.id,
      `exit ${code ?? 'by a signal'}${code === sickness.exitCode ? '' : `, not ${sickness.exitCode}`}`,
      `${seconds.toFixed(1)} s`,
      `${megabytes.toFixed(0)} MB`,
      `${causes} cause${causes === 1 ? '' : 's'}`,
      isAsFound ? 'as it was' : 'CHANGED',
      `${isWell ? '' : `see ${folder}: `}${report === null ? 'no report' : because.join('; ')}`,
    ],
  };
}

const [part = ''] = process.argv.slice(2);
const chosen: readonly Sibling[] = [...sicknesses, ...siblings].filter(({ id }) => id.includes(part));
const examined = new Map<Sibling, Examined>();
const waiting = [...chosen];
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) examined.set(one, await examine(one));
  }),
);
const all = chosen.flatMap((one) => examined.get(one) ?? []);
table(all.map(({ row }) => row));
const well = all.filter(({ isWell }) => isWell).length;
console.log(
  `${well} of ${all.length} within ${MOST.seconds} s, ${MOST.megabytes} MB and the causes that they have, left as they were`,
);
process.exit(well === all.length && well > 0 ? 0 : 1);
