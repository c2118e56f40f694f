import { randomUUID } from 'node:crypto';
import { constants, lstatSync, openSync, rmSync } from 'node:fs';
import { lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { UserError } from './errors.js';

/** What holds answers of a service is its owner's alone. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

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
 * Writes a file whole or not at all, for its owner alone: under another name in the same folder, flushed, then renamed. What
 * the file held before stays until then.
 *
 * @throws UserError where the folder or the file is a link
 */
export async function writeWhole(path: string, text: string): Promise<void> {
  const folder = dirname(path);
  await refuseLink(folder);
  await refuseLink(path);
  const temporary = temporaryFor(path);
  try {
    // Fails where the name exists, be it a link.
    const file = await open(temporary, 'wx', FILE_MODE);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  await flushFolder(folder);
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
  for (const place of [dirname(path), path]) if (isLink(place)) throw linkRefused(place);
  rmSync(path, { force: true });
  // Windows has no such flag.
  const noFollow = (constants as { readonly O_NOFOLLOW?: number }).O_NOFOLLOW ?? 0;
  return openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | noFollow, FILE_MODE);
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

function temporaryFor(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
}

/** Makes a renaming last; some systems cannot, and need not. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
