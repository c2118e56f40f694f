import { access, open, readdir, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../shared/errors.js';
import { isObject } from '../shared/json.js';
import { OPEN_AT_ONCE, readRegular } from '../shared/read-bounded.js';
import { ensureFolder, nameBehind, refuseLink, within, writeWhole } from '../shared/safe-files.js';
import { reportFiles, type ReportFile } from './report-files.js';
import { lockFolder } from './lock-folder.js';
import { RECORD_FILE } from './record-file.js';
import type { Report } from './report.js';
import { commandLine, pathWord } from './shell-words.js';
import { errorCode } from '../shared/error-code.js';

const FILES: readonly ReportFile[] = Object.values(reportFiles);
const NAMES: ReadonlySet<string> = new Set([...FILES.map(({ name }) => name), RECORD_FILE]);
/** Bytes of a file that are read to see whose it is. */
const HEAD_BYTES = 600;
/** Maximum size of a file that may be a backup, in bytes. */
const LARGEST_BACKUP = 16_777_216;

/**
 * Prepares a folder for the report of a run: creates it, proves that it can be written to, and removes the report of an
 * earlier run, so that the two are never mixed. Throws a UserError, before any request is sent, if it cannot be written
 * to, holds backups that were not restored, or holds files of another program, which would be lost.
 *
 * @param again the arguments of the command line that name the target again
 */
export async function prepareReportDir(reportDir: string, again: readonly string[] = []): Promise<void> {
  await refusePending(reportDir, again);
  await makeWritable(reportDir);
  await within(reportDir, (place) => removeOld(place, reportDir));
  for (const folder of [reportDir, replayFolder(reportDir)]) {
    await refuseLink(folder);
    await removeBackups(join(folder, 'backup'), reportDir);
  }
}

/** Removes the report of an earlier run; `reportDir` is the name of the folder in messages. */
async function removeOld(place: string, reportDir: string): Promise<void> {
  const names = await readdir(place);
  for (const name of names.filter((candidate) => NAMES.has(candidate))) {
    if (!(await isOurs(join(place, name)))) {
      throw new UserError(
        `${join(reportDir, name)} was not written by vpcep-contract and would be lost`,
        'Give another --report-dir, or remove that file.',
      );
    }
  }
  const stale = names.filter((name) => NAMES.has(name) || isTemporary(name));
  try {
    await Promise.all(stale.map((name) => rm(join(place, name), { force: true })));
  } catch (error) {
    throw unwritable(reportDir, error);
  }
}

/**
 * Does some work in a report folder while no other process works in it. Throws a UserError, before anything is done, if
 * one does, or if the folder cannot be written to.
 */
export async function withFolder<T>(reportDir: string, command: string, work: () => Promise<T>): Promise<T> {
  let release: () => Promise<void>;
  try {
    release = await lockFolder(reportDir, command);
  } catch (error) {
    throw unwritable(reportDir, error);
  }
  try {
    return await work();
  } finally {
    await release();
  }
}

/**
 * Prepares the folder of a report for a replay, which keeps the report and works in a folder below. Throws a UserError
 * as {@link prepareReportDir} does.
 */
export async function prepareReplay(reportDir: string, again: readonly string[] = []): Promise<void> {
  await refusePending(reportDir, again);
  await makeWritable(replayFolder(reportDir));
}

/**
 * Writes a report in every format, `report.json` first; each file appears whole or not at all. Throws a UserError if
 * the folder cannot be written to.
 */
export async function writeReport(reportDir: string, report: Report): Promise<void> {
  await writeFiles(reportDir, report, FILES);
}

/**
 * Writes every other format beside `report.json`, and returns the names of the files. Throws a UserError if the
 * folder cannot be written to.
 */
export async function writeRendered(reportDir: string, report: Report): Promise<readonly string[]> {
  const rendered = FILES.filter(({ name }) => name !== reportFiles.json.name);
  await writeFiles(reportDir, report, rendered);
  return rendered.map(({ name }) => name);
}

async function writeFiles(reportDir: string, report: Report, files: readonly ReportFile[]): Promise<void> {
  for (const { name, render } of files) {
    const text = await render(report);
    try {
      await ensureFolder(reportDir);
      await writeWhole(join(reportDir, name), text);
    } catch (error) {
      throw unwritable(reportDir, error);
    }
  }
}

async function refusePending(reportDir: string, again: readonly string[]): Promise<void> {
  const pending = await pendingFolder(reportDir);
  if (pending === null) return;
  throw new UserError(
    `${pending} holds the state of services that an earlier run did not put back`,
    `Put it back first: ${commandLine('restore', pathWord(pending), ...again)} (or give another --report-dir)`,
  );
}

async function makeWritable(folder: string): Promise<void> {
  try {
    await ensureFolder(folder);
    await writeWhole(join(folder, '.writable'), '');
    await rm(join(folder, '.writable'));
  } catch (error) {
    throw unwritable(folder, error);
  }
}

/** Removes the backups of a run that restored everything; a folder of that name may also hold files of the user. */
async function removeBackups(folder: string, reportDir: string): Promise<void> {
  await refuseLink(folder);
  if (!(await stat(folder).catch(() => null))?.isDirectory()) return;
  try {
    await within(folder, async (place) => {
      for (const name of await readdir(place)) {
        if (nameBehind(name) !== null || (name.endsWith('.json') && (await isBackup(join(place, name)))))
          await rm(join(place, name), { force: true });
      }
    });
  } catch (error) {
    throw unwritable(reportDir, error);
  }
  await rmdir(folder).catch(() => undefined);
}

async function isBackup(path: string): Promise<boolean> {
  try {
    const value: unknown = JSON.parse(await readRegular(path, LARGEST_BACKUP));
    return isObject(value) && typeof value['serviceId'] === 'string' && isObject(value['state']);
  } catch {
    return false;
  }
}

/** The folder in which a replay keeps the state of the services that it changes. */
export function replayFolder(reportDir: string): string {
  return join(reportDir, 'replay');
}

/** The folder to pass to `restore` if a run or a replay did not put back what it changed; else null. */
export async function pendingFolder(reportDir: string): Promise<string | null> {
  for (const folder of [reportDir, replayFolder(reportDir)]) {
    try {
      await access(join(folder, 'backup', 'PENDING'));
      return folder;
    } catch {
      continue;
    }
  }
  return null;
}

function isTemporary(name: string): boolean {
  const behind = nameBehind(name);
  return behind !== null && (NAMES.has(behind) || behind === '.writable');
}

/** Whether this program wrote a file; an empty file belongs to no one. */
async function isOurs(path: string): Promise<boolean> {
  const file = await open(path, OPEN_AT_ONCE).catch(() => null);
  if (file === null) return false;
  try {
    if (!(await file.stat()).isFile()) return false;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return bytesRead === 0 || buffer.subarray(0, bytesRead).includes('vpcep-contract');
  } catch {
    return false;
  } finally {
    await file.close();
  }
}

function unwritable(reportDir: string, error: unknown): UserError {
  if (error instanceof UserError) return error;
  const code = errorCode(error);
  return new UserError(
    `the report folder ${reportDir} cannot be written to (${code})`,
    'Give another one with --report-dir or VPCEP_REPORT_DIR.'.concat(
      code === 'EACCES' ? ' In a container: run it as yourself, with --user "$(id -u):$(id -g)".' : '',
    ),
    { cause: error },
  );
}
