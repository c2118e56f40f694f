import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RunStopped, UserError } from '../../shared/errors.js';
import { isObject, type JsonObject } from '../../shared/json.js';
import { isTooDeep } from '../../shared/parse-json.js';
import { readRegular } from '../../shared/read-bounded.js';
import { ensureFolder, refuseLink, writeWhole } from '../../shared/safe-files.js';

/** The state of a service before the first write, as kept in the report folder. */
export interface Backup {
  readonly schemaVersion: 1;
  /** What precedes `/v1`. */
  readonly url: string;
  readonly projectId: string;
  readonly serviceId: string;
  /** The representation that was read. */
  readonly state: JsonObject;
  /** The prefix with which the target decorates names; null while unknown. */
  readonly namePrefix: string | null;
  /** The marks of the values that the run sends to the service. */
  readonly marks?: readonly string[];
  /** ISO 8601, UTC. */
  readonly readAt: string;
}

/** Maximum size of the state of one service, and of all of a run, in bytes. */
const LARGEST = 16_777_216;
const LARGEST_TOGETHER = 268_435_456;

const folder = (reportDir: string): string => join(reportDir, 'backup');
const pending = (reportDir: string): string => join(folder(reportDir), 'PENDING');

/**
 * Keeps the states of the services before the first write; from then on the folder has something to restore.
 *
 * @throws RunStopped if they cannot be kept
 */
export async function keepBackups(reportDir: string, backups: readonly Backup[]): Promise<void> {
  try {
    await writeBackups(reportDir, backups);
    await writeWhole(
      pending(reportDir),
      'The services have not been restored yet. Restore them: vpcep-contract restore <this report folder>\n',
    );
  } catch (error) {
    throw new RunStopped(
      `the state of the services cannot be kept in ${reportDir}, so nothing that may change it was sent: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** Writes the backups again, with what was learned since. */
export async function writeBackups(reportDir: string, backups: readonly Backup[]): Promise<void> {
  await ensureFolder(reportDir);
  await ensureFolder(folder(reportDir));
  for (const backup of backups) {
    const name = `${backup.serviceId.replace(/[^\w-]/g, '_')}.json`;
    await writeWhole(join(folder(reportDir), name), `${JSON.stringify(backup, null, 2)}\n`);
  }
}

/** Notes that every service is as it was, so that nothing is left to restore. */
export async function settleBackups(reportDir: string): Promise<void> {
  // If it stays, the next run says so, and restoring again does no harm.
  await refuseLink(folder(reportDir))
    .then(() => rm(pending(reportDir), { force: true }))
    .catch(() => undefined);
}

/**
 * The backups in a report folder.
 *
 * @throws UserError if there are none, or one cannot be read, or their folder is a link
 */
export async function readBackups(reportDir: string): Promise<Backup[]> {
  await refuseLink(folder(reportDir));
  let names: string[];
  try {
    names = (await readdir(folder(reportDir))).filter((name) => name.endsWith('.json')).sort();
  } catch {
    throw new UserError(`${reportDir} holds no backup`, 'Name the report folder of the run that changed the services.');
  }
  if (names.length === 0)
    throw new UserError(
      `${reportDir} holds no backup`,
      'The run stopped before its first write: nothing needs restoring.',
    );
  const backups: Backup[] = [];
  let left = LARGEST_TOGETHER;
  for (const name of names) {
    const path = join(folder(reportDir), name);
    const text = await readRegular(path, Math.min(LARGEST, left)).catch(() => null);
    const backup = text === null ? null : backupIn(text);
    if (text === null || backup === null)
      throw new UserError(
        `${path} is not a backup that this version can read`,
        'Restore the service by hand from what the file shows.',
      );
    left -= text.length;
    backups.push(backup);
  }
  return backups;
}

function backupIn(text: string): Backup | null {
  if (isTooDeep(text)) return null;
  let backup: { -readonly [K in keyof Backup]?: unknown };
  try {
    backup = JSON.parse(text) as typeof backup;
  } catch {
    return null;
  }
  const isWhole =
    isObject(backup) &&
    backup.schemaVersion === 1 &&
    typeof backup.url === 'string' &&
    typeof backup.projectId === 'string' &&
    typeof backup.serviceId === 'string' &&
    (backup.namePrefix === null || typeof backup.namePrefix === 'string') &&
    (backup.marks === undefined || isTexts(backup.marks)) &&
    isObject(backup.state);
  return isWhole ? (backup as unknown as Backup) : null;
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
