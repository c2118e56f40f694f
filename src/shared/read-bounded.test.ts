import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCaptured } from '../cli/captured.fixture.js';
import { readBounded, readRegular } from './read-bounded.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bounded-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('is read up to its bound, and not beyond', async () => {
  const path = join(folder, 'file');
  writeFileSync(path, 'x'.repeat(100_000));
  for (const read of [readBounded, readRegular]) {
    expect(await read(path, 100_000)).toHaveLength(100_000);
    await expect(read(path, 99_999)).rejects.toThrow('is larger than 0 MiB');
    await expect(read(join(folder, 'none'), 1)).rejects.toThrow('ENOENT');
  }
});

it('is UTF-8, with a byte order mark or without; UTF-16 is refused with the remedy', async () => {
  const path = join(folder, 'file');
  const written = (bytes: Uint8Array): Promise<string> => {
    writeFileSync(path, bytes);
    return readBounded(path, 100);
  };
  expect(await written(Buffer.from('\ufeff{"é": 1}'))).toBe('{"é": 1}');
  expect(await written(Buffer.from('ÿ'))).toBe('ÿ');
  for (const text of ['\ufeffseed: 1', 'seed: 1']) {
    const little = Buffer.from(text, 'utf16le');
    for (const bytes of [little, Buffer.from(little).swap16()])
      await expect(written(bytes)).rejects.toThrow(`${path} is UTF-16, not UTF-8`);
  }
});

describe.skipIf(process.platform === 'win32')('what is not a file', () => {
  it('is refused at once: a pipe, a device, a folder, and a link to one', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    symlinkSync(pipe, join(folder, 'link'));
    for (const path of [pipe, join(folder, 'link'), '/dev/zero', folder])
      await expect(readRegular(path, 100)).rejects.toThrow(`${path} is not a regular file`);
  });

  it('ends every command that reads a folder of somebody else, with one message', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    mkdirSync(join(folder, 'backup'));
    const names = ['report.json', 'exchanges.ndjson', join('backup', 's.json')];
    for (const name of names) symlinkSync(pipe, join(folder, name));
    const told: unknown[] = [];
    for (const args of [
      ['report', folder],
      ['report', join(folder, 'report.json')],
      ['compare', folder, folder],
      ['merge', folder, folder],
      ['statement', folder],
      ['replay', folder, '--failed'],
      ['rejudge', folder],
      ['restore', folder],
      ['run', '--last-failed', '--report-dir', folder],
    ]) {
      const { code, out, err } = await runCaptured(args, {}, folder);
      told.push({ code, out, says: /^error: .*(?:is not a regular file|is not a backup)/.test(err) ? true : err });
    }
    expect(told).toEqual(Array.from({ length: 9 }, () => ({ code: 2, out: '', says: true })));
  });
});
