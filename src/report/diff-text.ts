import type { DifferenceReport, DiffReport } from './diff-report.js';
import { inlineCode, plainOrCode, tableCell } from './markdown-text.js';
import type { Paint } from './paint.js';
import { visible } from './safe-text.js';
import { labelled, wrap } from './wrap.js';

const HEADLINES = {
  same: 'THE SAME  B answers as A does, as far as the same cases show',
  different: 'DIFFERENT  B does not answer as A does',
  'could-not-compare': 'COULD NOT COMPARE',
  interrupted: 'INTERRUPTED',
} as const;

const ASPECTS: Readonly<Record<DifferenceReport['aspect'], string>> = {
  verdict: 'requirements of',
  status: 'status',
  envelope: 'envelope',
  code: 'error code',
  'media-type': 'media type',
  members: 'type of',
  values: 'echo of',
  state: 'state, read afterwards:',
};
const NAMED = 4;

/** How two targets compare, for people, grouped by what differs: B is compared with A. */
export function renderDiff(diff: DiffReport, paint: Paint, width: number): string {
  const colour = diff.outcome === 'same' ? paint.green : diff.outcome === 'different' ? paint.red : paint.yellow;
  const lines = [
    colour(paint.bold(HEADLINES[diff.outcome])),
    `A  ${party(diff.a)}`,
    `B  ${party(diff.b)}`,
    ...diff.differences.flatMap((difference, n) => ['', ...one(difference, n + 1, paint, width)]),
    '',
    counted(diff),
    ...because(diff).flatMap((text) => wrap(`  - ${text}`, width)),
  ];
  return `${lines.join('\n')}\n`;
}

/** The same as Markdown, for a pull request or the summary of a job. */
export function diffMarkdown(diff: DiffReport): string {
  const rows = diff.differences.map(
    (difference) =>
      `| ${tableCell(title(difference))} | ${tableCell(difference.a)} | ${tableCell(difference.b)} | ${difference.cases} | ${difference.requirements
        .slice(0, NAMED)
        .map(inlineCode)
        .join(
          ', ',
        )}${difference.requirements.length > NAMED ? `, and ${difference.requirements.length - NAMED} others` : ''} |`,
  );
  const table =
    rows.length === 0
      ? []
      : ['| what | A | B | cases | requirements |', '| --- | --- | --- | ---: | --- |', ...rows, ''];
  return [
    `## ${HEADLINES[diff.outcome]}`,
    '',
    `- A: ${plainOrCode(party(diff.a))}`,
    `- B: ${plainOrCode(party(diff.b))}`,
    '',
    ...table,
    counted(diff),
    ...because(diff).map((text) => `- ${plainOrCode(text)}`),
    '',
  ].join('\n');
}

function party({ target, verdict }: DiffReport['a']): string {
  return `${target.embedded ? 'the embedded mock' : visible(target.url)}: ${verdict}`;
}

function one(difference: DifferenceReport, n: number, paint: Paint, width: number): string[] {
  const { a, b, requirements, example } = difference;
  const more = requirements.length > NAMED ? ` and ${requirements.length - NAMED} others` : '';
  return [
    `${n})`.padEnd(5) + paint.bold(visible(title(difference))) + paint.dim(`  ${times(difference)}`),
    labelled('A', visible(a), width),
    labelled('B', visible(b), width),
    labelled('seen by', `${requirements.slice(0, NAMED).join(', ')}${more}`, width),
    ...(example.curl.b === null ? [] : [`     ${'curl B'.padEnd(10)}${example.curl.b}`]),
  ];
}

function title({ aspect, about }: DifferenceReport): string {
  return `${ASPECTS[aspect]} ${about}`.trim();
}

function times({ cases, aspect }: DifferenceReport): string {
  const noun = aspect === 'verdict' ? 'requirement' : 'case';
  return `${cases} ${noun}${cases === 1 ? '' : 's'}`;
}

function counted({ compared, notCompared, seed }: DiffReport): string {
  return `${compared} answers and reads compared, ${notCompared} could not be; seed ${seed}`;
}

function because({ a, b }: DiffReport): string[] {
  return [['A', a] as const, ['B', b] as const].flatMap(([name, { exitCode, because: reasons }]) =>
    exitCode === 2 || exitCode === 130 ? reasons.map((reason) => `${name}: ${visible(reason)}`) : [],
  );
}
