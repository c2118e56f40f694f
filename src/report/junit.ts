import { causeOf } from './causes/causes-of.js';
import { headline } from './headline.js';
import type { Report } from './report.js';
import type { RequirementReport } from './requirement-report.js';
import { resentOf, resultsOf, sentenceOf, type TestResult } from './results.js';
import { shorten } from './safe-text.js';
import { element, renderXml, type XmlElement } from './xml.js';

const EVIDENCE_LIMIT = 4000;

/**
 * The report as JUnit XML: a suite per chapter, a test case per requirement, and a last suite for the run itself.
 * `failure` and `error` are what makes the exit code 1 and 2; what does not decide is `skipped`. The reason is repeated
 * in the text, as some readers show no message.
 */
export function renderJunit(report: Report): string {
  const chapters = new Map<string, XmlElement[]>();
  for (const result of resultsOf(report)) {
    const chapter = result.id.split('/')[0] ?? result.id;
    const cases = chapters.get(chapter) ?? [];
    cases.push(testCase(result, chapter, report));
    chapters.set(chapter, cases);
  }
  const suites = [...chapters].map(([name, cases]) =>
    element('testsuite', { name, ...counts(cases), timestamp: report.startedAt }, ...cases),
  );
  const all = [...chapters.values()].flat();
  const { skipped: _skipped, ...decisive } = counts(all);
  const time = (report.durationMs / 1000).toFixed(3);
  return renderXml(
    // Jenkins' xUnit plugin rejects `skipped` here.
    element('testsuites', { name: `vpcep-contract: ${headline(report)}`, ...decisive, time }, ...suites),
  );
}

/** The element of each status. */
const ELEMENTS = { failed: 'failure', errored: 'error', waived: 'skipped', skipped: 'skipped' } as const;

function testCase(result: TestResult, chapter: string, report: Report): XmlElement {
  const attributes = { name: result.id, classname: `vpcep-contract.${chapter}` };
  return element(
    'testcase',
    attributes,
    ...(result.status === 'passed' ? flakiness(result) : [outcomeOf(result, result.status, report)]),
  );
}

function flakiness({ requirement }: TestResult): XmlElement[] {
  const resent = requirement?.cases.resent ?? 0;
  const times = resent === 1 ? 'once' : `${resent} times`;
  return resent === 0
    ? []
    : [
        element(
          'system-out',
          {},
          `flaky: sent again ${times}, because the network or the target failed before the answers that count`,
        ),
      ];
}

function outcomeOf(
  { reason, says, requirement }: TestResult,
  status: keyof typeof ELEMENTS,
  report: Report,
): XmlElement {
  const message = shorten(reason ?? says, EVIDENCE_LIMIT);
  const type = requirement === null ? {} : { type: status === 'failed' ? requirement.level : requirement.verdict.kind };
  const name = ELEMENTS[status];
  const text =
    requirement === null ? [says, message] : [sentenceOf(requirement), message, ...evidence(requirement, report)];
  return element(name, { message, ...(name === 'skipped' ? {} : type) }, [...new Set(text)].join('\n'));
}

function counts(cases: readonly XmlElement[]): Readonly<Record<'tests' | 'failures' | 'errors' | 'skipped', number>> {
  const having = (name: string) =>
    cases.filter(({ children }) => children.some((child) => typeof child !== 'string' && child.name === name)).length;
  return { tests: cases.length, failures: having('failure'), errors: having('error'), skipped: having('skipped') };
}

function evidence(requirement: RequirementReport, report: Report): string[] {
  const failure = requirement.failures[0];
  if (failure === undefined) return [];
  const parts = failure.findings.map(({ expected, received, pointer }) => {
    const place = (pointer ?? '') === '' ? '' : ` at ${pointer}`;
    return `expected ${expected}, received ${received}${place}`;
  });
  if (failure.minimalBody !== null) parts.push(`body: ${failure.minimalBody}`);
  const resent = resentOf(failure);
  if (resent > 0) parts.push(`sent: ${resent + 1} times before this answer counted`);
  if (failure.requestId !== null) parts.push(`X-Request-Id: ${failure.requestId}`);
  const cause = causeOf(report, requirement.id);
  if (cause !== null) parts.unshift(`cause: ${cause.id}: ${cause.says}`);
  parts.push(`curl: ${failure.curl}`, `replay: ${failure.replay}`);
  return parts.map((part) => shorten(part, EVIDENCE_LIMIT));
}
