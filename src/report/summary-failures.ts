import { clauseText } from '../clause-text.js';
import { alone, familyOf, type FailureGroup, groupFailures, mainFinding } from './group-failures.js';
import type { Paint } from './paint.js';
import type { FailureReport, RequirementReport } from './report.js';
import { shorten, visible } from './safe-text.js';
import { labelled, wrap } from './wrap.js';

/** How failures are laid out. */
export interface FailureLayout {
  readonly paint: Paint;
  readonly width: number;
  /** Every failure in full; otherwise those of one cause together, and only the first causes in full. */
  readonly verbose: boolean;
  /** A path of the target in short. */
  readonly shortPath: (path: string) => string;
}

const CAUSES_IN_FULL = 12;
const CAUSES_AT_ALL = 60;
const IDS_PER_CAUSE = 12;
const VALUE_LIMIT = 240;
const BODY_LIMIT = 320;
const CURL_LIMIT = 1200;

/** The requirements that failed, each cause with all that is needed to see it again. */
export function renderFailures(failed: readonly RequirementReport[], layout: FailureLayout): readonly string[] {
  const groups = layout.verbose ? failed.map(alone) : groupFailures(failed);
  const full = layout.verbose ? groups.length : CAUSES_IN_FULL;
  const lines = groups.slice(0, full).map((group, index) => renderGroup(group, index + 1, layout));
  const brief = groups.slice(full, CAUSES_AT_ALL);
  if (brief.length > 0) lines.push(brief.map((group) => renderBriefly(group, layout)).join('\n'));
  const left = groups.length - full - brief.length;
  if (left > 0) lines.push(`  … and ${left} more causes, which the report holds`);
  return lines;
}

function renderGroup(group: FailureGroup, position: number, layout: FailureLayout): string {
  const { first, others } = group;
  const { paint, width } = layout;
  const reading = first.reading === null ? '' : `, reading ${first.reading}`;
  const lines = [
    `${`${position})`.padEnd(4)} ${paint.red(paint.bold(first.id))}  ${first.level}, ${clauseText(first.clause)}${reading}`,
    labelled('says', first.says, width),
  ];
  const failure = first.failures[0];
  const finding = mainFinding(first);
  if (finding !== undefined) {
    const place = (finding.pointer ?? '') === '' ? '' : `  at ${visible(finding.pointer ?? '')}`;
    lines.push(labelled('expected', shorten(visible(finding.expected), VALUE_LIMIT), width));
    lines.push(labelled('received', shorten(visible(finding.received), VALUE_LIMIT) + place, width));
  }
  if (failure !== undefined) lines.push(...renderEvidence(failure, layout));
  const more = first.failed - 1;
  if (more > 0) lines.push(labelled('more', `${more} other ${more === 1 ? 'case' : 'cases'} of it failed`, width));
  if (others.length > 0) lines.push(renderOthers(group, layout));
  return lines.join('\n');
}

function renderEvidence(failure: FailureReport, { width, shortPath }: FailureLayout): readonly string[] {
  const lines: string[] = [];
  const judged = failure.exchanges.findLast(({ role }) => role === 'case') ?? failure.exchanges.at(-1);
  if (judged !== undefined) {
    const answer = judged.status === null ? (judged.failure ?? 'no answer') : String(judged.status);
    lines.push(
      labelled('sent', visible(`${judged.method} ${shorten(shortPath(judged.path), 160)} -> ${answer}`), width),
    );
  }
  if (failure.minimalBody !== null) {
    lines.push(`     ${'body'.padEnd(10)}${shorten(visible(failure.minimalBody), BODY_LIMIT)}`);
  }
  if (failure.requestId !== null) lines.push(labelled('request', `X-Request-Id ${visible(failure.requestId)}`, width));
  const curl = failure.curl.length > CURL_LIMIT ? `in the report, case ${failure.case} (long)` : failure.curl;
  lines.push(`     ${'curl'.padEnd(10)}${visible(curl)}`);
  lines.push(`     ${'replay'.padEnd(10)}${visible(failure.replay)}`);
  return lines;
}

/** `37 more in the same way: request-body/ports (30), ...`, or their ids where they are few. */
function renderOthers({ shared, others }: FailureGroup, { width, paint }: FailureLayout): string {
  const how = shared === 'answer' ? 'met the same answer' : 'of the same kind failed';
  let listed: readonly string[] = others.map(({ id }) => id);
  if (others.length > IDS_PER_CAUSE) {
    const families = new Map<string, number>();
    for (const { id } of others) families.set(familyOf(id), (families.get(familyOf(id)) ?? 0) + 1);
    listed = [...families].map(([family, count]) => `${family}\u00a0(${count})`);
  }
  const lines = wrap(`${others.length} more ${how}: ${listed.join(', ')}`, width - 5);
  return lines.map((line) => paint.dim(`     ${line.replaceAll('\u00a0', ' ')}`)).join('\n');
}

function renderBriefly({ first, others }: FailureGroup, { paint }: FailureLayout): string {
  const finding = mainFinding(first);
  const what =
    finding === undefined
      ? ''
      : `: expected ${shorten(visible(finding.expected), 60)}, received ${shorten(visible(finding.received), 60)}`;
  const more = others.length === 0 ? '' : ` (and ${others.length} alike)`;
  return `  ${paint.red(first.id)}${what}${more}`;
}
