import { inlineCode, plainOrCode } from '../report/markdown-text.js';
import type { ComparedRequirement, ReportComparison, Shift } from './compare-reports.js';

/** How to format the parts of a comparison. */
interface Style {
  readonly heading: (text: string) => string;
  readonly item: (text: string) => string;
  readonly id: (text: string) => string;
  readonly text: (text: string) => string;
}

const LIMIT = 200;

/** Formats a comparison as plain text. `safe` makes a text of unknown origin fit for a terminal. */
export function comparisonText(comparison: ReportComparison, safe: (text: string) => string): string {
  return written(comparison, {
    heading: (text) => `\n${text.toUpperCase()}`,
    item: (text) => `  - ${text}`,
    id: safe,
    text: safe,
  });
}

/** Formats a comparison as Markdown, for a comment. */
export function comparisonMarkdown(comparison: ReportComparison): string {
  return written(comparison, {
    heading: (text) => `\n### ${text}\n`,
    item: (text) => `- ${text}`,
    id: inlineCode,
    text: plainOrCode,
  });
}

function written(comparison: ReportComparison, style: Style): string {
  const { regressions, differences, latency } = comparison;
  const lines = [
    regressions.length > 0 ? 'REGRESSION' : 'NO REGRESSION',
    ...[comparison.old, comparison.new].map(({ target, startedAt, verdict, version }, n) =>
      style.item(
        `${n === 0 ? 'old' : 'new'}: ${style.text(target)}, ${style.text(startedAt)}, ${verdict}, version ${style.text(version)}`,
      ),
    ),
    ...section('Regressions', regressions.map(style.text), style),
    ...section('The runs differ in', differences.map(style.text), style),
    ...section('Newly failing', changed(comparison.newlyFailing, style), style),
    ...section('Newly failing, but known', changed(comparison.newlyKnown, style), style),
    ...section('No longer judged', changed(comparison.newlyUnjudged, style), style),
    ...section('Gone', changed(comparison.gone, style), style),
    ...section('Fixed', changed(comparison.fixed, style), style),
    ...section('Still failing', changed(comparison.stillFailing, style), style),
    ...section('Added', changed(comparison.added, style), style),
    ...section('Latency', latency.map(shift), style),
  ];
  return `${lines.join('\n')}\n`;
}

function section(title: string, items: readonly string[], style: Style): readonly string[] {
  if (items.length === 0) return [];
  const shown = items.slice(0, LIMIT).map(style.item);
  const left = items.length - shown.length;
  return [
    style.heading(`${title} (${items.length})`),
    ...shown,
    ...(left > 0 ? [style.item(`and ${left} others`)] : []),
  ];
}

function changed(changes: readonly ComparedRequirement[], { id, text }: Style): readonly string[] {
  return changes.map((change) => {
    const verdicts = [change.old ?? 'absent', change.new ?? 'absent'].join(' -> ');
    return `${id(change.id)} (${change.level}): ${verdicts}${change.why === '' ? '' : `; ${text(change.why)}`}`;
  });
}

function shift({ measure, old, new: now }: Shift): string {
  const change = old > 0 ? `, ${now >= old ? '+' : ''}${Math.round(((now - old) / old) * 100)} %` : '';
  return `${measure}: ${old} ms, then ${now} ms${change}`;
}
