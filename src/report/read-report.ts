import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '../shared/errors.js';
import { isObject } from '../shared/json.js';
import { isCutOff, isTooDeep } from '../shared/parse-json.js';
import { readBounded, readRegular } from '../shared/read-bounded.js';
import { departureFromSchema } from './report-schema.js';
import type { Report } from './report.js';
import { errorCode } from '../shared/error-code.js';

/** Maximum size of a report in bytes; the report of a run has a few million. */
const LARGEST = 268_435_456;

/** The name of a report in its folder. */
export const REPORT_FILE = 'report.json';

/**
 * Reads a report from a file, or from the folder of a run. Throws a UserError if it is missing or cut off, if another
 * program wrote it, or if its layout is not the one of this version.
 */
export async function readReport(path: string): Promise<Report> {
  const { file, text } = await readReportText(path);
  return parseReport(text, file);
}

/** The text of a report's file, given that file or its folder. Throws a UserError if it cannot be read. */
export async function readReportText(path: string): Promise<{ readonly file: string; readonly text: string }> {
  const file = join(await folderOf(path), (await isFolder(path)) ? REPORT_FILE : basename(path));
  let text: string;
  try {
    // A report may be piped into a named device; in a folder, a pipe would never end.
    text = await (isDevice(file) ? readBounded : readRegular)(file, LARGEST);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `no report can be read at ${file} (${errorCode(error)})`,
      'Name the report.json of a run, or its folder.',
    );
  }
  return { file, text };
}

/** The folder of a report, given that folder or the file. */
export async function folderOf(path: string): Promise<string> {
  return (await isFolder(path)) ? path : dirname(path);
}

/** Parses a report from the text of its file; `file` is for the message of the UserError. */
export function parseReport(text: string, file: string): Report {
  if (isTooDeep(text)) {
    throw new UserError(`${file} is nested too deep for a report`, 'Name the report.json of a run that ended.');
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UserError(
      text.trimStart().startsWith('{') && isCutOff(text)
        ? `${file} is cut off: its JSON does not end`
        : `${file} is not JSON`,
      'Name the report.json of a run that ended.',
    );
  }
  if (!isObject(value) || !isObject(value['tool']) || value['tool']['name'] !== 'vpcep-contract') {
    throw new UserError(`${file} is JSON, but not a report of vpcep-contract`, 'Name the report.json of a run.');
  }
  if (value['schemaVersion'] !== 1) {
    throw new UserError(
      `${file} has schemaVersion ${JSON.stringify(value['schemaVersion'] ?? null)}; this version reads 1`,
      `Use the vpcep-contract that wrote it: ${JSON.stringify(value['tool']['version'] ?? 'unknown')}.`,
    );
  }
  const departure = departureFromSchema(value);
  if (departure !== null) {
    throw new UserError(
      `${file} is a report of vpcep-contract, but parts of it are missing or wrong: ${departure}`,
      'Run again to write one.',
    );
  }
  return value as unknown as Report;
}

function isDevice(path: string): boolean {
  return /^\/(?:dev|proc)\//.test(resolve(path));
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
