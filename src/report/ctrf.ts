import { ReportBuilder, stringify, TestBuilder, type Test } from 'ctrf';
import { clauseText } from '../clause-text.js';
import { matchesAny } from '../glob.js';
import { mainFinding } from './group-failures.js';
import { headline } from './headline.js';
import { decides, excuseOf, reasonOf } from './outcome.js';
import type { Report, RequirementReport } from './report.js';
import { shorten } from './safe-text.js';

const LONGEST_MESSAGE = 4_000;

/**
 * The report in the Common Test Report Format: a test is a requirement. `failed` is what decides against the run;
 * `other` is what failed without deciding and what should have been judged but was not; `skipped` is what was left out.
 */
export function renderCtrf(report: Report): string {
  const { tool, options, target, exitCode, verdict } = report;
  const builder = new ReportBuilder({ autoGenerateId: false, autoTimestamp: false })
    .timestamp(report.finishedAt)
    .generatedBy(`vpcep-contract ${tool.version}`)
    .tool({ name: tool.name, version: tool.version, extra: { node: tool.node, platform: tool.platform } })
    .environment({
      reportName: headline(report),
      appName: 'UpdateEndpointService',
      testEnvironment: target.embedded ? 'the embedded mock' : target.url,
      extra: { seed: options.seed, effort: options.effort, readings: options.readings },
    })
    .summaryOverrides({
      start: Date.parse(report.startedAt),
      stop: Date.parse(report.finishedAt),
      duration: report.durationMs,
    })
    .extra({ verdict, exitCode });
  for (const requirement of report.requirements) builder.addTest(testOf(requirement, report));
  return `${stringify(builder.build(), { pretty: true })}\n`;
}

function testOf(requirement: RequirementReport, report: Report): Test {
  const { id, says, level, clause, reading, verdict, cases } = requirement;
  const [status, message] = statusOf(requirement, report);
  const test = new TestBuilder({ autoGenerateId: false })
    .name(id)
    .status(status)
    // Cases of many requirements are sent side by side: none has a time of its own.
    .duration(0)
    .suite([id.split('/')[0] ?? id])
    .rawStatus(verdict.kind)
    .tags([level, ...(reading === null ? [] : [reading])])
    .extra({ says, clause: clauseText(clause), cases });
  if (message !== null) test.message(shorten(message, LONGEST_MESSAGE));
  const failure = requirement.failures[0];
  if (failure !== undefined) {
    test.trace([failure.minimalBody, failure.curl, failure.replay].filter((part) => part !== null).join('\n'));
  }
  return test.build();
}

function statusOf(requirement: RequirementReport, report: Report): [Test['status'], string | null] {
  const { verdict, known, says, id } = requirement;
  switch (verdict.kind) {
    case 'passed':
      return ['passed', null];
    case 'failed': {
      const finding = mainFinding(requirement);
      const complaint = finding === undefined ? says : `expected ${finding.expected}, received ${finding.received}`;
      if (known !== undefined) return ['other', `known: ${excuseOf(known)}: ${complaint}`];
      return [decides(requirement, report) ? 'failed' : 'other', complaint];
    }
    case 'errored':
      return ['other', verdict.message];
    case 'not-judged':
      return [decides(requirement, report) ? 'other' : 'skipped', `not judged: ${verdict.reason}`];
    case 'not-exercised':
      return [matchesAny(report.options.require, id) ? 'other' : 'skipped', `not exercised: ${verdict.reason}`];
    case 'not-applicable':
    case 'deselected':
      return ['skipped', reasonOf(verdict)];
  }
}
