import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isChosen } from './shared/glob.js';
import { runGuarded } from './guarded-run.js';
import { requirements, type RunOptions } from './library.js';
import { headline } from './report/headline.js';
import type { Report } from './report/report.js';
import { resultsOf, runTests, type TestResult } from './report/results.js';
import { commandLine, pathWord } from './report/shell-words.js';
import { pendingFolder } from './report/write-report.js';

/** What is judged, and when to give up. */
export interface ContractOptions extends RunOptions {
  /**
   * Time limit of the run in milliseconds, including its options; then it stops, restores the services, and its tests
   * fail. Default 10 minutes.
   */
  readonly runTimeoutMs?: number;
}

/** Ten minutes: a remote target answers some thousands of requests in that time. */
const RUN_TIMEOUT_MS = 600_000;
/** Milliseconds in which a stopped run restores the services, even if the target throttles. */
const PUTTING_BACK_MS = 900_000;
const REPORT_DIR = 'reports/latest';

/**
 * Makes a test of each requirement of the contract, and of the run itself, in a `describe` of its own. The target is
 * judged once, before the first test, and its report written. What makes the exit code of a run nonzero fails a test; a
 * requirement that was left out, is a known failure, or is a failed SHOULD without `strict`, is skipped with its
 * reason.
 *
 * The run takes place in a process of its own: if Vitest ends during the run, by whatever signal and in whatever pool,
 * that process still restores the services and writes the report.
 *
 * A target must be named: by `target`, by variables in `env` (by default those of the process), or by `mock: true`,
 * which judges the embedded mock. Options may come from a function that is called once, before the run, for instance to
 * find out where a server listens; what its `only` and `skip` leave out is skipped.
 */
export function describeContract(
  options: ContractOptions | (() => RunOptions | Promise<RunOptions>) = { env: process.env },
): void {
  const known: ContractOptions = typeof options === 'function' ? {} : options;
  describe('UpdateEndpointService', () => {
    let report: Report | null = null;
    let broken: Error | null = null;
    let reportDir = known.reportDir ?? REPORT_DIR;
    let results: ReadonlyMap<string, TestResult> = new Map();
    const limit = known.runTimeoutMs ?? RUN_TIMEOUT_MS;

    beforeAll(async () => {
      // If a hook throws, its tests are skipped: here they must fail instead.
      try {
        const signal = AbortSignal.timeout(limit);
        const resolved = typeof options === 'function' ? await within(signal, options) : options;
        reportDir = resolved.reportDir ?? reportDir;
        const stop = resolved.signal === undefined ? signal : AbortSignal.any([signal, resolved.signal]);
        report = await runGuarded({ ...resolved, mock: resolved.mock ?? false, signal: stop });
        results = new Map(resultsOf(report).map((result) => [result.id, result]));
        if (signal.aborted && report.verdict === 'interrupted')
          broken = new Error(`the run took longer than ${limit} ms`);
      } catch (error) {
        broken = error instanceof Error ? error : new Error(String(error));
      }
    }, limit + PUTTING_BACK_MS);

    const ended = (): Report => {
      if (report !== null) return report;
      throw broken ?? new Error('the run did not begin');
    };

    /** Runs even after a failed run, whose folder shows what it left behind. */
    const refuseLeftChanged = async (): Promise<void> => {
      const left = results.get('run/put-back')?.reason ?? null;
      const pending = await pendingFolder(reportDir);
      if (left === null && (report !== null || pending === null)) return;
      const remedy = pending === null ? '' : `; put them back: ${commandLine('restore', pathWord(pending))}`;
      throw new Error(`${left ?? 'services may be left changed'}${remedy}`);
    };

    // Whichever tests are selected.
    afterAll(refuseLeftChanged);

    const resultOf = (id: string): TestResult => {
      const { because } = ended();
      const result = results.get(id);
      if (result === undefined) throw new Error(`the run did not report on ${id}: ${because.join('; ')}`);
      return result;
    };

    // Titles are made here: Vitest would truncate values that it puts into a pattern.
    for (const { id, level, says } of requirements().filter(({ id: one }) => isChosen(one, known))) {
      it(`${level} ${id}: ${says}`, ({ skip }) => {
        const { status, reason, requirement } = resultOf(id);
        if (status === 'skipped' || status === 'waived') skip(reason ?? status);
        const failures = requirement?.failures.map(({ findings, curl, replay }) => ({ findings, curl, replay })) ?? [];
        expect({ status, reason, failures }).toEqual({ status: 'passed', reason: null, failures: [] });
      });
    }

    it(`run/known-failures: ${runTests.knownFailures}`, ({ skip }) => {
      ended();
      const result = results.get('run/known-failures');
      if (result === undefined) skip('no file of known failures is in use');
      expect(result?.reason ?? null).toBeNull();
    });

    it(`run/put-back: ${runTests.putBack}`, refuseLeftChanged);

    it(`run/complete: ${runTests.complete}`, () => {
      expect(resultOf('run/complete').reason).toBeNull();
    });

    it('run/ending: The run ends with exit code 0', () => {
      const { exitCode, because } = ended();
      if (broken !== null) throw broken;
      if (exitCode !== 0) throw new Error([headline(ended()), ...because].join('\n'));
    });
  });
}

/** The result of a function, unless the time is up first: then a run does not even begin. */
async function within<T>(signal: AbortSignal, make: () => T | Promise<T>): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    const tooLate = (): void => reject(new Error('the options of the run did not arrive in time'));
    signal.addEventListener('abort', tooLate, { once: true });
  });
  return Promise.race([Promise.resolve().then(make), late]);
}
