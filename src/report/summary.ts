import type { Verdict } from '../model.js';
import { familyOf } from './group-failures.js';
import { verdictCounts, verdictMeaning, verdictName } from './headline.js';
import { createPaint, type Paint } from './paint.js';
import { duration } from './progress.js';
import type { Report, RequirementReport } from './report.js';
import { visible } from './safe-text.js';
import { renderFailures } from './summary-failures.js';
import { wrap } from './wrap.js';

/** How a summary is laid out. */
export interface SummaryOptions {
  readonly colour: boolean;
  /** Columns to fill; 100 reads well where nothing is known. */
  readonly width: number;
  /** Only the verdict and its reasons. */
  readonly quiet: boolean;
  /** Every failure in full, every requirement by name. */
  readonly verbose: boolean;
  /** Where the report was written; null where it was not. */
  readonly reportDir: string | null;
}

const REASONS = 8;
const FACTS = 20;

/** What a person reads of a run: the verdict first, then what failed, what was not looked at, and the figures. */
export function renderSummary(report: Report, options: SummaryOptions): string {
  const paint = createPaint(options.colour);
  const { width, verbose } = options;
  const sections: string[][] = [verdictSection(report, paint, width)];
  const add = (title: string, lines: readonly string[]) => {
    if (lines.length > 0) sections.push(['', paint.bold(title), ...lines]);
  };
  add('NOT PUT BACK', restoreLines(report, ['failed'], width));
  if (!options.quiet) {
    const ended = <K extends Verdict['kind']>(kind: K) => report.requirements.filter((r) => r.verdict.kind === kind);
    const failed = ended('failed');
    const decides = ({ level }: RequirementReport) => level === 'MUST' || (level === 'SHOULD' && report.options.strict);
    const layout = { paint, width, verbose };
    add('FAILED', separated(renderFailures(failed.filter(decides), layout)));
    add(
      'FAILED, BUT ONLY ADVISED',
      separated(
        renderFailures(
          failed.filter((r) => !decides(r)),
          layout,
        ),
      ),
    );
    add('ERRORS OF THE SUITE', reasonLines(ended('errored'), options));
    add('NOT JUDGED', reasonLines(ended('not-judged'), options));
    add('NOT EXERCISED', reasonLines(ended('not-exercised'), options));
    add('NOT APPLICABLE', reasonLines(ended('not-applicable'), options));
    add('NOT SELECTED', reasonLines(ended('deselected'), options));
    add('SEEN', items(report.facts, width, verbose ? Infinity : FACTS));
    add('PUT BACK', restoreLines(report, ['restored', 'unchanged', 'not-needed'], width));
  }
  add('WARNINGS', items(report.warnings, width, Infinity));
  sections.push(['', ...footer(report, options)]);
  return `${sections.flat().join('\n')}\n`;
}

function verdictSection(report: Report, paint: Paint, width: number): string[] {
  const colour =
    report.verdict === 'conformant' ? paint.green : report.verdict === 'non-conformant' ? paint.red : paint.yellow;
  const { target } = report;
  const where = target.embedded ? 'the embedded mock' : visible(target.url);
  const lines = [
    `${colour(paint.bold(verdictName(report)))}  ${verdictCounts(report)}`,
    ...wrap(verdictMeaning(report), width),
    ...items(report.because, width, REASONS),
    paint.dim(
      `Judged: ${where}, ${target.serviceIds.length === 1 ? '1 service' : `${target.serviceIds.length} services`}`,
    ),
  ];
  return lines;
}

/** Requirements by the reason of their verdict, the commonest first. */
function reasonLines(requirements: readonly RequirementReport[], options: SummaryOptions): readonly string[] {
  const byReason = new Map<string, RequirementReport[]>();
  for (const requirement of requirements) {
    const reason = reasonOf(requirement.verdict);
    const group = byReason.get(reason);
    if (group === undefined) byReason.set(reason, [requirement]);
    else group.push(requirement);
  }
  const groups = [...byReason].sort(([, a], [, b]) => b.length - a.length);
  const lines = groups.slice(0, options.verbose ? undefined : REASONS).flatMap(([reason, group]) => {
    const text = `${group.length} ${visible(reason)}: ${listIds(group, options.verbose)}`;
    return wrap(text, options.width - 4).map((line, index) => (index === 0 ? '  ' : '    ') + line);
  });
  const left = groups.slice(options.verbose ? groups.length : REASONS).flatMap(([, group]) => group).length;
  return left === 0 ? lines : [...lines, `  … and ${left} for other reasons, which the report holds`];
}

function reasonOf(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'not-judged':
    case 'not-exercised':
    case 'deselected':
      return verdict.reason;
    case 'not-applicable':
      return `by reading ${verdict.reading}`;
    case 'errored':
      return verdict.message;
    case 'passed':
    case 'failed':
      return verdict.kind;
  }
}

function listIds(requirements: readonly RequirementReport[], all: boolean): string {
  if (all || requirements.length <= 4) return requirements.map(({ id }) => id).join(', ');
  const families = new Map<string, number>();
  for (const { id } of requirements) families.set(familyOf(id), (families.get(familyOf(id)) ?? 0) + 1);
  const listed = [...families].map(([family, count]) => (count === 1 ? family : `${family}\u00a0(${count})`));
  const more = listed.length > 8 ? `, … (${listed.length - 8} kinds more)` : '';
  return (listed.slice(0, 8).join(', ') + more).replaceAll('\u00a0', ' ');
}

function restoreLines(report: Report, outcomes: readonly string[], width: number): readonly string[] {
  return report.restore
    .filter(({ outcome }) => outcomes.includes(outcome))
    .flatMap(({ serviceId, outcome, details }) => [
      `  service ${visible(serviceId)}: ${outcome}`,
      ...details.flatMap((detail) => wrap(visible(detail), width - 6).map((line) => `      ${line}`)),
    ]);
}

function footer(report: Report, options: SummaryOptions): readonly string[] {
  const { traffic } = report;
  const perSecond = Math.round(traffic.attempts / Math.max(report.durationMs / 1000, 0.001));
  const troubles = [
    [traffic.throttled, 'throttled'],
    [traffic.platform, "of the platform's own faults"],
    [traffic.transient, 'transient failures'],
  ] as const;
  const met = troubles.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  const requests =
    traffic.attempts > traffic.requests
      ? `${traffic.requests} requests, sent ${traffic.attempts} times`
      : `${traffic.requests} requests`;
  const { p50, p95, max } = traffic.latency;
  const lines = [
    `${requests} in ${duration(report.durationMs)} (${perSecond}/s), answered in ${round(p50)} ms (half), ${round(p95)} ms (95 %), ${round(max)} ms (slowest)`,
    ...(met.length > 0 ? [`Met: ${met.join(', ')}`] : []),
    `Seed ${report.options.seed}, effort ${report.options.effort}, readings ${report.options.readings}, concurrency ${report.options.concurrency}`,
    ...(options.reportDir === null ? [] : [`Report: ${visible(options.reportDir)}`]),
  ];
  return lines.flatMap((line) => wrap(line, options.width));
}

function items(texts: readonly string[], width: number, limit: number): readonly string[] {
  const shown = texts
    .slice(0, limit)
    .flatMap((text) => wrap(visible(text), width - 4).map((line, index) => (index === 0 ? '  - ' : '    ') + line));
  return texts.length > limit ? [...shown, `  - … and ${texts.length - limit} more, which the report holds`] : shown;
}

function separated(blocks: readonly string[]): readonly string[] {
  return blocks.flatMap((block, index) => (index === 0 ? [block] : ['', block]));
}

function round(milliseconds: number): string {
  return milliseconds < 10 ? milliseconds.toFixed(1) : String(Math.round(milliseconds));
}
