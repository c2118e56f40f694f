import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../shared/errors.js';
import { writeWhole } from '../shared/safe-files.js';
import { RECORD_FILE } from './record-file.js';
import { reportFiles } from './report-files.js';
import type { Report } from './report.js';
import { exitCodeOf, resultsOf } from './results.js';
import { writeReport } from './write-report.js';

/** A report after an attempt to keep it. */
export interface KeptReport {
  /** The final report; if it could not be written, it says so and does not pass. */
  readonly report: Report;
  /** Why the folder does not hold all of it; null if it does. */
  readonly trouble: UserError | null;
}

/** System errors that mean there is no room for a file. */
const NO_ROOM: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Writes a report in every format. If there is no room, removes the record of the exchanges to make some. */
export async function keepReport(reportDir: string, report: Report): Promise<KeptReport> {
  const first = await tried(() => writeReport(reportDir, report));
  if (first === null) return { report, trouble: null };
  if (!isFull(first)) return notKept(reportDir, report, first);
  await rm(join(reportDir, RECORD_FILE), { force: true }).catch(() => undefined);
  const lost = 'the record of the exchanges was removed to make room for the report, so they cannot be judged again';
  const without = { ...report, warnings: [...report.warnings, lost] };
  const second = await tried(() => writeReport(reportDir, without));
  return second === null ? { report: without, trouble: null } : notKept(reportDir, without, second);
}

/**
 * Notes in a report that a part of it could not be kept: a run that would have passed counts as one that could not be
 * judged.
 */
export function markIncomplete(report: Report, why: string): Report {
  const told = { ...report, incomplete: [...(report.incomplete ?? []), why] };
  if (report.exitCode !== 0) return { ...told, because: [...report.because, why] };
  return {
    ...told,
    verdict: 'could-not-judge',
    exitCode: exitCodeOf(resultsOf(told), false),
    because: [why, ...report.because],
  };
}

async function notKept(reportDir: string, report: Report, trouble: UserError): Promise<KeptReport> {
  const told = markIncomplete(report, trouble.message);
  const { name, render } = reportFiles.json;
  // `report.json` was written before another format failed, and must agree with the exit code.
  await Promise.resolve(render(told))
    .then((text) => writeWhole(join(reportDir, name), text))
    .catch(() => undefined);
  return { report: told, trouble };
}

async function tried(write: () => Promise<void>): Promise<UserError | null> {
  try {
    await write();
    return null;
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

function isFull({ cause }: UserError): boolean {
  return cause instanceof Error && 'code' in cause && NO_ROOM.has(String(cause.code));
}
