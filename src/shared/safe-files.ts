import { randomUUID } from 'node:crypto';
import { closeSync, constants, existsSync, lstatSync, openSync, rmSync } from 'node:fs';
import { lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { UserError } from './errors.js';

/** Files that hold answers of a service are accessible to their owner alone. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/** Windows has no such flag. */
const NO_FOLLOW = (constants as { readonly O_NOFOLLOW?: number }).O_NOFOLLOW ?? 0;
const OPEN_FOLDER = constants.O_RDONLY | constants.O_DIRECTORY | NO_FOLLOW;
/** Whether an open folder has a path of its own, which leads to it even if it is renamed. Linux has such paths. */
const HAS_PLACES = existsSync('/proc/self/fd/');

/**
 * Creates a folder and its parents, accessible to the owner alone; an existing one stays as it is.
 *
 * @throws UserError if it is a link
 */
export async function ensureFolder(folder: string): Promise<void> {
  await refuseLink(folder);
  await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
}

/**
 * Runs `work` on the files of a folder, with the path that their names are to be joined to. If the system allows it,
 * that path leads to this very folder, even if somebody replaces it with a link in the meantime.
 *
 * @throws UserError if the folder is a link; the system error if there is none
 */
export async function within<T>(folder: string, work: (place: string) => Promise<T>): Promise<T> {
  await refuseLink(folder);
  if (!HAS_PLACES) return work(folder);
  const handle = await open(folder, OPEN_FOLDER);
  const place = placeOf(handle.fd);
  try {
    return await work(place);
  } catch (error) {
    throw named(error, place, folder);
  } finally {
    await handle.close();
  }
}

/**
 * Writes a file atomically, accessible to its owner alone: under another name in the same folder, flushed, then
 * renamed. Until then, the file keeps its content.
 *
 * @throws UserError if the folder or the file is a link
 */
export async function writeWhole(path: string, text: string): Promise<void> {
  await refuseLink(path);
  const folder = dirname(path);
  await within(folder, async (place) => {
    const temporary = temporaryFor(join(place, basename(path)));
    try {
      // Fails if the name exists, even as a link.
      const file = await open(temporary, 'wx', FILE_MODE);
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      // Replaces a link as well, and leaves its target alone.
      await rename(temporary, join(place, basename(path)));
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw error;
    }
    await flushFolder(place);
  });
}

/**
 * Writes a file at any depth below a folder as {@link writeWhole} does, and creates the folders in between.
 *
 * @throws UserError if the folder, one in between, or the file is a link
 */
export async function writeWholeBelow(folder: string, path: string, text: string): Promise<void> {
  let place = folder;
  await ensureFolder(place);
  for (const step of dirname(relative(folder, path)).split(sep)) await ensureFolder((place = join(place, step)));
  await writeWhole(path, text);
}

/**
 * Creates a file, accessible to its owner alone, in place of the one that has the name, and returns its descriptor, for
 * what is written during a run. A hard link to the old file keeps its content.
 *
 * @throws UserError if the folder or the file is a link
 */
export function openToWrite(path: string): number {
  const folder = dirname(path);
  for (const place of [folder, path]) if (isLink(place)) throw linkRefused(place);
  const descriptor = HAS_PLACES ? openSync(folder, OPEN_FOLDER) : null;
  const place = descriptor === null ? folder : placeOf(descriptor);
  try {
    const file = join(place, basename(path));
    rmSync(file, { force: true });
    return openSync(file, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | NO_FOLLOW, FILE_MODE);
  } catch (error) {
    throw named(error, place, folder);
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

/** Returns the name of the file that a temporary one was to become; null for any other name. */
export function nameBehind(temporary: string): string | null {
  return /^\.(.+)\.[0-9a-f-]{36}\.tmp$/.exec(temporary)?.[1] ?? null;
}

/**
 * Refuses a link: what is written there would land wherever it leads.
 *
 * @throws UserError
 */
export async function refuseLink(path: string): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (found?.isSymbolicLink() === true) throw linkRefused(path);
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

function linkRefused(path: string): UserError {
  return new UserError(
    `${path} is a link, and nothing is written through links`,
    'Name the path that it leads to, or remove the link.',
  );
}

function placeOf(descriptor: number): string {
  return `/proc/self/fd/${descriptor}`;
}

/** Returns the same error, with the path of an open folder in its message replaced by the folder's name. */
function named(error: unknown, place: string, folder: string): unknown {
  if (error instanceof Error) error.message = error.message.replaceAll(place, folder);
  return error;
}

function temporaryFor(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
}

/** Flushes a rename to disk; some systems cannot, and need not. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
