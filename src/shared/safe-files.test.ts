import { closeSync, mkdtempSync, rmSync, writeSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from './errors.js';
import { ensureFolder, nameBehind, openToWrite, within, writeWhole } from './safe-files.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'safe-files-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const posix = process.platform !== 'win32';
const modeOf = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8);

describe('a file that is written whole', () => {
  it('replaces the previous one, and leaves nothing beside it', async () => {
    const path = join(folder, 'state.json');
    await writeWhole(path, 'old');
    await writeWhole(path, 'new');
    expect(await readFile(path, 'utf8')).toBe('new');
    expect(await readdir(folder)).toEqual(['state.json']);
  });

  it('leaves the previous one as it was if it cannot be written', async () => {
    const path = join(folder, 'taken');
    await mkdir(join(path, 'inner'), { recursive: true });
    await expect(writeWhole(path, 'new')).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['taken']);
    expect(await readdir(path)).toEqual(['inner']);
  });

  it.runIf(posix)('belongs to its owner alone, and so does the folder that is made for it', async () => {
    const deep = join(folder, 'a', 'b');
    await ensureFolder(deep);
    await writeWhole(join(deep, 'state.json'), '{}');
    closeSync(openToWrite(join(deep, 'record')));
    expect(await modeOf(deep)).toBe('700');
    expect(await modeOf(join(deep, 'state.json'))).toBe('600');
    expect(await modeOf(join(deep, 'record'))).toBe('600');
  });
});

describe.runIf(posix)('a link', () => {
  it('is refused as a file, and what it leads to stays', async () => {
    const precious = join(folder, 'precious');
    await writeFile(precious, 'mine');
    const link = join(folder, 'link');
    await symlink(precious, link);
    await expect(writeWhole(link, 'new')).rejects.toThrow(UserError);
    expect(() => openToWrite(link)).toThrow(/is a link/);
    expect(await readFile(precious, 'utf8')).toBe('mine');
  });

  it('is refused as a folder, even if it leads nowhere', async () => {
    await mkdir(join(folder, 'there'));
    await symlink(join(folder, 'there'), join(folder, 'link'));
    await symlink(join(folder, 'nowhere'), join(folder, 'dangling'));
    for (const name of ['link', 'dangling']) {
      await expect(ensureFolder(join(folder, name))).rejects.toThrow(/is a link/);
      await expect(writeWhole(join(folder, name, 'file'), 'new')).rejects.toThrow(/is a link/);
      expect(() => openToWrite(join(folder, name, 'file'))).toThrow(/is a link/);
    }
    expect(await readdir(join(folder, 'there'))).toEqual([]);
  });
});

it.runIf(process.platform === 'linux')('stays in its folder, even if a link takes its place in between', async () => {
  const [own, other] = [join(folder, 'own'), join(folder, 'other')];
  await mkdir(own);
  await mkdir(other);
  const failed = within(own, async (place) => {
    await rename(own, join(folder, 'moved'));
    await symlink(other, own);
    await writeFile(join(place, 'state.json'), '{}');
    await readFile(join(place, 'none'));
  });
  await expect(failed).rejects.toThrow(`'${join(own, 'none')}'`);
  expect(await readdir(other)).toEqual([]);
  expect(await readdir(join(folder, 'moved'))).toEqual(['state.json']);
});

it('is opened from its beginning, to be written bit by bit', async () => {
  const path = join(folder, 'record');
  await writeFile(path, 'what was there before');
  const descriptor = openToWrite(path);
  writeSync(descriptor, 'one ');
  writeSync(descriptor, 'two');
  closeSync(descriptor);
  expect(await readFile(path, 'utf8')).toBe('one two');
});

it('tells its temporary names from others', () => {
  expect(nameBehind('.report.json.0b5f0f30-0000-4000-8000-000000000000.tmp')).toBe('report.json');
  expect(nameBehind('report.json')).toBeNull();
  expect(nameBehind('.report.json.tmp')).toBeNull();
});
