import { randomUUID } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import { errorAnnotation, renderAnnotations } from '../report/annotations.js';
import { renderMarkdown } from '../report/markdown.js';
import { codeBlock } from '../report/markdown-text.js';
import type { Report } from '../report/report.js';
import type { Io, Output } from './io.js';
import { errorCode } from '../shared/error-code.js';

/**
 * Reports to GitHub: annotations, the summary of the job, and `verdict`, `exit-code` and `report-dir` as outputs of the
 * step. Returns what could not be written, in words.
 */
export async function tellGithub(
  report: Report,
  { reportDir, exitCode, output, env }: { reportDir: string; exitCode: number; output: Output; env: Io['env'] },
): Promise<readonly string[]> {
  await output.write(
    renderAnnotations(report)
      .map((line) => `${line}\n`)
      .join(''),
    'commands',
  );
  const outputs = { verdict: report.verdict, 'exit-code': String(exitCode), 'report-dir': reportDir };
  return write(env, renderMarkdown(report), outputs);
}

/** Commands that judge, and tell GitHub how they ended. */
const JUDGING: readonly string[] = ['run', 'rejudge'];

/**
 * Tells GitHub about a judging command line that ended without a report, such as one with a usage error: an annotation,
 * the summary of the job, and the outputs of the step. What cannot be written is left out: the exit code suffices.
 */
export async function tellGithubOfError(
  text: string,
  args: readonly string[],
  { stdout, stderr, env }: Io,
): Promise<void> {
  if (env['GITHUB_ACTIONS'] !== 'true' || !JUDGING.includes(args[0] ?? '')) return;
  const told = text.trim();
  await (args.includes('--json') ? stderr : stdout).write(`${errorAnnotation(told)}\n`, 'commands');
  const summary = `## vpcep-contract: COULD NOT JUDGE\n\n${codeBlock(told)}\n`;
  await write(env, summary, { verdict: 'could-not-judge', 'exit-code': '2', 'report-dir': reportDirOf(args, env) });
}

function reportDirOf(args: readonly string[], env: Io['env']): string {
  const at = args.findIndex((arg) => arg === '--report-dir' || arg.startsWith('--report-dir='));
  const given = at < 0 ? undefined : (args[at]?.split('=').slice(1).join('=') ?? '') || args[at + 1];
  return given ?? (env['VPCEP_REPORT_DIR'] || 'reports/latest');
}

async function write(
  env: Io['env'],
  summary: string,
  outputs: Readonly<Record<'verdict' | 'exit-code' | 'report-dir', string>>,
): Promise<readonly string[]> {
  const written = [
    await append(env['GITHUB_STEP_SUMMARY'], summary),
    await append(env['GITHUB_OUTPUT'], Object.entries(outputs).map(outputLines).join('')),
  ];
  return written.filter((problem) => problem !== null);
}

/** Formats an output whose value may hold anything but its own end marker. */
function outputLines([name, value]: readonly [string, string]): string {
  const end = `end-${randomUUID()}`;
  return `${name}<<${end}\n${value}\n${end}\n`;
}

async function append(file: string | undefined, text: string): Promise<string | null> {
  if (file === undefined || file === '') return null;
  try {
    await appendFile(file, text);
    return null;
  } catch (error) {
    return `${file} cannot be written to (${errorCode(error)})`;
  }
}
