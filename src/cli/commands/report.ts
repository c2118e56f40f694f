import { access, mkdir, realpath, writeFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { UserError } from '../../shared/errors.js';
import { headline } from '../../report/headline.js';
import { folderOf, readReport, REPORT_FILE } from '../../report/read-report.js';
import { reportFiles } from '../../report/report-files.js';
import { visible } from '../../report/safe-text.js';
import { writeRendered } from '../../report/write-report.js';
import { writeWhole, writeWholeBelow } from '../../shared/safe-files.js';
import type { Io } from '../io.js';
import type { ExitCode } from '../exit-code.js';
import { errorCode } from '../../shared/error-code.js';

/** Options of `report`: the file to write each format to. */
export interface ReportFlags {
  readonly html?: string;
  readonly markdown?: string;
  readonly junit?: string;
  readonly ctrf?: string;
  readonly har?: string;
}

/** The formats in which a report can be rendered again. */
const FORMATS = ['html', 'markdown', 'junit', 'ctrf', 'har'] as const;

/** Renders a report again, to the files named, or in all formats into its own folder if none is named. */
export async function reportCommand(path: string, flags: ReportFlags, io: Io): Promise<ExitCode> {
  const report = await readReport(path);
  const wanted = FORMATS.flatMap((format) => {
    const file = flags[format];
    return file === undefined ? [] : [{ format, file }];
  });
  refuseTwice(wanted.map(({ file }) => file));
  if (wanted.length === 0) {
    const folder = await folderOf(path);
    const names = await writeRendered(folder, report);
    await io.stderr.write(`${headline(report)}\n${names.map((name) => `${visible(folder)}: ${name}\n`).join('')}`);
    return 0;
  }
  const folder = await folderOf(path);
  for (const { format, file } of wanted) {
    const text = await reportFiles[format].render(report);
    if (file === '-') await io.stdout.write(text, format === 'html' || format === 'junit' ? 'markup' : 'text');
    else await write(file, text, folder);
  }
  return 0;
}

function refuseTwice(files: readonly string[]): void {
  const paths = files.map((file) => (file === '-' ? file : resolve(file)));
  const twice = paths.find((path, n) => paths.indexOf(path) !== n);
  if (twice === undefined) return;
  throw new UserError(`two formats would be written to ${twice}`, 'Give each its own file.');
}

/** Writes a file. A report folder may contain somebody else's files, so nothing is written through its links. */
async function write(file: string, text: string, reportDir: string): Promise<void> {
  const beside = dirname(file);
  try {
    const real = await realpath(beside).catch(() => null);
    if (isBelow(reportDir, file)) await writeWholeBelow(resolve(reportDir), resolve(file), text);
    else if (real !== null && ((await isReportFolder(real)) || isBelow(await realpath(reportDir), real)))
      await writeWhole(join(real, basename(file)), text);
    else {
      await mkdir(beside, { recursive: true });
      await writeFile(file, text, { mode: 0o600 });
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${file} cannot be written to (${errorCode(error)})`, 'Name another file, or - for stdout.');
  }
}

/** Whether a path is a folder or lies in it, at any depth. */
function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way.split(sep)[0] !== '..' && !isAbsolute(way);
}

async function isReportFolder(folder: string): Promise<boolean> {
  return access(join(folder, REPORT_FILE)).then(
    () => true,
    () => false,
  );
}
