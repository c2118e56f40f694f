import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { folder } from '../../run.fixture.js';
import { lockServices, ServiceInUse } from './lock-services.js';

const url = 'https://vpcep.example.com/base/';
const target = { url, projectId: 'p', serviceIds: ['b', 'a'] };
const what = { command: 'run', folder: '/the/report' };

let temporary: string;
beforeEach(async () => {
  temporary = await folder();
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, temporary);
  return () => vi.unstubAllEnvs();
});

const locks = (): string[] =>
  readdirSync(temporary, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.lock'));

describe('services', () => {
  it('are taken by one command at a time, which is named, and are free when it ends', async () => {
    const release = await lockServices(target, what);
    expect(locks()).toHaveLength(2);
    const refused: unknown = await lockServices({ ...target, serviceIds: ['c', 'b'] }, what).catch((e: unknown) => e);
    expect(refused).toBeInstanceOf(ServiceInUse);
    expect((refused as Error).message).toMatch(
      new RegExp(
        `^b is in use: run has been working on it since .*Z \\(process ${process.pid}, report folder /the/report\\)`,
      ),
    );
    // The refused call has released what it had locked by then.
    await (
      await lockServices({ ...target, serviceIds: ['c'] }, what)
    )();
    await release();
    expect(locks()).toEqual([]);
  });

  it.each([
    ['URL', { url: 'https://other.example.com/base' }],
    ['base path', { url: 'https://vpcep.example.com/other' }],
    ['project', { projectId: 'q' }],
    ['id', { serviceIds: ['c'] }],
  ])('with a different %s are different', async (_which, other) => {
    const [one, two] = [await lockServices(target, what), await lockServices({ ...target, ...other }, what)];
    await one();
    await two();
  });

  it.each([
    ['https://vpcep.example.com/base', url],
    ['https://VPCEP.example.com:443/base', url],
    ['http://127.0.0.1:80', 'http://localhost'],
    ['http://[::1]:8080/', 'http://127.0.0.1:8080'],
  ])('at %s are the same as at %s', async (one, same) => {
    const release = await lockServices({ ...target, url: one }, what);
    await expect(lockServices({ ...target, url: same }, what)).rejects.toThrow('is in use');
    await release();
  });

  it('are taken over from a process that is dead', async () => {
    const release = await lockServices(target, what);
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    for (const name of locks()) {
      const path = join(temporary, name);
      writeFileSync(path, readFileSync(path, 'utf8').replace(`"pid":${process.pid}`, `"pid":${dead}`));
    }
    await (
      await lockServices(target, what)
    )();
    await release();
    expect(locks()).toEqual([]);
  });

  it('are judged without a lock if none can be kept', async () => {
    for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, join(temporary, 'file'));
    writeFileSync(join(temporary, 'file'), '');
    const both = [await lockServices(target, what), await lockServices(target, what)];
    for (const release of both) await release();
  });

  it.skipIf(process.platform === 'win32')('are locked in a folder that only their user reads', async () => {
    const release = await lockServices(target, what);
    const made = readdirSync(temporary, { recursive: true, encoding: 'utf8' });
    const modes = made.map((name) => (statSync(join(temporary, name)).mode & 0o777).toString(8));
    expect(modes.sort()).toEqual(['600', '600', '700']);
    await release();
  });
});
