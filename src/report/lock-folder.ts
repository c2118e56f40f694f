import { join } from 'node:path';
import { UserError } from '../shared/errors.js';
import { takeLock } from '../shared/lock.js';
import { ensureFolder } from '../shared/safe-files.js';

/** Name of the lock in a report folder. */
const LOCK_FILE = '.lock';

/**
 * Locks a report folder for one command, and returns a function that unlocks it. Takes over the lock of a dead process.
 *
 * @throws UserError if another process works in it, or the folder is a link; an error of the system if it cannot be
 * written
 */
export async function lockFolder(folder: string, command: string): Promise<() => Promise<void>> {
  await ensureFolder(folder);
  const path = join(folder, LOCK_FILE);
  return takeLock(
    path,
    { command, folder },
    (holder) =>
      new UserError(
        `${folder} is in use: ${holder.command} has worked there since ${holder.since} (process ${holder.pid} on ${holder.host})`,
        `Wait until it ends: it puts back what it changed. Or give another report folder. If it is dead, remove ${path}.`,
      ),
  );
}
