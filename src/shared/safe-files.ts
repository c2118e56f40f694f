import { randomUUID } from 'node:crypto';
import { closeSync, constants, existsSync, lstatSync, openSync, rmSync } from 'node:fs';
import { lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { UserError } from './errors.js';

/** What holds answers of a service is its owner's alone. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/** Windows has no such flag. */
const NO_FOLLOW = (constants as { readonly O_NOFOLLOW?: number }).O_NOFOLLOW ?? 0;
const OPEN_FOLDER = constants.O_RDONLY | constants.O_DIRECTORY | NO_FOLLOW;
/** Whether what is open has a path of its own, which stays that of the folder whatever becomes of its name. Linux has those. */
const HAS_PLACES = existsSync('/proc/self/fd/');

/**
 * Creates a folder, with its parents, for its owner alone; one that exists stays as it is.
 *
 * @throws UserError where it is a link
 */
export async function ensureFolder(folder: string): Promise<void> {
  await refuseLink(folder);
  await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
}

/**
 * Does something with the files of a folder, whose names follow the path that `work` is given. Where the system allows it, that path
 * leads to this very folder, also where somebody puts a link in its place in the meantime.
 *
 * @throws UserError where the folder is a link; the error of the system where there is none
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
 * Writes a file whole or not at all, for its owner alone: under another name in the same folder, flushed, then renamed. What
 * the file held before stays until then.
 *
 * @throws UserError where the folder or the file is a link
 */
export async function writeWhole(path: string, text: string): Promise<void> {
  await refuseLink(path);
  const folder = dirname(path);
  await within(folder, async (place) => {
    const temporary = temporaryFor(join(place, basename(path)));
    try {
      // Fails where the name exists, be it a link.
      const file = await open(temporary, 'wx', FILE_MODE);
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      // Takes the place of a link, too, and leaves what that leads to.
      await rename(temporary, join(place, basename(path)));
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw error;
    }
    await flushFolder(place);
  });
}

/**
 * Writes a file at any depth below a folder as {@link writeWhole} does, and makes the folders in between.
 *
 * @throws UserError where the folder, one in between, or the file is a link
 */
export async function writeWholeBelow(folder: string, path: string, text: string): Promise<void> {
  let place = folder;
  await ensureFolder(place);
  for (const step of dirname(relative(folder, path)).split(sep)) await ensureFolder((place = join(place, step)));
  await writeWhole(path, text);
}

/**
 * Opens a new file to be written, for its owner alone, in the place of the one that has the name, and gives its descriptor. For
 * what is written while a run goes on. What else names the file before, such as a hard link, keeps it.
 *
 * @throws UserError where the folder or the file is a link
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

/** The name of the file that a temporary one was to become; null for any other name. */
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
    'Name the place that it leads to, or remove the link.',
  );
}

function placeOf(descriptor: number): string {
  return `/proc/self/fd/${descriptor}`;
}

/** The same error, with the name of a folder in the place of its path as an open one. */
function named(error: unknown, place: string, folder: string): unknown {
  if (error instanceof Error) error.message = error.message.replaceAll(place, folder);
  return error;
}

function temporaryFor(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
}

/** Makes a renaming last; some systems cannot, and need not. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
