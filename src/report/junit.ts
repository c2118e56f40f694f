import { clauseText } from '../clause-text.js';
import { compileGlob, matchesAny } from '../glob.js';
import { mainFinding } from './group-failures.js';
import { headline } from './headline.js';
import { decides, excuseOf } from './outcome.js';
import type { Report, RequirementReport } from './report.js';
import { shorten } from './safe-text.js';
import { element, renderXml, type XmlElement } from './xml.js';

const EVIDENCE_LIMIT = 4000;

/**
 * The report as JUnit XML: a suite is a chapter, a test case a requirement. What decides against the run is a
 * `failure` (breached) or an `error` (a MUST not judged, a required one not exercised, an error of the suite); what
 * does not decide is `skipped`, with the reason.
 */
export function renderJunit(report: Report): string {
  const chapters = new Map<string, XmlElement[]>();
  for (const requirement of report.requirements) {
    const chapter = requirement.id.split('/')[0] ?? requirement.id;
    const cases = chapters.get(chapter) ?? [];
    cases.push(testCase(requirement, chapter, report));
    chapters.set(chapter, cases);
  }
  const suites = [...chapters].map(([name, cases]) =>
    element('testsuite', { name, ...counts(cases), timestamp: report.startedAt }, ...cases),
  );
  const all = [...chapters.values()].flat();
  const time = (report.durationMs / 1000).toFixed(3);
  return renderXml(
    element('testsuites', { name: `vpcep-contract: ${headline(report)}`, ...counts(all), time }, ...suites),
  );
}

function testCase(requirement: RequirementReport, chapter: string, report: Report): XmlElement {
  const outcome = outcomeOf(requirement, report);
  const attributes = { name: requirement.id, classname: `vpcep-contract.${chapter}` };
  return element('testcase', attributes, ...(outcome === null ? [] : [outcome]));
}

function outcomeOf(requirement: RequirementReport, report: Report): XmlElement | null {
  const { verdict, level, known } = requirement;
  const { knownFailures } = report;
  const text = sentence(requirement);
  const skipped = (message: string) => element('skipped', { message }, text);
  const errored = (message: string) => element('error', { message, type: verdict.kind }, text);
  switch (verdict.kind) {
    case 'passed': {
      const rotten = knownFailures?.entries.find(
        (entry) => entry.state === 'passing' && compileGlob(entry.requirement)(requirement.id),
      );
      if (rotten === undefined) return null;
      const message = `${knownFailures?.file ?? ''} lists it as a known failure, but it passes: remove the entry`;
      return element('failure', { message, type: 'known-failure' }, text);
    }
    case 'failed': {
      const message = complaint(requirement);
      if (known !== undefined) {
        return element('skipped', { message: `known: ${excuseOf(known)}` }, `${message}\n${evidence(requirement)}`);
      }
      if (decides(requirement, report)) {
        return element('failure', { message, type: level }, evidence(requirement));
      }
      return element('skipped', { message: `failed, but only ${level}: ${message}` }, evidence(requirement));
    }
    case 'errored':
      return errored(verdict.message);
    case 'not-judged':
      return (level === 'MUST' ? errored : skipped)(`not judged: ${verdict.reason}`);
    case 'not-exercised':
      return (matchesAny(report.options.require, requirement.id) ? errored : skipped)(
        `not exercised: ${verdict.reason}`,
      );
    case 'not-applicable':
      return skipped(`not applicable by reading ${verdict.reading}`);
    case 'deselected':
      return skipped(`not selected: ${verdict.reason}`);
  }
}

function counts(cases: readonly XmlElement[]): Readonly<Record<string, number>> {
  const having = (name: string) =>
    cases.filter(({ children }) => children.some((child) => typeof child !== 'string' && child.name === name)).length;
  return { tests: cases.length, failures: having('failure'), errors: having('error'), skipped: having('skipped') };
}

function sentence({ says, level, clause, reading }: RequirementReport): string {
  return `${level}, ${clauseText(clause)}${reading === null ? '' : `, reading ${reading}`}: ${says}`;
}

function complaint(requirement: RequirementReport): string {
  const finding = mainFinding(requirement);
  if (finding === undefined) return requirement.says;
  return shorten(`expected ${finding.expected}, received ${finding.received}`, EVIDENCE_LIMIT);
}

function evidence(requirement: RequirementReport): string {
  const failure = requirement.failures[0];
  const parts = [sentence(requirement)];
  for (const { expected, received, pointer } of failure?.findings ?? []) {
    const place = (pointer ?? '') === '' ? '' : ` at ${pointer}`;
    parts.push(`expected ${expected}, received ${received}${place}`);
  }
  if (failure !== undefined) {
    if (failure.minimalBody !== null) parts.push(`body: ${failure.minimalBody}`);
    if (failure.requestId !== null) parts.push(`X-Request-Id: ${failure.requestId}`);
    parts.push(`curl: ${failure.curl}`, `replay: ${failure.replay}`);
  }
  return parts.map((part) => shorten(part, EVIDENCE_LIMIT)).join('\n');
}
