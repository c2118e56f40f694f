import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { UserError } from '../errors.js';
import { checkConfig } from './check-config.js';
import { loaders, type Loaded } from './loaders.js';

/** A configuration file that was read and checked. */
export interface ConfigFile extends Loaded {
  /** Absolute. */
  readonly path: string;
  /** As messages name it: its path from the current folder. */
  readonly name: string;
}

/** Where the file is looked for, in this order, in the current folder and in those above. */
export const SEARCH_PLACES = Object.keys(loaders).map((extension) => `vpcep.config${extension}`);

/**
 * The configuration file of a path, or without one the nearest, from the current folder up to the home folder or the root.
 * Null where there is none. A UserError where it cannot be read, is not what its schema says, or has a rival in its folder.
 */
export async function readConfigFile(path: string | null, cwd: string): Promise<ConfigFile | null> {
  const { lilconfig } = await import('lilconfig');
  const search = lilconfig('vpcep', {
    cache: false,
    searchPlaces: SEARCH_PLACES,
    loaders,
    stopDir: homedir(),
    ignoreEmptySearchPlaces: false,
  });
  const found = path === null ? await search.search(cwd) : await search.load(await existing(resolve(cwd, path), path));
  if (found === null) return null;
  const loaded = (found.isEmpty === true ? EMPTY : found.config) as Loaded;
  const name = relative(cwd, found.filepath);
  if (path === null) await refuseRivals(found.filepath, name);
  checkConfig(loaded, name);
  return { ...loaded, path: found.filepath, name };
}

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
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UserError(`--config names a file that cannot be read: ${given} (${code})`, 'Check the path.');
  }
}

/** Of two files in one folder, one would be ignored without a word. */
async function refuseRivals(file: string, name: string): Promise<void> {
  for (const place of SEARCH_PLACES.filter((candidate) => candidate !== basename(file))) {
    const rival = await access(join(dirname(file), place)).then(
      () => true,
      () => false,
    );
    if (rival) {
      throw new UserError(
        `${name} and ${place} stand in one folder: which of the two holds?`,
        'Remove one of them, or name the one with --config.',
      );
    }
  }
}
