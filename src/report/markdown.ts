import { clauseText } from '../clause-text.js';
import { type FailureGroup, groupFailures, mainFinding } from './group-failures.js';
import { verdictCounts, verdictMeaning, verdictName } from './headline.js';
import { codeBlock, inlineCode, plainOrCode } from './markdown-text.js';
import { byReason, endedIn, excuseOf, failuresOf } from './outcome.js';
import { duration } from './progress.js';
import type { FailureReport, Report, RequirementReport } from './report.js';
import { shorten } from './safe-text.js';

/** Bytes of a report in Markdown at most: a comment on GitHub takes 65,536 characters. */
export const MARKDOWN_LIMIT = 60_000;

const LONGEST_VALUE = 400;
const LONGEST_BODY = 1_000;
const LONGEST_CURL = 2_000;
const LONGEST_TEXT = 1_000;
const OTHERS = 40;
const ITEMS = 20;

/**
 * The report in Markdown, for the summary of a CI job or a comment on a pull request. It is cut between blocks only, so
 * that it is always whole; what the target said stands in code only, where it means nothing.
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

/** As many failures as there is room for, whole causes only. */
function failureBlocks(report: Report, room: number): string[] {
  const { breached, known, advised } = failuresOf(report);
  const blocks: string[] = [];
  const parts = [
    ['Failed', breached],
    ['Failed, but only advised', advised],
    ['Failed as known', known],
  ] as const;
  let left = room;
  let cut = 0;
  for (const [title, failed] of parts) {
    if (failed.length === 0) continue;
    const heading = `### ${title} (${failed.length})`;
    left -= bytes([heading]);
    const shown = groupFailures(failed).flatMap((group, n) => {
      const block = failureBlock(group, n + 1);
      left -= bytes([block]);
      if (left >= 0) return [block];
      left = Math.min(left, 0);
      cut += 1 + group.others.length;
      return [];
    });
    if (shown.length > 0) blocks.push(heading, ...shown);
  }
  if (cut > 0)
    blocks.push(`${cut} more failed requirements do not fit here; \`report.html\` and \`report.json\` hold them.`);
  return blocks;
}

function failureBlock({ first, others, shared }: FailureGroup, position: number): string {
  const finding = mainFinding(first);
  const failure = first.failures[0];
  const reading = first.reading === null ? '' : `, reading ${first.reading}`;
  const place = (finding?.pointer ?? '') === '' ? '' : ` at ${finding?.pointer ?? ''}`;
  const parts = [
    `#### ${position}. ${plainOrCode(first.says)}`,
    `${inlineCode(first.id)}, ${first.level}, ${plainOrCode(clauseText(first.clause))}${reading}`,
    ...(first.known === undefined ? [] : [`Known: ${plainOrCode(shorten(excuseOf(first.known), LONGEST_TEXT))}`]),
    ...(finding === undefined
      ? []
      : [
          codeBlock(
            `expected  ${shorten(finding.expected, LONGEST_VALUE)}\nreceived  ${shorten(finding.received, LONGEST_VALUE)}${place}`,
          ),
        ]),
    ...(failure === undefined ? [] : [evidence(failure)]),
    ...(others.length === 0 ? [] : [othersOf(others, shared)]),
  ];
  return parts.join('\n\n');
}

function evidence({ minimalBody, curl, replay, requestId, case: name }: FailureReport): string {
  const parts = [
    '<details><summary>See it again</summary>',
    ...(minimalBody === null
      ? []
      : ['Smallest body that fails alike:', codeBlock(shorten(minimalBody, LONGEST_BODY), 'json')]),
    curl.length <= LONGEST_CURL
      ? codeBlock(curl, 'sh')
      : `The curl command is long; \`report.json\` holds it, case ${inlineCode(name)}.`,
    codeBlock(replay, 'sh'),
    ...(requestId === null ? [] : [`X-Request-Id ${inlineCode(shorten(requestId, LONGEST_VALUE))}`]),
    '</details>',
  ];
  return parts.join('\n\n');
}

function othersOf(others: readonly RequirementReport[], shared: FailureGroup['shared']): string {
  const how = shared === 'answer' ? 'met the same answer' : 'of the same kind failed';
  const shown = others.slice(0, OTHERS).map(({ id }) => `- ${inlineCode(id)}`);
  const rest = others.length > OTHERS ? [`- and ${others.length - OTHERS} more`] : [];
  return [
    `<details><summary>${others.length} more ${how}</summary>`,
    [...shown, ...rest].join('\n'),
    '</details>',
  ].join('\n\n');
}

/** What has no verdict, by reason. */
function unseenBlocks(report: Report): string[] {
  const parts = [
    ['Errors of the suite', 'errored'],
    ['Not judged', 'not-judged'],
    ['Not exercised', 'not-exercised'],
    ['Not applicable', 'not-applicable'],
    ['Not selected', 'deselected'],
  ] as const;
  return parts.flatMap(([title, kind]) => {
    const ended = endedIn(report, kind);
    if (ended.length === 0) return [];
    const reasons = byReason(ended).map(([reason, own]) => `${own.length}: ${reason}`);
    return [`### ${title} (${ended.length})`, ...listed(reasons)];
  });
}

function footer({ traffic, durationMs, options, tool }: Report): string {
  const { seed, effort, readings, concurrency } = options;
  return `${traffic.requests} requests in ${duration(durationMs)}; seed ${seed}, effort ${effort}, readings ${readings}, concurrency ${concurrency}; version ${plainOrCode(tool.version)}.`;
}

/** A list, of which the reader of a summary needs no more than the beginning. */
function listed(texts: readonly string[]): string[] {
  if (texts.length === 0) return [];
  const items = texts.slice(0, ITEMS).map((text) => `- ${plainOrCode(shorten(text, LONGEST_TEXT))}`);
  return [[...items, ...(texts.length > ITEMS ? [`- and ${texts.length - ITEMS} more`] : [])].join('\n')];
}

function bytes(blocks: readonly string[]): number {
  return blocks.reduce((sum, block) => sum + Buffer.byteLength(block) + 2, 0);
}
