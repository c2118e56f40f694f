import { randomUUID } from 'node:crypto';
import { link, lstat, lutimes, mkdir, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isObject } from './json.js';
import { readRegular } from './read-bounded.js';
import { refuseLink } from './safe-files.js';

/** The holder of a lock. */
export interface Holder {
  /** Unique id of this lock. */
  readonly id: string;
  readonly pid: number;
  readonly host: string;
  /** ISO 8601, UTC. */
  readonly since: string;
  /** What the holder is doing, such as `run`. */
  readonly command: string;
  /** The report folder that it uses. */
  readonly folder: string;
}

/** Interval at which a holder shows that it is alive, in milliseconds. */
const BEAT_MS = 15_000;
/** A holder whose process cannot be looked up is dead after this long without a sign of life, in milliseconds. */
const DEAD_AFTER_MS = 90_000;
/** How far the clock may be adjusted while a process runs, in milliseconds. */
const CLOCK_MS = 2_000;
/** Largest lock file that is read, in bytes. */
const LARGEST = 65_536;
/** The longest time that removing a dead lock takes, in milliseconds; a process that takes longer was cut off. */
const TURN_MS = 10_000;
/** Interval at which to check whether another process's turn is over, in milliseconds. */
const WAIT_MS = 10;

/**
 * Takes a lock, a file in an existing folder, and returns a function that releases it. A lock whose process is dead is
 * taken over.
 *
 * @throws the error that `inUse` returns for a live holder; UserError if the folder or the lock is a link; a system
 * error if the lock cannot be written
 */
export async function takeLock(
  path: string,
  what: Pick<Holder, 'command' | 'folder'>,
  inUse: (holder: Holder) => Error,
): Promise<() => Promise<void>> {
  const own: Holder = {
    id: randomUUID(),
    pid: process.pid,
    host: hostname(),
    since: new Date().toISOString(),
    ...what,
  };
  const written = `${path}.${own.id}.tmp`;
  await refuseLink(dirname(path));
  try {
    // It need not survive a loss of power. The name is new, so nothing can be written through a link.
    await writeFile(written, `${JSON.stringify(own)}\n`, { flag: 'wx', mode: 0o600 });
    for (let tries = 0; !(await linked(written, path)); tries += 1) await removeDead(path, written, inUse, tries);
  } finally {
    await rm(written, { force: true });
  }
  const beat = setInterval(() => {
    const now = new Date();
    lutimes(path, now, now).catch(() => undefined);
  }, BEAT_MS).unref();
  return async () => {
    clearInterval(beat);
    if ((await holderOf(path))?.id === own.id) await rm(path, { force: true }).catch(() => undefined);
  };
}

/** Gives a file a second name atomically; returns false if that name is taken. */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Removes a lock that nobody holds any more, unless another process is about to. Throws the error that `inUse` returns
 * for a live holder.
 */
async function removeDead(path: string, fresh: string, inUse: (holder: Holder) => Error, tries: number): Promise<void> {
  // One process at a time: whoever found the lock dead a moment ago could otherwise remove its successor's.
  const turn = `${path}.turn`;
  try {
    await mkdir(turn);
  } catch {
    // The folder's time may lie in the future if somebody else made it.
    await waitForTurn(turn, tries * WAIT_MS > TURN_MS || (await ageOf(turn, fresh)) > TURN_MS);
    return;
  }
  try {
    const holder = await holderOf(path);
    if (holder !== null && (await isAlive(holder, path, fresh))) throw inUse(holder);
    await rm(path, { force: true });
  } finally {
    await rmdir(turn).catch(() => undefined);
  }
}

/**
 * Waits for another process's turn, or ends it if that process was cut off. Throws a system error if it cannot be
 * ended.
 */
async function waitForTurn(turn: string, cutOff: boolean): Promise<void> {
  const found = await lstat(turn).catch(() => null);
  if (found === null) return;
  if (!found.isDirectory()) return rm(turn, { force: true });
  if (!cutOff) return sleep(WAIT_MS);
  await rmdir(turn).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  });
}

async function isAlive({ pid, host, since }: Holder, path: string, fresh: string): Promise<boolean> {
  if (host === hostname() && pid !== process.pid) return isRunning(pid);
  // A lock with this process's id belongs to one of its threads, or to an earlier process with that id, as is usual in
  // containers.
  if (host === hostname() && Date.parse(since) < Date.now() - process.uptime() * 1_000 - CLOCK_MS) return false;
  return (await ageOf(path, fresh)) < DEAD_AFTER_MS;
}

/**
 * Returns how much older a path is than a fresh file, in milliseconds, by the clock of the file system, which all
 * processes share.
 */
async function ageOf(path: string, fresh: string): Promise<number> {
  const [old, now] = await Promise.all([path, fresh].map((file) => stat(file).catch(() => null)));
  return old == null || now == null ? 0 : now.mtimeMs - old.mtimeMs;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It runs, and belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function holderOf(path: string): Promise<Holder | null> {
  try {
    const value: unknown = JSON.parse(await readRegular(path, LARGEST));
    const holds =
      isObject(value) &&
      typeof value['pid'] === 'number' &&
      ['id', 'host', 'since', 'command', 'folder'].every((name) => typeof value[name] === 'string');
    return holds ? (value as unknown as Holder) : null;
  } catch {
    return null;
  }
}
