import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../errors.js';
import { isObject } from '../json.js';
import { ensureFolder, writeWhole } from '../safe-files.js';

/** Name of the lock in a report folder. */
const LOCK_FILE = '.lock';

/** Who works in a report folder. */
interface Holder {
  /** Tells this lock from every other. */
  readonly id: string;
  readonly pid: number;
  readonly host: string;
  /** ISO 8601, UTC. */
  readonly since: string;
  /** What it does there, such as `run`. */
  readonly command: string;
}

/** The holder shows that it lives so often, in milliseconds. */
const BEAT_MS = 15_000;
/** A holder that cannot be looked up, and did not show it for so long, is dead. */
const DEAD_AFTER_MS = 90_000;

/**
 * Takes a report folder for one command, and gives what ends that. The lock of a process that is dead is taken over.
 *
 * @throws UserError where another process works in it, or the folder is a link; an error of the system where it cannot be written
 */
export async function lockFolder(folder: string, command: string): Promise<() => Promise<void>> {
  await ensureFolder(folder);
  const path = join(folder, LOCK_FILE);
  const own: Holder = {
    id: randomUUID(),
    pid: process.pid,
    host: hostname(),
    since: new Date().toISOString(),
    command,
  };
  const written = join(folder, `${LOCK_FILE}.${own.id}.tmp`);
  await writeWhole(written, `${JSON.stringify(own)}\n`);
  try {
    while (!(await linked(written, path))) await removeDead(path, written, folder);
  } finally {
    await rm(written, { force: true });
  }
  const beat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, BEAT_MS).unref();
  return async () => {
    clearInterval(beat);
    if ((await holderOf(path))?.id === own.id) await rm(path, { force: true }).catch(() => undefined);
  };
}

/** Gives a file its second name at once and whole; false where that name is taken. */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Removes a lock that nobody holds any more; a UserError where somebody does. */
async function removeDead(path: string, fresh: string, folder: string): Promise<void> {
  const holder = await holderOf(path);
  if (holder !== null && (await isAlive(holder, path, fresh))) throw inUse(folder, path, holder);
  // Taken aside first: another process may have found it dead as well, and have its own there by now.
  const aside = `${fresh}.dead`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  const taken = await holderOf(aside);
  if (taken !== null && taken.id !== holder?.id) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

async function isAlive({ pid, host }: Holder, path: string, fresh: string): Promise<boolean> {
  // A lock with the number of this process is of a thread of it, or of a process that had the number before.
  if (host === hostname() && pid !== process.pid) return isRunning(pid);
  // Both times are those of the file system: the clocks of two machines need not agree.
  const [locked, now] = await Promise.all([path, fresh].map((file) => stat(file).catch(() => null)));
  return locked != null && now != null && now.mtimeMs - locked.mtimeMs < DEAD_AFTER_MS;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It runs, and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function holderOf(path: string): Promise<Holder | null> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    const holds =
      isObject(value) &&
      typeof value['pid'] === 'number' &&
      ['id', 'host', 'since', 'command'].every((name) => typeof value[name] === 'string');
    return holds ? (value as unknown as Holder) : null;
  } catch {
    return null;
  }
}

function inUse(folder: string, path: string, { pid, host, since, command }: Holder): UserError {
  return new UserError(
    `${folder} is in use: ${command} works there since ${since} (process ${pid} on ${host})`,
    `Wait until it ends: it puts back what it changed itself. Or give another report folder. If it is dead all the same, remove ${path}.`,
  );
}
