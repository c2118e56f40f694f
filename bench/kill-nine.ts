/**
 * Whether a run that is killed leaves what `restore` needs: `tsx bench/kill-nine.ts [times]`. Each time a run against a mock in
 * a process of its own is killed at a random moment, and `restore` is called on its report folder. Exits with 1 where a
 * service is not as it was.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createMock } from '../src/mock/index.js';

const times = Number(process.argv[2] ?? 10);
const main = join(import.meta.dirname, '..', 'src', 'cli', 'main.ts');
let put = 0;
for (let n = 1; n <= times; n += 1) {
  const mock = await createMock({ seed: n, latencyMs: 5, variants: n % 2 === 0 ? ['decorated-names'] : [] });
  const state = () =>
    JSON.stringify(mock.serviceIds.map((id) => ({ ...mock.snapshot(id), updated_at: null, vip_port_id: null })));
  const before = state();
  const folder = mkdtempSync(join(tmpdir(), 'kill-'));
  const env = {
    ...process.env,
    VPCEP_TARGET: mock.url,
    VPCEP_PROJECT_ID: mock.projectId,
    VPCEP_SERVICE_ID: mock.serviceIds.join(','),
    VPCEP_TOKEN: mock.token,
  };
  const args = ['--import', 'tsx', main];
  const child = spawn(process.execPath, [...args, 'run', '--quiet', '--report-dir', folder], { env, stdio: 'ignore' });
  const exited = once(child, 'exit');
  // From the first change on: before that there is nothing to put back.
  while (state() === before) await sleep(2);
  const after = Math.random() * 6_000;
  await sleep(after);
  child.kill('SIGKILL');
  await exited;
  await sleep(100);
  const dirty = state() !== before;
  const pending = existsSync(join(folder, 'backup', 'PENDING'));
  const restored = await new Promise<number | null>((resolve) => {
    const restoring = spawn(process.execPath, [...args, 'restore', folder], { env, stdio: 'ignore' });
    restoring.on('exit', resolve);
  });
  const well = state() === before;
  if (well) put += 1;
  console.log(
    `killed after ${Math.round(after)} ms and ${mock.requests} requests: ${dirty ? 'changed' : 'as it was'}, ${pending ? 'pending' : 'nothing pending'}; restore ended with ${restored}: ${well ? 'as it was' : 'NOT AS IT WAS'}`,
  );
  await mock.close();
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${put} of ${times} as they were`);
process.exit(put === times ? 0 : 1);
