import { clauseText } from '../shared/clause-text.js';
import { sentOf } from './causes/cause-lines.js';
import type { CauseExample } from './causes/cause-report.js';
import { causesAmong, type NumberedCause } from './causes/causes-of.js';
import { isNotSelected, verdictCounts, verdictMeaning, verdictName } from './headline.js';
import { codeBlock, inlineCode, plainOrCode } from './markdown-text.js';
import { byReason, endedIn, excuseOf, failuresOf } from './outcome.js';
import { duration } from './progress.js';
import { plural } from './plural.js';
import type { Report } from './report.js';
import type { RequirementReport } from './requirement-report.js';
import { shorten } from './safe-text.js';

/** Maximum size of a report in Markdown, in bytes: a comment on GitHub takes 65,536 characters. */
export const MARKDOWN_LIMIT = 60_000;

const LONGEST_VALUE = 400;
const LONGEST_CURL = 2_000;
const LONGEST_TEXT = 1_000;
const REQUIREMENTS = 40;
const ITEMS = 20;

/**
 * The report in Markdown, for the summary of a CI job or a comment on a pull request. It is cut between blocks only, so
 * it is always well formed; what the target said is only in code, where it has no meaning.
 */
export function renderMarkdown(report: Report): string {
  const head = [`## vpcep-contract: ${verdictName(report)}`, ...verdictBlocks(report)];
  const tail = [...unseenBlocks(report), footer(report)];
  const room = MARKDOWN_LIMIT - bytes([...head, ...tail]) - 200;
  return `${[...head, ...failureBlocks(report, room), ...tail].join('\n\n')}\n`;
}

function verdictBlocks(report: Report): string[] {
  const { target, because, restore, warnings, exitCode } = report;
  const lost = restore.filter(({ outcome }) => outcome === 'failed');
  const where = target.embedded ? 'the embedded mock' : inlineCode(shorten(target.url, LONGEST_VALUE));
  return [
    verdictMeaning(report),
    `${verdictCounts(report)}. Exit code ${exitCode}. Judged: ${where}.`,
    ...listed(because),
    ...(lost.length === 0
      ? []
      : ['### Not put back', ...listed(lost.map(({ serviceId, details }) => [serviceId, ...details].join(': ')))]),
    ...(warnings.length === 0 ? [] : ['### Warnings', ...listed(warnings)]),
  ];
}

/** As many failures as fit, whole causes only. */
function failureBlocks(report: Report, room: number): string[] {
  const { breached, known, advised } = failuresOf(report);
  const blocks: string[] = [];
  const parts = [
    ['Failed', breached],
    ['Advisory failures', advised],
    ['Failed as known', known],
  ] as const;
  let left = room;
  let cut = 0;
  for (const [title, failed] of parts) {
    if (failed.length === 0) continue;
    const causes = causesAmong(report, failed);
    const heading = `### ${title} (${failed.length})`;
    const lead = `${plural(failed.length, 'requirement')}, for ${plural(causes.length, 'cause')}.`;
    left -= bytes([heading, lead]);
    const shown = causes.flatMap((cause) => {
      const block = causeBlock(cause);
      left -= bytes([block]);
      if (left >= 0) return [block];
      left = Math.min(left, 0);
      cut += cause.requirements.length;
      return [];
    });
    if (shown.length > 0) blocks.push(heading, lead, ...shown);
  }
  if (cut > 0)
    blocks.push(`${cut} more failed requirements do not fit here; \`report.html\` and \`report.json\` hold them.`);
  return blocks;
}

/** A cause in three lines with its curl; the requirements that it explains are folded. */
function causeBlock({ number, cause, requirements }: NumberedCause): string {
  const { says, id, requests, example } = cause;
  const parts = [
    `#### ${number}. ${plainOrCode(shorten(says, LONGEST_TEXT))}`,
    `${plural(requirements.length, 'requirement')}, ${plural(requests, 'request')}; cause ${inlineCode(id)}`,
    ...(example === null ? [] : [exampleBlock(example)]),
    requirementsBlock(requirements, example),
  ];
  return parts.join('\n\n');
}

function exampleBlock(example: CauseExample): string {
  const { curl, expected, received, case: name } = example;
  const lines = [
    `sent      ${sentOf(example, (path) => path)}`,
    `expected  ${shorten(expected, LONGEST_VALUE)}`,
    `received  ${shorten(received, LONGEST_VALUE)}`,
  ];
  return [
    codeBlock(lines.join('\n')),
    curl.length <= LONGEST_CURL
      ? codeBlock(curl, 'sh')
      : `The curl command is long; \`report.json\` holds it, case ${inlineCode(name)}.`,
  ].join('\n\n');
}

function requirementsBlock(requirements: readonly RequirementReport[], example: CauseExample | null): string {
  const shown = requirements.slice(0, REQUIREMENTS).map((requirement) => `- ${requirementLine(requirement)}`);
  const rest = requirements.length > REQUIREMENTS ? [`- and ${requirements.length - REQUIREMENTS} more`] : [];
  return [
    `<details><summary>${plural(requirements.length, 'requirement')} that it explains</summary>`,
    [...shown, ...rest].join('\n'),
    ...(example === null ? [] : [codeBlock(example.replay, 'sh')]),
    '</details>',
  ].join('\n\n');
}

function requirementLine({ id, level, clause, reading, says, known }: RequirementReport): string {
  const origin = `${level}, ${plainOrCode(clauseText(clause))}${reading === null ? '' : `, reading ${reading}`}`;
  const excuse = known === undefined ? '' : `; known: ${plainOrCode(shorten(excuseOf(known), LONGEST_TEXT))}`;
  return `${inlineCode(id)}, ${origin}: ${plainOrCode(shorten(says, LONGEST_TEXT))}${excuse}`;
}

/** Requirements without a verdict, by reason. */
function unseenBlocks(report: Report): string[] {
  const parts = [
    ['Not judged', 'not-judged'],
    ['Not exercised', 'not-exercised'],
    ['Not applicable', 'not-applicable'],
    ['Left out', 'deselected'],
    ['Not selected', 'deselected'],
  ] as const;
  return parts.flatMap(([title, kind]) => {
    const ended = endedIn(report, kind).filter(
      (one) => kind !== 'deselected' || isNotSelected(one) === (title === 'Not selected'),
    );
    if (ended.length === 0) return [];
    const reasons = byReason(ended).map(([reason, own]) => `${own.length}: ${reason}`);
    return [`### ${title} (${ended.length})`, ...listed(reasons)];
  });
}

function footer({ traffic, durationMs, options, tool }: Report): string {
  const { seed, effort, readings, concurrency } = options;
  return `${traffic.requests} requests in ${duration(durationMs)}; seed ${seed}, effort ${effort}, readings ${readings}, concurrency ${concurrency}; version ${plainOrCode(tool.version)}.`;
}

/** The beginning of a list, which is all that the reader of a summary needs. */
function listed(texts: readonly string[]): string[] {
  if (texts.length === 0) return [];
  const items = texts.slice(0, ITEMS).map((text) => `- ${plainOrCode(shorten(text, LONGEST_TEXT))}`);
  return [[...items, ...(texts.length > ITEMS ? [`- and ${texts.length - ITEMS} more`] : [])].join('\n')];
}

function bytes(blocks: readonly string[]): number {
  return blocks.reduce((sum, block) => sum + Buffer.byteLength(block) + 2, 0);
}
