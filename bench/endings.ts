/**
 * Tests whether services are as they were, however a run ends: `npm run bench:endings [-- moments [pairs]]`. Each
 * ending happens at this many moments, spread over a run (default 10), of the built program against a mock in this
 * process. Then pairs of runs overlap (default 20): half of them in one report folder, half of the others as on two
 * machines, which cannot see each other's locks; every other pair with the same seed. Exits with 1 if a service is left
 * changed, or a conforming service is accused.
 */
import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createMock, type MockServer } from '../src/mock/index.js';

const root = join(import.meta.dirname, '..');
const program = join(root, 'dist', 'cli.js');
const [moments = 10, pairs = 20] = process.argv.slice(2).map(Number);
/** Duration of a run of this size here, in milliseconds, over which the moments are spread. */
let whole = 3_000;

function stateOf(mock: MockServer): string {
  return JSON.stringify(mock.serviceIds.map((id) => ({ ...mock.snapshot(id), updated_at: null, vip_port_id: null })));
}

function environmentOf(mock: MockServer): NodeJS.ProcessEnv {
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:VPCEP|GITHUB)_/.test(name)));
  return {
    ...own,
    VPCEP_TARGET: mock.url,
    VPCEP_PROJECT_ID: mock.projectId,
    VPCEP_SERVICE_ID: mock.serviceIds.join(','),
    VPCEP_TOKEN: mock.token,
  };
}

interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
}

/**
 * Starts a command of the program; `blocks` limits the size of a file, in blocks of a shell, and `temporary` is where
 * its locks are.
 */
function start(
  mock: MockServer,
  args: readonly string[],
  stdio: StdioOptions = 'ignore',
  { blocks, temporary }: { readonly blocks?: number; readonly temporary?: string } = {},
): Started {
  const limit = blocks === undefined ? '' : `ulimit -f ${blocks}; `;
  const child = spawn('sh', ['-c', `${limit}exec "$0" "$@"`, process.execPath, program, ...args], {
    env: { ...environmentOf(mock), ...(temporary === undefined ? {} : { TMPDIR: temporary }) },
    stdio,
  });
  return { child, ended: once(child, 'exit').then(([code]) => code as number | null) };
}

const judging = (folder: string, ...more: string[]): string[] => [
  ...['run', '--quiet', '--effort', 'quick', '--only', 'effect', '--report-dir', folder],
  ...more,
];

/** Waits until a run has changed a service, or has ended. */
async function changed(mock: MockServer, before: string, { ended }: Started): Promise<void> {
  const over = { is: false };
  void ended.then(() => (over.is = true));
  while (!over.is && stateOf(mock) === before) await sleep(2);
}

/** Ends a run `after` milliseconds from its first change. */
type Ending = (mock: MockServer, folder: string, before: string, after: number, part: number) => Promise<unknown>;

const signalled =
  (signals: readonly NodeJS.Signals[], restores = false): Ending =>
  async (mock, folder, before, after) => {
    const run = start(mock, judging(folder));
    await changed(mock, before, run);
    await sleep(after);
    for (const signal of signals) run.child.kill(signal);
    await run.ended;
    // What was in flight when the process was killed may still arrive.
    if (restores) await sleep(100);
    if (restores && existsSync(join(folder, 'backup', 'PENDING'))) await start(mock, ['restore', folder]).ended;
  };

const unheard =
  (closes: 'stdout' | 'stderr'): Ending =>
  async (mock, folder, before, after) => {
    const run = start(
      mock,
      judging(folder).filter((arg) => arg !== '--quiet'),
      ['ignore', 'pipe', 'pipe'],
    );
    run.child[closes === 'stdout' ? 'stderr' : 'stdout']?.resume();
    await changed(mock, before, run);
    await sleep(after);
    run.child[closes]?.destroy();
    await run.ended;
  };

const endings: Readonly<Record<string, Ending>> = {
  SIGINT: signalled(['SIGINT']),
  SIGTERM: signalled(['SIGTERM']),
  SIGHUP: signalled(['SIGHUP']),
  'SIGKILL, restore': signalled(['SIGKILL'], true),
  'SIGINT twice': signalled(['SIGINT', 'SIGINT']),
  'disk full': async (mock, folder, _before, _after, part) => {
    const full = openSync('/dev/full', 'w');
    // From no space at all to space for nearly all of it.
    await start(mock, judging(folder), ['ignore', full, full], { blocks: Math.round(part * 9_000) }).ended;
    closeSync(full);
  },
  'stdout closed': unheard('stdout'),
  'stderr closed': unheard('stderr'),
  'Vitest time-out': async (mock, folder, before, after) => {
    const here = mkdtempSync(join(tmpdir(), 'ending-tests-'));
    const { url, projectId, serviceIds, token } = mock;
    const target = { url, projectId, serviceIds, token };
    // Part of a second passes before the first change.
    const options = { target, only: ['effect'], effort: 'quick', reportDir: folder, runTimeoutMs: 600 + after };
    writeFileSync(
      join(here, 'contract.test.js'),
      `import { describeContract } from ${JSON.stringify(join(root, 'dist', 'vitest.js'))};\ndescribeContract(${JSON.stringify(options)});\n`,
    );
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
    const pool = after > whole / 2 ? 'forks' : 'threads';
    const child = spawn(process.execPath, [vitest, 'run', '--root', here, '--pool', pool], { stdio: 'ignore' });
    await once(child, 'exit');
    if (stateOf(mock) !== before) await sleep(100);
    rmSync(here, { recursive: true, force: true });
  },
};

async function target(seed: number): Promise<MockServer> {
  return createMock({ seed, latencyMs: 2, variants: seed % 2 === 0 ? ['decorated-names'] : [] });
}

let [left, accused] = [0, 0];
const timed = await target(1);
const folderOfTimed = mkdtempSync(join(tmpdir(), 'ending-'));
const first = start(timed, judging(folderOfTimed));
await changed(timed, stateOf(timed), first);
const began = performance.now();
await first.ended;
whole = performance.now() - began;
await timed.close();
rmSync(folderOfTimed, { recursive: true, force: true });

for (const [name, end] of Object.entries(endings)) {
  let well = 0;
  for (let n = 0; n < moments; n += 1) {
    const part = (n + Math.random()) / moments;
    const mock = await target(n);
    const before = stateOf(mock);
    const folder = mkdtempSync(join(tmpdir(), 'ending-'));
    await end(mock, folder, before, part * whole, part);
    if (stateOf(mock) === before) well += 1;
    else console.log(`${name} after ${Math.round(part * 100)} % of a run: NOT AS IT WAS, see ${folder}`);
    await mock.close();
    if (stateOf(mock) === before) rmSync(folder, { recursive: true, force: true });
  }
  left += moments - well;
  console.log(`${name}: services as they were at ${well} of ${moments} moments`);
}

for (let n = 0; n < pairs; n += 1) {
  const mock = await target(n);
  const before = stateOf(mock);
  const folders = [mkdtempSync(join(tmpdir(), 'pair-')), mkdtempSync(join(tmpdir(), 'pair-'))] as const;
  const shared = n % 2 === 0;
  const apart = n % 4 === 3;
  const atOnce = n % 8 > 4;
  const seeds = n % 3 > 0 ? ['--seed', '1'] : [];
  const one = start(mock, judging(folders[0], ...seeds));
  if (atOnce) await sleep(Math.random() * 50);
  else {
    await changed(mock, before, one);
    await sleep(Math.random() * whole * 0.8);
  }
  const folder = shared ? folders[0] : folders[1];
  const other = start(mock, judging(folder, ...seeds), 'ignore', apart ? { temporary: folders[1] } : {});
  const codes = await Promise.all([one.ended, other.ended]);
  const well = stateOf(mock) === before;
  if (!well) left += 1;
  accused += codes.filter((code) => code === 1).length;
  console.log(
    `pair ${n + 1}, ${shared ? 'one folder' : apart ? 'two machines' : 'two folders'}, ${seeds.length > 0 ? 'one seed' : 'two seeds'}${atOnce ? ', at once' : ''}: ended with ${codes.join(' and ')}, ${well ? 'as it was' : 'NOT AS IT WAS'}`,
  );
  await mock.close();
  for (const folder of folders) if (well) rmSync(folder, { recursive: true, force: true });
}
console.log(
  `${Object.keys(endings).length} endings, ${moments} moments, ${pairs} pairs: ${left} left changed, ${accused} accused`,
);
process.exit(left + accused === 0 ? 0 : 1);
