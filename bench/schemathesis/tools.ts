import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Report } from '../../src/report/report.js';
import { root } from '../helpers.js';
import { startMutant, type Mutant, type Subject } from './mutant.js';

/** The result of a tool for a subject. */
export interface Judged {
  /**
   * What it failed on, in its own terms: requirements here; for Schemathesis, kinds of failures with their operation,
   * and errors.
   */
  readonly failed: readonly string[];
  /** Number of requests that the mock received. */
  readonly requests: number;
  /** Its duration by its own clock, without its start; null if it had to be stopped. */
  readonly seconds: number | null;
}

/** Something that judges a target. */
export interface Tool {
  readonly name: string;
  judge(subject: Subject, seed: number): Promise<Judged>;
}

/** A second is very long on loopback, and hangs are among the faults. */
const TIMEOUT_SECONDS = '1';

/** Maximum time of a tool for one subject, in seconds. */
const MOST_SECONDS = 240;

/** The result of a tool that ended. */
type Says = Pick<Judged, 'failed'> & { readonly seconds: number };

/** This program as it is built, at standard effort. */
export const own: Tool = {
  name: 'vpcep-contract',
  judge: (subject, seed) =>
    judging(subject, async ({ reach }, folder) => {
      const flags = ['--quiet', '--no-config', '--timeout', TIMEOUT_SECONDS, '--seed', String(seed)];
      // A fault may breach a SHOULD; a variant need not satisfy them.
      const strict = subject.kind === 'variant' ? [] : ['--strict'];
      const args = [join(root, 'dist', 'cli.js'), 'run', ...flags, ...strict, '--report-dir', folder];
      const told = await command(process.execPath, args, {
        VPCEP_TARGET: reach.url,
        VPCEP_PROJECT_ID: reach.projectId,
        VPCEP_SERVICE_ID: reach.serviceIds.join(','),
        VPCEP_SIBLING_SERVICE_ID: reach.siblingServiceId ?? '',
        VPCEP_PORT_ID: reach.portIds.join(','),
        VPCEP_TOKEN: reach.token,
        VPCEP_FOREIGN_TOKEN: reach.foreignToken,
        VPCEP_AK: reach.accessKey,
        VPCEP_SK: reach.secretKey,
      });
      if (told === null) return null;
      const { exitCode, requirements, durationMs } = await reportIn<Report>(folder, told);
      const failed = requirements.filter(({ verdict }) => verdict.kind === 'failed').map(({ id }) => id);
      return { failed: exitCode === 1 ? failed : [], seconds: durationMs / 1_000 };
    }),
};

/** The parts of a Schemathesis report that are read here. */
interface TheirReport {
  readonly exit_code: number;
  readonly running_time: number;
  readonly failures: readonly { readonly type: string; readonly operations: readonly string[] }[];
  readonly errors: readonly { readonly title: string }[];
}

/** Schemathesis, configured by schemathesis.toml. */
export function schemathesis(python: string, version: string, examples: number): Tool {
  return {
    name: `Schemathesis ${version}`,
    judge: (subject, seed) =>
      judging(subject, async ({ reach }, folder) => {
        const report = ['--report', 'json', '--report-json-path', join(folder, 'report.json')];
        const flags = [
          '--seed',
          String(seed),
          '--max-examples',
          String(examples),
          '--request-timeout',
          TIMEOUT_SECONDS,
        ];
        const config = ['--config-file', join('bench', 'schemathesis', 'schemathesis.toml')];
        const document = join('openapi', 'update-endpoint-service.yaml');
        const args = ['-m', 'schemathesis.cli', ...config, 'run', document, ...flags, ...report];
        const told = await command(python, args, {
          VPCEP_TARGET: reach.url,
          VPCEP_PROJECT_ID: reach.projectId,
          // The first service has a sibling that a valid list of mappings may conflict with.
          VPCEP_SERVICE_ID: reach.serviceIds.at(-1) ?? '',
          VPCEP_PORT_ID: reach.portIds.join(','),
          VPCEP_TOKEN: reach.token,
          NO_PROXY: '127.0.0.1',
          // Tables of characters, which would otherwise be stored in the folder of the project.
          HYPOTHESIS_STORAGE_DIRECTORY: join(root, 'node_modules', '.cache', 'vpcep-contract', 'hypothesis'),
        });
        if (told === null) return null;
        const { exit_code, running_time, failures, errors } = await reportIn<TheirReport>(folder, told);
        const failed = [
          ...failures.flatMap(({ type, operations }) => operations.map((operation) => `${type} ${operation}`)),
          ...errors.map(({ title }) => title),
        ];
        return { failed: exit_code === 0 ? [] : failed, seconds: running_time };
      }),
  };
}

async function judging(
  subject: Subject,
  ask: (mutant: Mutant, folder: string) => Promise<Says | null>,
): Promise<Judged> {
  const mutant = await startMutant(subject);
  const folder = await mkdtemp(join(tmpdir(), 'vpcep-contract-bench-'));
  try {
    const says = await ask(mutant, folder);
    return { failed: [], seconds: null, ...says, requests: await mutant.requests() };
  } finally {
    await mutant.stop();
    await rm(folder, { recursive: true });
  }
}

/** Returns the report that a tool left in a folder. Rejects with an Error that shows its output if there is none. */
async function reportIn<T>(folder: string, printed: string): Promise<T> {
  const written = await readFile(join(folder, 'report.json'), 'utf8').catch(() => {
    throw new Error(`there is no report, only this: ${printed}`);
  });
  return JSON.parse(written) as T;
}

/** Returns the output of a command; null if it had to be stopped. Its exit code is its verdict. */
async function command(name: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string | null> {
  const child = spawn(name, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: MOST_SECONDS * 1_000,
  });
  const [[status], ...printed] = await Promise.all([
    once(child, 'close') as Promise<[number | null]>,
    text(child.stdout),
    text(child.stderr),
  ]);
  return status === null ? null : printed.join('');
}
