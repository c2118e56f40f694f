import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { UserError } from '../shared/errors.js';
import { textIn } from '../shared/read-bounded.js';
import type { Report } from '../report/report.js';
import { updateKnownFailures, type KnownUpdate } from './update-known-failures.js';
import { errorCode } from '../shared/error-code.js';

/** Rewrites the known failures file after a run, atomically. Throws a UserError if it cannot be written. */
export async function writeKnownFailures(file: string, report: Report): Promise<KnownUpdate> {
  const bytes = await readFile(file).catch(() => null);
  const text = bytes === null ? null : textIn(bytes, file);
  const update = updateKnownFailures(text, file, report);
  if (update.added.length + update.removed.length === 0) return update;
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, update.text, { flush: true });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw new UserError(`the known failures file ${file} cannot be written (${errorCode(error)})`, 'Name another one.');
  }
  return update;
}
