import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../shared/errors.js';
import { folder } from '../../run.fixture.js';
import { keepBackups, readBackups, settleBackups, writeBackups, type Backup } from './backup.js';

function backup(serviceId: string, extra: Partial<Backup> = {}): Backup {
  return {
    schemaVersion: 1,
    url: 'http://127.0.0.1:8080',
    projectId: 'project',
    serviceId,
    state: {
      service_name: 'name',
      ports: [{ client_port: 1, server_port: 2, protocol: 'TCP' }],
      description: '中文 "x"',
    },
    namePrefix: null,
    readAt: '2024-02-29T12:00:00.000Z',
    ...extra,
  };
}

describe('backups', () => {
  it('are read as they were kept, in the order of their names', async () => {
    const path = await folder();
    await keepBackups(path, [backup('b'), backup('a')]);
    expect(await readBackups(path)).toEqual([backup('a'), backup('b')]);
  });

  it('are pending until they are settled, and stay readable', async () => {
    const path = await folder();
    const pending = join(path, 'backup', 'PENDING');
    await keepBackups(path, [backup('a')]);
    expect(await readFile(pending, 'utf8')).toContain('vpcep-contract restore');
    await settleBackups(path);
    await settleBackups(path);
    await expect(access(pending)).rejects.toThrow('ENOENT');
    expect(await readBackups(path)).toEqual([backup('a')]);
  });

  it('can be updated with what was learned since', async () => {
    const path = await folder();
    await keepBackups(path, [backup('a')]);
    await writeBackups(path, [backup('a', { namePrefix: 'eu' })]);
    expect(await readBackups(path)).toEqual([backup('a', { namePrefix: 'eu' })]);
  });

  it('have names that stay in their folder', async () => {
    const path = await folder();
    await keepBackups(path, [backup('../../a/b')]);
    expect(await readBackups(path)).toEqual([backup('../../a/b')]);
  });

  it('are missing in a folder without any', async () => {
    const path = await folder();
    await expect(readBackups(path)).rejects.toThrow(UserError);
    await mkdir(join(path, 'backup'));
    await expect(readBackups(path)).rejects.toThrow(`${path} holds no backup`);
  });

  it.each([
    ['is cut off', '{"schemaVersion":1,"serviceId":"a","state":{'],
    ['is empty', ''],
    ['is of another version', JSON.stringify({ ...backup('a'), schemaVersion: 2 })],
    ['has no state', JSON.stringify({ ...backup('a'), state: null })],
    ['has no id', JSON.stringify({ ...backup('a'), serviceId: 7 })],
    ['has a mark that is not text', JSON.stringify({ ...backup('a'), marks: [7] })],
    ['is null', 'null'],
  ])('are refused if one %s', async (_name, text) => {
    const path = await folder();
    await keepBackups(path, [backup('a'), backup('b')]);
    await writeFile(join(path, 'backup', 'b.json'), text);
    const failure = await readBackups(path).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UserError);
    expect(String(failure)).toContain(join('backup', 'b.json'));
    await rm(join(path, 'backup', 'b.json'));
    expect(await readBackups(path)).toHaveLength(1);
  });
});
