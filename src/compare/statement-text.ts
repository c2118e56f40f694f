import { inlineCode, plainOrCode } from '../report/markdown-text.js';
import type { LevelTotals } from '../report/report.js';
import type { Statement } from './statement.js';

const LEVELS = ['MUST', 'SHOULD', 'MAY'] as const;

/** More requirements than this are counted rather than named. */
const MANY = 20;

/** Formats a statement as plain text. `safe` makes a text of unknown origin fit for a terminal. */
export function statementText(statement: Statement, safe: (text: string) => string): string {
  const lines = [
    `${statement.result}  ${statement.operation}`,
    ...facts(statement).map(([name, value]) => `${name.padEnd(13)}${safe(value)}`),
    ...LEVELS.map((level) => `${level.padEnd(13)}${totalsText(statement.totals[level])}`),
    ...lists(statement).flatMap(([title, items]) => [
      '',
      title.toUpperCase(),
      ...items.map((item) => `  - ${safe(item)}`),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

/** Formats a statement as Markdown. */
export function statementMarkdown(statement: Statement): string {
  const lines = [
    `# ${statement.result}`,
    '',
    `Conformance with ${inlineCode(statement.operation)}`,
    '',
    ...facts(statement).map(([name, value]) => `- ${name}: ${plainOrCode(value)}`),
    '',
    '| Level | Verdicts |',
    '| --- | --- |',
    ...LEVELS.map((level) => `| ${level} | ${totalsText(statement.totals[level])} |`),
    ...lists(statement).flatMap(([title, items]) => [
      '',
      `## ${title}`,
      '',
      ...items.map((item) => `- ${plainOrCode(item)}`),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

function facts({ product, judged, digests, readings }: Statement): readonly (readonly [string, string])[] {
  const choice = [...judged.only.map((glob) => `--only ${glob}`), ...judged.skip.map((glob) => `--skip ${glob}`)];
  return [
    ['product', `${product.embeddedMock ? 'the embedded mock' : product.url}, project ${product.projectId}`],
    ['version', product.version ?? 'not given'],
    ['judged', `${judged.startedAt} to ${judged.finishedAt}, by ${judged.tool}`],
    ['effort', `${judged.effort}, seed ${judged.seed}, ${judged.requests} requests`],
    ...(choice.length === 0 ? [] : [['selection', choice.join(' ')] as const]),
    [
      'readings',
      `${readings.profile}${readings.loosened.length === 0 ? '' : `, loosened: ${readings.loosened.join(', ')}`}`,
    ],
    ['spec', `sha256 ${digests.spec}`],
    ['suite', `sha256 ${digests.suite}`],
    ['report', `sha256 ${digests.report}`],
  ];
}

function totalsText(totals: LevelTotals): string {
  const parts = Object.entries(totals).filter(([, count]) => count > 0);
  return parts.length === 0 ? 'none' : parts.map(([kind, count]) => `${count} ${kind}`).join(', ');
}

function lists({
  failed,
  notExercised,
  notJudged,
  because,
}: Statement): readonly (readonly [string, readonly string[]])[] {
  const known = failed.flatMap(({ id, level, known: entry }) =>
    entry === null
      ? []
      : [`${id} (${level}): ${entry.reason}${entry.expires === null ? '' : `, until ${entry.expires}`}`],
  );
  const others = failed.filter((one) => one.known === null).map(({ id, level, says }) => `${id} (${level}): ${says}`);
  const all: readonly (readonly [string, readonly string[]])[] = [
    ['Because', because],
    ['Failed', others],
    ['Known failures', known],
    ['Not judged', byReason(notJudged)],
    ['Not exercised', byReason(notExercised)],
  ];
  return all.filter(([, items]) => items.length > 0);
}

/** Names requirements with the reason; of one that many share, says how many they are. */
function byReason(left: readonly { readonly id: string; readonly reason: string }[]): readonly string[] {
  const reasons = new Map<string, string[]>();
  for (const { id, reason } of left) reasons.set(reason, [...(reasons.get(reason) ?? []), id]);
  return [...reasons].flatMap(([reason, ids]) =>
    ids.length > MANY
      ? [`${ids.length} requirements, which --json lists: ${reason}`]
      : ids.map((id) => `${id}: ${reason}`),
  );
}
