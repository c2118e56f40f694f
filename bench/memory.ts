/** Compares the memory of a run with many requests with that of one with few. Each runs in its own process. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { setUpProcess } from '../src/cli/set-up-process.js';
import { contract } from '../src/engine.js';
import { runSuite } from '../src/run.js';
import { table } from './helpers.js';
import { startTarget } from './target.js';

interface Taken {
  readonly requests: number;
  readonly verdict: string;
  readonly mebibytes: number;
}

async function measure(flags: { readonly effort: string; readonly cases?: string }): Promise<void> {
  setUpProcess();
  const folder = await mkdtemp(join(tmpdir(), 'vpcep-contract-bench-'));
  const target = await startTarget([], { ...flags, seed: '1', reportDir: folder });
  const report = await runSuite(target.config, contract(), {
    signal: new AbortController().signal,
    progress: () => undefined,
  });
  await target.stop();
  await rm(folder, { recursive: true });
  const taken: Taken = {
    requests: report.traffic.requests,
    verdict: report.verdict,
    mebibytes: process.resourceUsage().maxRSS / 1_024,
  };
  console.log(JSON.stringify(taken));
}

async function inProcess(args: readonly string[]): Promise<Taken> {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return (await json(child.stdout)) as Taken;
}

const [effort, cases] = process.argv.slice(2);
if (effort !== undefined) await measure({ effort, ...(cases === undefined ? {} : { cases }) });
else {
  const [few, many] = [await inProcess(['quick']), await inProcess(['thorough', '540'])];
  table([
    ['few', `${few.requests} requests, ${few.mebibytes.toFixed(0)} MiB, ${few.verdict}`],
    ['many', `${many.requests} requests, ${many.mebibytes.toFixed(0)} MiB, ${many.verdict} (to reach: 250 MB)`],
    ['ratio', `${(many.mebibytes / few.mebibytes).toFixed(2)} (to reach: 1.20)`],
  ]);
}
