import { access } from 'node:fs/promises';
import type { Config } from '../config/config.js';
import { meantBy } from '../shared/check-choice.js';
import { UserError } from '../shared/errors.js';
import { compileGlob } from '../shared/glob.js';
import { readBounded, readRegular } from '../shared/read-bounded.js';
import { KNOWN_FAILURES_FILE, type KnownFailures } from './known-failures.js';
import { errorCode } from '../shared/error-code.js';

/** Maximum size of the file in bytes. */
const LARGEST = 1_048_576;

/** Returns the known failures file in the working directory, or null if there is none. */
export async function findKnownFailures(): Promise<string | null> {
  return access(KNOWN_FAILURES_FILE).then(
    () => KNOWN_FAILURES_FILE,
    () => null,
  );
}

/**
 * Reads a known failures file; null for no file. Throws a UserError if it cannot be read, is invalid, or names a
 * requirement that is not in the contract.
 */
export async function readKnownFailures(
  { knownFailures: file, updateKnown }: Pick<Config, 'knownFailures' | 'updateKnown'>,
  ids: readonly string[],
): Promise<KnownFailures | null> {
  if (file === null) return null;
  let text: string;
  try {
    text = await (file === KNOWN_FAILURES_FILE ? readRegular : readBounded)(file, LARGEST);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const code = errorCode(error);
    if (updateKnown && code === 'ENOENT') return { file, entries: [] };
    throw new UserError(
      `the known failures file ${file} cannot be read (${code})`,
      'Name another one, or let --update-known write one.',
    );
  }
  // Few runs have such a file, so the YAML parser is loaded only for them.
  const { parseKnownFailures } = await import('./parse-known-failures.js');
  const known = parseKnownFailures(text, file);
  for (const { requirement, line } of known.entries) {
    if (requirement === undefined || ids.some(compileGlob(requirement))) continue;
    throw new UserError(`${file}, line ${line}: ${requirement} matches no requirement`, meantBy(requirement, ids));
  }
  return known;
}
