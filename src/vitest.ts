import { beforeAll, describe, expect, it } from 'vitest';
import { isChosen } from './glob.js';
import { requirements, run, type RunOptions } from './library.js';
import type { Report, RequirementReport } from './report/report.js';

/** What is judged, and when it is given up. */
export interface ContractOptions extends RunOptions {
  /** Milliseconds that the run may take before its tests fail; default 10 minutes. */
  readonly runTimeoutMs?: number;
}

/** Ten minutes: a remote target answers some thousands of requests in that time. */
const RUN_TIMEOUT_MS = 600_000;

/**
 * Makes a test of each requirement of the contract, in a `describe` of its own: the target is judged once, before the first test,
 * and its report written. A requirement that could not be exercised is skipped with the reason; one that was not
 * judged fails. A known failure is skipped with its reason.
 *
 * Options may come from a function that is called before the run, such as one that reads where a server listens; it may narrow
 * the requirements by `only` and `skip` all the same, which then are skipped. Without options the environment names the target
 * (`VPCEP_TARGET` and the others), or the embedded mock is judged.
 */
export function describeContract(
  options: ContractOptions | (() => RunOptions | Promise<RunOptions>) = { env: process.env },
): void {
  const known: ContractOptions = typeof options === 'function' ? {} : options;
  describe('UpdateEndpointService', () => {
    let report: Report;
    const resultOf = new Map<string, RequirementReport>();

    beforeAll(async () => {
      report = await run(typeof options === 'function' ? await options() : options);
      for (const requirement of report.requirements) resultOf.set(requirement.id, requirement);
    }, known.runTimeoutMs ?? RUN_TIMEOUT_MS);

    it.for(requirements().filter(({ id }) => isChosen(id, known)))('$level $id: $says', ({ id }, { skip }) => {
      const result = resultOf.get(id);
      if (result === undefined) throw new Error(`the run did not report on ${id}: ${report.because.join('; ')}`);
      const { verdict, failures, known: excuse } = result;
      if (excuse !== undefined) skip(`known: ${excuse.reason}`);
      if (verdict.kind === 'not-exercised' || verdict.kind === 'deselected') skip(verdict.reason);
      if (verdict.kind === 'not-applicable') skip(`open by ${verdict.reading}`);
      // A SHOULD counts where `strict` says so; else it is told, and passes.
      const counts = result.level === 'MUST' || known.strict === true;
      if (!counts && verdict.kind === 'failed') skip('a SHOULD that is not kept counts with `strict` only');
      expect({ verdict, failures: failures.map(({ findings, curl, replay }) => ({ findings, curl, replay })) }).toEqual(
        {
          verdict: { kind: 'passed' },
          failures: [],
        },
      );
    });

    it('has no known failure that passes, or is no longer excused', () => {
      const entries = report.knownFailures?.entries ?? [];
      expect(entries.filter(({ state }) => state === 'passing' || state === 'expired')).toEqual([]);
    });

    it('leaves every service as it was', () => {
      expect(report.restore.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    });
  });
}
