import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../shared/errors.js';
import { lockFolder } from './lock-folder.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A lock left by another process. */
async function lockOf(holder: object): Promise<string> {
  const path = join(folder, '.lock');
  const whole = {
    id: 'other',
    pid: 1,
    host: hostname(),
    since: '2026-01-01T00:00:00.000Z',
    command: 'run',
    folder,
    ...holder,
  };
  await writeFile(path, JSON.stringify(whole));
  return path;
}

const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid;

describe('a report folder', () => {
  it('is taken by one command, and free when that ends', async () => {
    const release = await lockFolder(folder, 'run');
    expect(await readdir(folder)).toEqual(['.lock']);
    await release();
    expect(await readdir(folder)).toEqual([]);
    await (
      await lockFolder(folder, 'run')
    )();
  });

  it.skipIf(process.platform === 'win32')(
    'is refused to others while its holder lives, and the refusal names the holder',
    async () => {
      await lockOf({ pid: process.ppid });
      const refused: unknown = await lockFolder(folder, 'restore').catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(UserError);
      expect((refused as UserError).message).toBe(
        `${folder} is in use: run has worked there since 2026-01-01T00:00:00.000Z (process ${process.ppid} on ${hostname()})`,
      );
      expect(await readdir(folder)).toEqual(['.lock']);
    },
  );

  it('is taken over from a process that is dead', async () => {
    await lockOf({ pid: deadPid() });
    const release = await lockFolder(folder, 'run');
    expect(await readFile(join(folder, '.lock'), 'utf8')).toContain(`"pid":${process.pid}`);
    await release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('is taken over from a process that had the number of this one, as all have in a container', async () => {
    await lockOf({ pid: process.pid });
    await (
      await lockFolder(folder, 'run')
    )();
    expect(await readdir(folder)).toEqual([]);
  });

  it('is taken over if the lock is not one', async () => {
    await writeFile(join(folder, '.lock'), '{"half": ');
    await (
      await lockFolder(folder, 'run')
    )();
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ['another machine', { host: 'another-machine' }],
    ['another thread', { pid: process.pid, since: new Date().toISOString() }],
  ])('believes %s for as long as it shows that it lives', async (_which, holder) => {
    const path = await lockOf(holder);
    await expect(lockFolder(folder, 'run')).rejects.toThrow(/is in use/);
    const longAgo = new Date(Date.now() - 3_600_000);
    await utimes(path, longAgo, longAgo);
    await (
      await lockFolder(folder, 'run')
    )();
  });

  it.skipIf(process.platform === 'win32')('is taken even if the turn at its dead lock is a link', async () => {
    await lockOf({ pid: deadPid() });
    await symlink(tmpdir(), join(folder, '.lock.turn'));
    await (
      await lockFolder(folder, 'run')
    )();
    expect(await readdir(folder)).toEqual([]);
  });

  it('has one holder, however many ask at once', async () => {
    await lockOf({ pid: deadPid() });
    const asked = await Promise.allSettled([1, 2, 3, 4, 5].map(() => lockFolder(folder, 'run')));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(folder)).toEqual(['.lock']);
  });
});
