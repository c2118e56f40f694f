import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Target } from '../../config/target.js';
import { RunStopped } from '../../shared/errors.js';
import { takeLock, type Holder } from '../../shared/lock.js';
import { ensureFolder } from '../../shared/safe-files.js';

/** Another command on this machine is working on a service: nothing is sent to it. */
export class ServiceInUse extends RunStopped {
  constructor(serviceId: string, path: string, { command, since, pid, folder }: Holder) {
    super(
      `${serviceId} is in use: ${command} has been working on it since ${since} (process ${pid}, report folder ${folder}). Wait until it ends: it puts back what it changes. If it is dead, remove ${path}`,
    );
  }
}

/**
 * Locks services for one command, among all commands of this user on this machine, and returns a function that unlocks
 * them. Runs that cannot see each other's locks recognise each other by what they write. If no lock can be kept, there
 * is none.
 *
 * @throws ServiceInUse
 */
export async function lockServices(
  { url, projectId, serviceIds }: Pick<Target, 'url' | 'projectId' | 'serviceIds'>,
  what: Pick<Holder, 'command' | 'folder'>,
): Promise<() => Promise<void>> {
  const folder = await ownFolder();
  if (folder === null) return () => Promise.resolve();
  const { origin, pathname } = new URL(url.replace(/^(https?:\/\/)(?:127\.0\.0\.1|\[::1\])(?=[:/]|$)/, '$1localhost'));
  const releases: (() => Promise<void>)[] = [];
  const releaseAll = async (): Promise<void> => {
    for (const release of releases) await release();
  };
  // In a fixed order, so that one of two commands that begin at once gets all.
  for (const serviceId of [...new Set(serviceIds)].sort()) {
    const key = JSON.stringify([origin, pathname.replace(/\/+$/, ''), projectId, serviceId]);
    const path = join(folder, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.lock`);
    try {
      releases.push(await takeLock(path, what, (holder) => new ServiceInUse(serviceId, path, holder)));
    } catch (error) {
      if (!(error instanceof ServiceInUse)) continue;
      await releaseAll();
      throw error;
    }
  }
  return releaseAll;
}

/** A folder that only this user can write to; null if there is none. */
async function ownFolder(): Promise<string | null> {
  try {
    const { uid } = userInfo();
    const folder = join(tmpdir(), `vpcep-contract-${uid}`);
    await ensureFolder(folder);
    return process.platform === 'win32' || (await stat(folder)).uid === uid ? folder : null;
  } catch {
    return null;
  }
}
