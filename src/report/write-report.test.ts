import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../shared/errors.js';
import { folderOf, parseReport, readReport } from './read-report.js';
import { failed, report, requirement } from './report.fixture.js';
import { pendingFolder, prepareReplay, prepareReportDir, writeReport } from './write-report.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'report-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const NAMES = ['ctrf-report.json', 'failures.har', 'junit.xml', 'report.html', 'report.json', 'report.md'];

const backup = JSON.stringify({ schemaVersion: 1, serviceId: 's', state: { id: 's' } });

async function markPending(reportDir: string): Promise<void> {
  await mkdir(join(reportDir, 'backup'), { recursive: true });
  await writeFile(join(reportDir, 'backup', 's.json'), backup);
  await writeFile(join(reportDir, 'backup', 'PENDING'), '');
}

async function told(action: Promise<unknown>): Promise<UserError> {
  const error: unknown = await action.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof UserError) return error;
  throw new Error('no UserError was thrown', { cause: error });
}

describe('a report folder', () => {
  it('is created, with its parents, and gets every file whole', async () => {
    const deep = join(folder, 'a', 'b');
    await prepareReportDir(deep);
    expect(await readdir(deep)).toEqual([]);
    const given = report([requirement('reply/status'), failed('reply/json')]);
    await writeReport(deep, given);
    expect((await readdir(deep)).sort()).toEqual(NAMES);
    expect(await readReport(deep)).toEqual(given);
    expect(await readReport(join(deep, 'report.json'))).toEqual(given);
    expect(await folderOf(join(deep, 'report.json'))).toBe(deep);
    expect(await readFile(join(deep, 'junit.xml'), 'utf8')).toContain('<testsuites');
    expect(await readFile(join(deep, 'report.html'), 'utf8')).toMatch(/^<!doctype html>[^]*<\/html>\n$/);
  });

  it('loses the report of the previous run, its left-overs and settled backups, and nothing else', async () => {
    await writeReport(folder, report([]));
    await markPending(folder);
    await rm(join(folder, 'backup', 'PENDING'));
    await mkdir(join(folder, 'replay', 'backup'), { recursive: true });
    await writeFile(join(folder, 'replay', 'backup', 's.json'), backup);
    await writeFile(join(folder, 'backup', 'mine.json'), '{"precious":true}');
    await writeFile(join(folder, 'backup', 'mine.txt'), 'precious');
    await writeFile(join(folder, '.report.json.0b5f0f30-0000-4000-8000-000000000000.tmp'), '{');
    await writeFile(join(folder, '.report.html.0b5f0f30-0000-4000-8000-000000000000.tmp'), '<');
    await writeFile(join(folder, 'notes.md'), 'mine');
    await prepareReportDir(folder);
    expect((await readdir(folder)).sort()).toEqual(['backup', 'notes.md', 'replay']);
    expect((await readdir(join(folder, 'backup'))).sort()).toEqual(['mine.json', 'mine.txt']);
    expect(await readdir(join(folder, 'replay'))).toEqual([]);
  });

  it('is refused while it holds what an earlier run did not put back', async () => {
    await markPending(folder);
    expect(await pendingFolder(folder)).toBe(folder);
    for (const error of [await told(prepareReportDir(folder)), await told(prepareReplay(folder))]) {
      expect(error.message).toContain('did not put back');
      expect(error.remedy).toContain(`vpcep-contract restore ${folder}`);
    }
    expect((await readdir(join(folder, 'backup'))).sort()).toEqual(['PENDING', 's.json']);
  });

  it('is refused while it holds what a replay did not put back', async () => {
    await prepareReplay(folder);
    await markPending(join(folder, 'replay'));
    expect(await pendingFolder(folder)).toBe(join(folder, 'replay'));
    expect((await told(prepareReportDir(folder))).remedy).toContain(join(folder, 'replay'));
  });

  it('is refused if files of another program would be lost', async () => {
    await writeFile(join(folder, 'report.json'), '{"tool":"another"}');
    expect((await told(prepareReportDir(folder))).message).toMatch(/report\.json was not written by vpcep-contract/);
    await rm(join(folder, 'report.json'));
    for (const name of NAMES) {
      await writeFile(join(folder, name), '<testsuites name="another"/>');
      expect((await told(prepareReportDir(folder))).message).toContain(`${name} was not written`);
      expect(await readdir(folder)).toEqual([name]);
      await rm(join(folder, name));
    }
  });

  it('is refused before any request if it cannot be written to', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    for (const path of [file, join(file, 'below')]) {
      const error = await told(prepareReportDir(path));
      expect(error.message).toMatch(/cannot be written to \((?:EEXIST|ENOTDIR)\)/);
      expect(error.remedy).toContain('--report-dir');
    }
    expect((await told(writeReport(file, report([])))).message).toContain('cannot be written to');
  });
});

describe('a report that is read', () => {
  const text = JSON.stringify(report([requirement('reply/status')]));

  it.each<[name: string, text: string, message: RegExp]>([
    ['cut off', text.slice(0, -20), /is cut off/],
    ['empty', '', /is not JSON/],
    ['not JSON', '<testsuites/>', /is not JSON/],
    ['null', 'null', /not a report of vpcep-contract/],
    ['of another program', '{"tool":{"name":"other"}}', /not a report of vpcep-contract/],
    [
      'of a later version',
      text.replace('"schemaVersion":1', '"schemaVersion":9'),
      /schemaVersion 9; this version reads 1/,
    ],
    ['of no version', text.replace('"schemaVersion":1,', ''), /schemaVersion null/],
    ['of a wrong shape', text.replace('"requirements":[', '"others":['), /parts of it are missing/],
  ])('is refused when %s', (_name, given, message) => {
    expect(() => parseReport(given, 'old.json')).toThrow(message);
    expect(() => parseReport(given, 'old.json')).toThrow(UserError);
    expect(() => parseReport(given, 'old.json')).toThrow(/^old\.json/);
  });

  it('is refused when there is none', async () => {
    expect((await told(readReport(join(folder, 'nowhere')))).message).toMatch(/no report .* \(ENOENT\)/);
    expect((await told(readReport(folder))).message).toContain(join(folder, 'report.json'));
  });
});
