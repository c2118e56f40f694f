import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UserError } from '../../shared/errors.js';
import { folderOf, readReport, REPORT_FILE } from '../../report/read-report.js';
import { keepReport } from '../../report/keep-report.js';
import { prepareReportDir, withFolder } from '../../report/write-report.js';
import type { ReportPart } from '../../run/merge/check-parts.js';
import { mergeReports } from '../../run/merge/merge-reports.js';
import { renderError, type Io } from '../io.js';
import { presentReport } from '../present-report.js';
import type { ExitCode } from '../exit-code.js';

/** Options of `merge`. */
export interface MergeFlags {
  readonly reportDir?: string;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly json?: boolean;
}

const MERGED = 'reports/merged';

/** Merges the reports of a run's shards into one, and exits as that run would have; with 2 if a shard is missing. */
export async function mergeCommand(paths: readonly string[], flags: MergeFlags, io: Io): Promise<ExitCode> {
  const reportDir = (flags.reportDir ?? MERGED).trim();
  if (reportDir === '') throw new UserError('--report-dir is empty', 'Give it a value, or leave it out.');
  const parts: ReportPart[] = [];
  for (const path of paths) {
    if (resolve(await folderOf(path)) === resolve(reportDir)) {
      throw new UserError(`${path} is merged, and the result would replace it`, 'Give another --report-dir.');
    }
    if (await isWithoutReport(path)) await io.stderr.write(`${path} holds no report: its shard is missing.\n`);
    else parts.push({ name: path, report: await readReport(path) });
  }
  const merged = mergeReports(parts, reportDir);
  const { report, trouble } = await withFolder(reportDir, 'merge', async () => {
    await prepareReportDir(reportDir);
    return keepReport(reportDir, merged);
  });
  if (trouble !== null) await io.stderr.write(renderError(trouble, io.stderr.colour));
  const { quiet = false, verbose = false, json = false } = flags;
  await presentReport(report, { quiet, verbose, json, reportDir: trouble === null ? reportDir : null }, io);
  return report.exitCode;
}

/** A folder left empty by a shard that broke down is not a typo. */
async function isWithoutReport(path: string): Promise<boolean> {
  const names = await readdir(path).catch(() => null);
  return names !== null && !names.includes(REPORT_FILE);
}
