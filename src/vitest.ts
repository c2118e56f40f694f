import { beforeAll, describe, expect, it } from 'vitest';
import { isChosen } from './glob.js';
import { requirements, run, type RunOptions } from './library.js';
import { headline } from './report/headline.js';
import type { Report } from './report/report.js';
import { resultsOf, runTests, type TestResult } from './report/results.js';

/** What is judged, and when it is given up. */
export interface ContractOptions extends RunOptions {
  /** Milliseconds that the run may take before its tests fail; default 10 minutes. */
  readonly runTimeoutMs?: number;
}

/** Ten minutes: a remote target answers some thousands of requests in that time. */
const RUN_TIMEOUT_MS = 600_000;

/**
 * Makes a test of each requirement of the contract, and of what is asked of the run itself, in a `describe` of its own: the target is
 * judged once, before the first test, and its report written. What makes the exit code of a run another than 0 fails a test; a
 * requirement that was left out, that fails as known, or that is a SHOULD and not kept without `strict`, is skipped with its reason.
 *
 * A target must be named: by `target`, by variables in `env` (by default those of the process), or by `mock: true`, which judges the
 * embedded mock. Options may come from a function that is called once, before the run, such as one that reads where a server
 * listens; what its `only` and `skip` leave out is skipped.
 */
export function describeContract(
  options: ContractOptions | (() => RunOptions | Promise<RunOptions>) = { env: process.env },
): void {
  const known: ContractOptions = typeof options === 'function' ? {} : options;
  describe('UpdateEndpointService', () => {
    let report: Report;
    let results: ReadonlyMap<string, TestResult>;

    beforeAll(async () => {
      const resolved = typeof options === 'function' ? await options() : options;
      report = await run({ ...resolved, mock: resolved.mock ?? false });
      results = new Map(resultsOf(report).map((result) => [result.id, result]));
    }, known.runTimeoutMs ?? RUN_TIMEOUT_MS);

    const resultOf = (id: string): TestResult => {
      const result = results.get(id);
      if (result === undefined) throw new Error(`the run did not report on ${id}: ${report.because.join('; ')}`);
      return result;
    };

    // Titles are made here: Vitest would cut what it puts into a pattern.
    for (const { id, level, says } of requirements().filter(({ id: one }) => isChosen(one, known))) {
      it(`${level} ${id}: ${says}`, ({ skip }) => {
        const { status, reason, requirement } = resultOf(id);
        if (status === 'skipped' || status === 'waived') skip(reason ?? status);
        const failures = requirement?.failures.map(({ findings, curl, replay }) => ({ findings, curl, replay })) ?? [];
        expect({ status, reason, failures }).toEqual({ status: 'passed', reason: null, failures: [] });
      });
    }

    it(`run/known-failures: ${runTests.knownFailures}`, ({ skip }) => {
      const result = results.get('run/known-failures');
      if (result === undefined) skip('no file of known failures is in use');
      expect(result?.reason ?? null).toBeNull();
    });

    it(`run/put-back: ${runTests.putBack}`, () => {
      expect(resultOf('run/put-back').reason).toBeNull();
    });

    it(`run/complete: ${runTests.complete}`, () => {
      expect(resultOf('run/complete').reason).toBeNull();
    });

    it('run/ending: The run ends with exit code 0', () => {
      if (report.exitCode !== 0) throw new Error([headline(report), ...report.because].join('\n'));
    });
  });
}
