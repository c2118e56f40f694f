import { leftBehind } from './left-behind.js';
import type { Verdict } from '../shared/model.js';
import { familyOf } from './causes/wrong-answers.js';
import { isNotSelected, verdictCounts, verdictMeaning, verdictName } from './headline.js';
import { createPaint, type Paint } from './paint.js';
import { byReason, endedIn, excuseOf, failuresOf } from './outcome.js';
import { duration } from './progress.js';
import type { Report } from './report.js';
import type { RequirementReport } from './requirement-report.js';
import { visible } from './safe-text.js';
import { wayText } from './way-text.js';
import { renderFailures } from './summary-failures.js';
import { wrap } from './wrap.js';

/** How a summary is laid out. */
export interface SummaryOptions {
  readonly colour: boolean;
  /** Columns to fill; 100 if the width is unknown. */
  readonly width: number;
  /** Only the verdict and its reasons. */
  readonly quiet: boolean;
  /** Every failure in full, every requirement by name. */
  readonly verbose: boolean;
  /** Where the report was written; null if it was not. */
  readonly reportDir: string | null;
}

const REASONS = 8;
const FACTS = 20;
const FAMILIES = 6;

/** The summary of a run for people: the verdict first, then what failed, what was not judged, and the figures. */
export function renderSummary(report: Report, options: SummaryOptions): string {
  const paint = createPaint(options.colour);
  const { width, verbose } = options;
  const sections: string[][] = [verdictSection(report, paint, width)];
  const add = (title: string, lines: readonly string[]) => {
    if (lines.length > 0) sections.push(['', paint.bold(title), ...lines]);
  };
  add('NOT PUT BACK', restoreLines(report, ['failed'], width));
  if (!options.quiet) {
    const ended = (kind: Verdict['kind']) => endedIn(report, kind);
    const { breached, advised, known } = failuresOf(report);
    const { reportDir } = options;
    const { namedBy = [] } = report.target;
    const layout = { paint, width, verbose, shortPath: pathShortener(report), reportDir, namedBy };
    add('FAILED', separated(renderFailures(report, breached, layout)));
    add('ADVISORY FAILURES', separated(renderFailures(report, advised, layout)));
    add('KNOWN FAILURES', knownLines(known, width));
    add('NOT JUDGED', reasonLines(ended('not-judged'), options));
    add('NOT EXERCISED', reasonLines(ended('not-exercised'), options));
    add('NOT APPLICABLE', reasonLines(ended('not-applicable'), options));
    add(
      'LEFT OUT',
      reasonLines(
        ended('deselected').filter((r) => !isNotSelected(r)),
        options,
      ),
    );
    add('NOT SELECTED', verbose ? reasonLines(ended('deselected').filter(isNotSelected), options) : []);
    add('SEEN', items(report.facts, width, verbose ? Infinity : FACTS));
  }
  add('WARNINGS', items(report.warnings, width, Infinity));
  sections.push(['', ...footer(report, options)]);
  return `${sections.flat().join('\n')}\n`;
}

function verdictSection(report: Report, paint: Paint, width: number): string[] {
  const colour = report.exitCode === 0 ? paint.green : report.exitCode === 1 ? paint.red : paint.yellow;
  const { target } = report;
  const where = target.embedded ? 'the embedded mock' : visible(target.url);
  const lines = [
    `${colour(paint.bold(verdictName(report)))}  ${verdictCounts(report)}`,
    ...wrap(verdictMeaning(report), width),
    ...items(report.because, width, REASONS),
    paint.dim(
      `${report.rejudged === null ? 'Judged' : `Judged again, from the record of ${report.startedAt}`}: ${where}, ${target.serviceIds.length === 1 ? '1 service' : `${target.serviceIds.length} services`}`,
    ),
    ...(target.way === undefined ? [] : wrap(wayText(report), width).map((line) => paint.dim(line))),
  ];
  return lines;
}

/** Requirements by the reason of their verdict, the commonest first. */
function reasonLines(requirements: readonly RequirementReport[], options: SummaryOptions): readonly string[] {
  const groups = byReason(requirements);
  const lines = groups.slice(0, options.verbose ? undefined : REASONS).flatMap(([reason, group]) => {
    const text = `${visible(reason)} (${group.length}): ${listIds(group, options.verbose)}`;
    return wrap(text, options.width - 4).map(
      (line, index) => `${index === 0 ? '  ' : '    '}${line.replaceAll('\u00a0', ' ')}`,
    );
  });
  const left = groups.slice(options.verbose ? groups.length : REASONS).flatMap(([, group]) => group).length;
  return left === 0 ? lines : [...lines, `  … and ${left} for other reasons, listed in the report`];
}

/** Every known failure by name, so that none hides behind another. */
function knownLines(known: readonly RequirementReport[], width: number): readonly string[] {
  return known.flatMap(({ id, known: entry }) =>
    entry === undefined ? [] : items([`${id}: ${excuseOf(entry)}`], width, Infinity),
  );
}

/** Ids if there are few; else their families, or chapters, with counts. */
function listIds(requirements: readonly RequirementReport[], all: boolean): string {
  if (all || requirements.length <= 4) return requirements.map(({ id }) => id).join(', ');
  const families = countBy(requirements, ({ id }) => familyOf(id));
  if (families.length <= FAMILIES) return families.join(', ');
  return countBy(requirements, ({ id }) => id.split('/')[0] ?? id).join(', ');
}

function countBy(
  requirements: readonly RequirementReport[],
  key: (requirement: RequirementReport) => string,
): readonly string[] {
  const counts = new Map<string, number>();
  for (const requirement of requirements) counts.set(key(requirement), (counts.get(key(requirement)) ?? 0) + 1);
  return [...counts].map(([name, count]) => (count === 1 ? name : `${name}\u00a0(${count})`));
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
    [traffic.throttled, 'throttled reply', 'throttled replies'],
    [traffic.platform, 'fault of the platform', 'faults of the platform'],
    [traffic.transient, 'transient failure', 'transient failures'],
  ] as const;
  const met = troubles
    .filter(([count]) => count > 0)
    .map(([count, one, many]) => `${count} ${count === 1 ? one : many}`);
  const repeats = traffic.attempts > traffic.requests ? `, sent ${traffic.attempts} times` : '';
  const { p50, p95, max } = traffic.latency;
  const replies =
    Object.keys(traffic.statuses).length === 0
      ? '; no reply came'
      : `; median ${round(p50)} ms, p95 ${round(p95)} ms, max ${round(max)} ms`;
  const { seed, effort, readings, concurrency } = report.options;
  const requests = traffic.requests === 1 ? '1 request' : `${traffic.requests} requests`;
  const { restoring = 0 } = traffic;
  const putBack = restoring === 0 ? '' : `, ${restoring} of them to put the services back,`;
  const lines = [
    `${requests}${repeats}${putBack} in ${duration(report.durationMs)} (${perSecond}/s)${replies}`,
    ...(met.length > 0 ? [`Met: ${met.join(', ')}`] : []),
    ...throttlingLine(report),
    ...restoredLine(report),
    `Seed ${seed}, effort ${effort}, readings ${readings}, concurrency ${concurrency}`,
    ...(options.reportDir === null ? [] : [`Report: ${visible(options.reportDir)}`]),
    `Exit code ${report.exitCode}`,
  ];
  return lines.flatMap((line) => wrap(line, options.width));
}

function throttlingLine({ traffic: { throttling } }: Report): readonly string[] {
  const { waits, waitedMs, retryAfters, lowestConcurrency } = throttling;
  if (waits === 0) return [];
  const asked = retryAfters === 0 ? '' : `, ${retryAfters} as Retry-After asked`;
  // A limit that was never lowered has no minimum.
  const fewest = lowestConcurrency === null ? '' : `; at least ${lowestConcurrency} at a time`;
  return [`Backed off: ${waits} ${waits === 1 ? 'wait' : 'waits'} of ${duration(waitedMs)} in all${asked}${fewest}`];
}

/** Services in their initial state; the others have a section of their own. */
function restoredLine({ restore }: Report): readonly string[] {
  const put = restore.filter(({ outcome }) => outcome !== 'failed');
  const well = put.filter((one) => leftBehind(one).length === 0);
  const whole =
    well.length === 0
      ? []
      : [`${well.length === 1 ? '1 service is as it was' : `${well.length} services are as they were`} before the run`];
  return [
    ...whole,
    ...put.flatMap((one) => leftBehind(one).map((detail) => `Left behind on ${one.serviceId}: ${visible(detail)}`)),
  ];
}

function pathShortener({ target }: Report): (path: string) => string {
  const names: readonly (readonly [string, string])[] = [
    [target.projectId, '{project_id}'],
    ...target.serviceIds.map((id) => [id, '{service_id}'] as const),
  ];
  return (path) => names.reduce((text, [id, name]) => (id === '' ? text : text.replaceAll(id, name)), path);
}

function items(texts: readonly string[], width: number, limit: number): readonly string[] {
  const shown = texts
    .slice(0, limit)
    .flatMap((text) => wrap(visible(text), width - 4).map((line, index) => (index === 0 ? '  - ' : '    ') + line));
  return texts.length > limit ? [...shown, `  - … and ${texts.length - limit} more in the report`] : shown;
}

function separated(blocks: readonly string[]): readonly string[] {
  return blocks.flatMap((block, index) => (index === 0 ? [block] : ['', block]));
}

function round(milliseconds: number): string {
  return milliseconds < 10 ? milliseconds.toFixed(1) : String(Math.round(milliseconds));
}
