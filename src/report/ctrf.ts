import type { CTRFReport, Test } from 'ctrf';
import { clauseText } from '../shared/clause-text.js';
import { causeOf } from './causes/causes-of.js';
import { headline } from './headline.js';
import { jsonText } from './json-text.js';
import type { Report } from './report.js';
import { resentOf, resultsOf, type TestResult } from './results.js';
import { shorten } from './safe-text.js';

const LONGEST_MESSAGE = 4_000;

/**
 * The report in the Common Test Report Format: a test per requirement, and those of the run itself. `failed` is what
 * makes the exit code nonzero; `other` is what failed without deciding; `skipped` is what was left out.
 */
export function renderCtrf(report: Report): string {
  const { tool, options, target, exitCode, verdict } = report;
  const tests = resultsOf(report).map((result) => testOf(result, report));
  const count = (status: Test['status']): number => tests.filter((test) => test.status === status).length;
  const ctrf: CTRFReport = {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    timestamp: report.finishedAt,
    generatedBy: `vpcep-contract ${tool.version}`,
    results: {
      tool: { name: tool.name, version: tool.version, extra: { node: tool.node, platform: tool.platform } },
      summary: {
        tests: tests.length,
        passed: count('passed'),
        failed: count('failed'),
        skipped: count('skipped'),
        pending: 0,
        other: count('other'),
        flaky: tests.filter(({ flaky }) => flaky === true).length,
        suites: new Set(tests.map(({ suite }) => suite?.[0])).size,
        start: Date.parse(report.startedAt),
        stop: Date.parse(report.finishedAt),
        duration: report.durationMs,
      },
      tests,
      environment: {
        reportName: headline(report),
        appName: 'UpdateEndpointService',
        testEnvironment: target.embedded ? 'the embedded mock' : target.url,
        extra: { seed: options.seed, effort: options.effort, readings: options.readings },
      },
      extra: { verdict, exitCode },
    },
  };
  return jsonText(ctrf, 2);
}

/**
 * The status of a test by that of its result. What should have been judged and was not fails: readers check for nothing
 * else.
 */
const STATUSES = {
  passed: 'passed',
  failed: 'failed',
  errored: 'failed',
  waived: 'other',
  skipped: 'skipped',
} as const satisfies Readonly<Record<TestResult['status'], Test['status']>>;

function testOf({ id, says, status, reason, requirement }: TestResult, report: Report): Test {
  const test = {
    name: id,
    status: STATUSES[status],
    // Cases of many requirements are sent side by side: none has a duration of its own.
    duration: 0,
    suite: [id.split('/')[0] ?? id],
    rawStatus: requirement?.verdict.kind ?? status,
    ...(reason === null ? {} : { message: shorten(reason, LONGEST_MESSAGE) }),
  };
  if (requirement === null) return { ...test, extra: { says } };
  const { level, clause, reading, cases, failures } = requirement;
  const cause = causeOf(report, id);
  const [failure] = failures;
  const retries = failure === undefined ? cases.resent : resentOf(failure);
  return {
    ...test,
    tags: [level, ...(reading === null ? [] : [reading])],
    ...(retries === 0 ? {} : { retries, flaky: status === 'passed' }),
    ...(failure === undefined
      ? {}
      : { trace: [failure.minimalBody, failure.curl, failure.replay].filter((part) => part !== null).join('\n') }),
    extra: { says, clause: clauseText(clause), cases, ...(cause === null ? {} : { cause: cause.id }) },
  };
}
