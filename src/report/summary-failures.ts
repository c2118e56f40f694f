import { commandLine, pathWord } from './shell-words.js';
import { clauseText } from '../shared/clause-text.js';
import { causesAmong, type NumberedCause } from './causes/causes-of.js';
import { receivedOf, sentOf } from './causes/cause-lines.js';
import { gather } from './causes/cause.js';
import { mainFinding } from './causes/symptom.js';
import { familyOf } from './causes/wrong-answers.js';
import type { Paint } from './paint.js';
import { plural } from './plural.js';
import type { Report } from './report.js';
import type { FailureReport, RequirementReport } from './requirement-report.js';
import { shorten, visible } from './safe-text.js';
import { labelled, wrap } from './wrap.js';

/** How failures are laid out. */
export interface FailureLayout {
  readonly paint: Paint;
  readonly width: number;
  /** Lists every requirement below its cause in full; otherwise folded. */
  readonly verbose: boolean;
  /** Shortens a path of the target. */
  readonly shortPath: (path: string) => string;
  /** Where the report was written; null if it was not. */
  readonly reportDir: string | null;
  /** Options by which a follow-up command reaches the target. */
  readonly namedBy: readonly string[];
}

const CAUSES_IN_FULL = 12;
const CAUSES_AT_ALL = 60;
/** Number of requirements of one cause that are named; the rest are counted by subject. */
const NAMED = 6;
/** With more subjects than this, chapters are listed instead. */
const FAMILIES = 8;
const VALUE_LIMIT = 240;
const BODY_LIMIT = 320;
const CURL_LIMIT = 1200;

/** What failed: the causes, each in three lines with what was sent, and the requirements folded below. */
export function renderFailures(
  report: Report,
  failed: readonly RequirementReport[],
  layout: FailureLayout,
): readonly string[] {
  const causes = causesAmong(report, failed);
  const full = layout.verbose ? causes.length : CAUSES_IN_FULL;
  const blocks = causes.slice(0, full).map((cause) => renderCause(cause, layout));
  const brief = causes.slice(full, CAUSES_AT_ALL);
  if (brief.length > 0) blocks.push(brief.map((cause) => headOf(cause, layout)).join('\n'));
  const left = causes.length - full - brief.length;
  if (left > 0) blocks.push(`  … and ${left} more causes in the report`);
  if (causes.length > 0 && !layout.verbose) blocks.push(renderFolded(causes, layout));
  return blocks;
}

function renderCause(cause: NumberedCause, layout: FailureLayout): string {
  const { paint, verbose, shortPath } = layout;
  const lines = [headOf(cause, layout)];
  const { example } = cause.cause;
  if (example !== null) {
    lines.push(`     ${'sent'.padEnd(10)}${sentOf(example, shortPath)}${receivedOf(example)}`);
    const curl = example.curl.length > CURL_LIMIT ? `in the report, case ${example.case} (long)` : example.curl;
    lines.push(`     ${'curl'.padEnd(10)}${visible(curl)}`);
  }
  if (verbose) lines.push(...cause.requirements.flatMap((one) => ['', renderRequirement(one, layout)]));
  return lines.map((line, n) => (n === 0 || line !== '' ? line : paint.dim(line))).join('\n');
}

/** `1)   Rejections are 422; the document knows 400  358 requirements, 7943 requests`. */
function headOf({ number, cause, requirements }: NumberedCause, { paint, width }: FailureLayout): string {
  const counts = `${plural(requirements.length, 'requirement')}, ${plural(cause.requests, 'request')}`;
  return wrap(visible(cause.says), Math.max(width - 5, 30))
    .map((line, n, { length }) => {
      const start = n === 0 ? `${number})`.padEnd(5) : ' '.repeat(5);
      return `${start}${paint.red(paint.bold(line))}${n === length - 1 ? `  ${paint.dim(counts)}` : ''}`;
    })
    .join('\n');
}

/** The requirements of each cause: a few by name, more by subject. */
function renderFolded(causes: readonly NumberedCause[], { paint, width, reportDir, namedBy }: FailureLayout): string {
  const named = causes.length <= CAUSES_IN_FULL;
  const lines = causes.slice(0, CAUSES_IN_FULL).flatMap(({ number, requirements }) => {
    const head = `${number})`.padEnd(5);
    if (!named || requirements.length > NAMED)
      return indented(head, familiesOf(requirements), width).map((line) => paint.dim(line));
    return requirements.flatMap(({ id, level, clause, reading, says }, n) => [
      `${n === 0 ? head : ' '.repeat(5)}${visible(id)}  ${level}, ${clauseText(clause)}${reading === null ? '' : `, reading ${reading}`}`,
      ...indented(' '.repeat(7), visible(says), width).map((line) => paint.dim(line)),
    ]);
  });
  const first = String(causes[0]?.number ?? 1);
  const again =
    reportDir === null ? [] : [`Again: ${commandLine('replay', pathWord(reportDir), '--cause', first, ...namedBy)}`];
  return ['Requirements, by the number of their cause (all with --verbose)', ...lines, ...again].join('\n');
}

/** The subjects of requirements with their counts, or, if there are many, the chapters. */
function familiesOf(requirements: readonly RequirementReport[]): string {
  const ids = requirements.map(({ id }) => id);
  const families = gather(ids, familyOf);
  const groups = families.size <= FAMILIES ? families : gather(ids, (id) => id.split('/')[0] ?? id);
  return [...groups]
    .map(([name, { length }]) => [name, length] as const)
    .map(([family, count]) => (count === 1 ? family : `${family}\u00a0(${count})`))
    .join(', ');
}

function indented(head: string, text: string, width: number): readonly string[] {
  return wrap(text, Math.max(width - head.length, 30)).map(
    (line, n) => (n === 0 ? head : ' '.repeat(head.length)) + line.replaceAll('\u00a0', ' '),
  );
}

/** A requirement with all it takes to reproduce its first failure. */
function renderRequirement(requirement: RequirementReport, layout: FailureLayout): string {
  const { paint, width } = layout;
  const reading = requirement.reading === null ? '' : `, reading ${requirement.reading}`;
  const lines = [
    `     ${paint.bold(visible(requirement.id))}  ${requirement.level}, ${clauseText(requirement.clause)}${reading}`,
    labelled('says', requirement.says, width),
  ];
  const failure = requirement.failures[0];
  const finding = mainFinding(requirement);
  if (finding !== undefined) {
    const place = (finding.pointer ?? '') === '' ? '' : `  at ${visible(finding.pointer ?? '')}`;
    lines.push(labelled('expected', shorten(visible(finding.expected), VALUE_LIMIT), width));
    lines.push(labelled('received', shorten(visible(finding.received), VALUE_LIMIT) + place, width));
  }
  if (failure !== undefined) lines.push(...renderEvidence(failure, layout));
  const more = requirement.failed - 1;
  if (more > 0) lines.push(labelled('more', `${more} other ${more === 1 ? 'case' : 'cases'} of it failed`, width));
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
  const body = failure.minimalBody ?? judged?.body ?? null;
  if (body !== null) lines.push(`     ${'body'.padEnd(10)}${shorten(visible(body), BODY_LIMIT)}`);
  if (failure.requestId !== null) lines.push(labelled('request', `X-Request-Id ${visible(failure.requestId)}`, width));
  const curl = failure.curl.length > CURL_LIMIT ? `in the report, case ${failure.case} (long)` : failure.curl;
  lines.push(`     ${'curl'.padEnd(10)}${visible(curl)}`);
  lines.push(`     ${'replay'.padEnd(10)}${visible(failure.replay)}`);
  return lines;
}
