import { randomUUID } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import { renderAnnotations } from '../report/annotations.js';
import { renderMarkdown } from '../report/markdown.js';
import type { Report } from '../report/report.js';
import type { Io, Output } from './io.js';

/**
 * Prints while the runner takes no workflow commands: what a target said is printed too, and it must not be able to
 * command the runner.
 */
export async function withoutCommands(output: Output, print: () => Promise<void>): Promise<void> {
  const token = randomUUID();
  await output.write(`::stop-commands::${token}\n`);
  try {
    await print();
  } finally {
    await output.write(`::${token}::\n`);
  }
}

/**
 * Tells GitHub of a report: annotations, the summary of the job, and `verdict`, `exit-code` and `report-dir` as outputs
 * of the step. Gives what could not be written, in words.
 */
export async function tellGithub(
  report: Report,
  { reportDir, exitCode, output, env }: { reportDir: string; exitCode: number; output: Output; env: Io['env'] },
): Promise<readonly string[]> {
  await output.write(
    renderAnnotations(report)
      .map((line) => `${line}\n`)
      .join(''),
  );
  const outputs = { verdict: report.verdict, 'exit-code': String(exitCode), 'report-dir': reportDir };
  const written = [
    await append(env['GITHUB_STEP_SUMMARY'], renderMarkdown(report)),
    await append(env['GITHUB_OUTPUT'], Object.entries(outputs).map(outputLines).join('')),
  ];
  return written.filter((problem) => problem !== null);
}

/** An output whose value may hold any character but the end of its own block. */
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
    return `${file} cannot be written to (${error instanceof Error && 'code' in error ? String(error.code) : String(error)})`;
  }
}
