import { access, lstat, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { UserError } from '../shared/errors.js';
import { readBounded, readRegular } from '../shared/read-bounded.js';
import { quote } from '../report/shell-words.js';
import { loaders, type Loaded } from './loaders.js';
import { errorCode } from '../shared/error-code.js';

/** A configuration file that was read and checked. */
export interface ConfigFile extends Loaded {
  /** Absolute. */
  readonly path: string;
  /** As messages name it: its path relative to the current folder. */
  readonly name: string;
}

/** Names that are looked for, in this order, in the current folder and those above it within the project. */
export const SEARCH_PLACES = Object.keys(loaders).map((extension) => `vpcep.config${extension}`);

/** How to look for a file. */
export interface FileSearch {
  /** Whether to run a program that was found rather than named. Default true. */
  readonly runsPrograms?: boolean;
}

/**
 * Reads the configuration file at a path, or else the nearest one, from the current folder up to the root of the
 * project: the nearest folder that holds package.json or .git, else the current one. Null if there is none. Throws a
 * UserError if it cannot be read, violates its schema, has a rival in its folder, or was found and may belong to
 * somebody else.
 */
export async function readConfigFile(
  path: string | null,
  cwd: string,
  { runsPrograms = true }: FileSearch = {},
): Promise<ConfigFile | null> {
  const found = path === null ? await nearestFile(cwd) : await existing(resolve(cwd, path), path);
  if (found === null) return null;
  const name = relative(cwd, found);
  if (path === null) {
    await refuseRivals(found, name);
    await refuseStrangers(found, name);
    if (!runsPrograms && isProgram(found)) {
      throw new UserError(
        `${name} is a program, and is not run just to be shown`,
        `Name it to have it run: --config ${quote(name)}. Without it: --no-config.`,
      );
    }
  }
  const loaded = await load(found, path === null ? readRegular : readBounded);
  // Its validator takes longer to load than all else.
  const { checkConfig } = await import('./check-config.js');
  checkConfig(loaded, name);
  return { ...loaded, path: found, name };
}

function isProgram(file: string): boolean {
  return /\.[mc]?[jt]s$/.test(file);
}

/** Returns the nearest file within the project. */
async function nearestFile(cwd: string): Promise<string | null> {
  const root = await rootOf(cwd);
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    for (const place of SEARCH_PLACES) {
      const file = join(folder, place);
      if (await isThere(file)) return file;
    }
    if (folder === root || folder === dirname(folder)) return null;
  }
}

async function rootOf(cwd: string): Promise<string> {
  const from = resolve(cwd);
  for (let folder = from; ; folder = dirname(folder)) {
    for (const mark of ['package.json', '.git']) if (await isThere(join(folder, mark))) return folder;
    if (folder === dirname(folder)) return from;
  }
}

/**
 * A file may run programs, and decides who gets the token: one that was found must belong to the user or the system.
 */
async function refuseStrangers(file: string, name: string): Promise<void> {
  const own = process.getuid?.();
  if (own === undefined) return;
  const { uid, gid, mode } = await stat(file);
  const { uid: linkUid } = await lstat(file);
  const why = [uid, linkUid].some((owner) => owner !== own && owner !== 0)
    ? 'belongs to another user'
    : (mode & 0o002) !== 0
      ? 'can be written by anyone'
      : (mode & 0o020) !== 0 && gid !== process.getgid?.()
        ? 'can be written by a group that is not your own'
        : null;
  if (why === null) return;
  throw new UserError(
    `${name} ${why}, and is not read`,
    `Name it if you trust it: --config ${quote(name)}. Without it: --no-config.`,
  );
}

async function load(file: string, read: typeof readBounded): Promise<Loaded> {
  const text = await read(file, LONGEST);
  const loader = loaders[extname(file)];
  return text.trim() === '' || loader === undefined ? EMPTY : loader(file, text);
}

/** Maximum size of a file in bytes. */
const LONGEST = 1_048_576;

const EMPTY: Loaded = { content: {}, lineOf: () => null, isCode: false };

async function existing(file: string, given: string): Promise<string> {
  if (!Object.keys(loaders).some((extension) => file.endsWith(extension))) {
    throw new UserError(
      `--config names ${JSON.stringify(given)}, whose kind is not known`,
      `A configuration file ends in ${Object.keys(loaders).join(', ')}.`,
    );
  }
  try {
    await access(file);
    return file;
  } catch (error) {
    throw new UserError(`--config names a file that cannot be read: ${given} (${errorCode(error)})`, 'Check the path.');
  }
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Refuses a second file in the folder, since one of them would be ignored silently. */
async function refuseRivals(file: string, name: string): Promise<void> {
  for (const place of SEARCH_PLACES.filter((candidate) => candidate !== basename(file))) {
    if (await isThere(join(dirname(file), place))) {
      throw new UserError(
        `${name} and ${place} are in one folder: which one applies?`,
        'Remove one of them, or name one with --config.',
      );
    }
  }
}
