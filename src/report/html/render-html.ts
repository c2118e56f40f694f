import { createHash } from 'node:crypto';
import { failuresOf } from '../outcome.js';
import type { Report } from '../report.js';
import { endings, endingOf } from './endings.js';
import { environmentSection } from './environment-section.js';
import { failuresSection } from './failures-section.js';
import { ledgerSection } from './ledger-section.js';
import { markup, trusted, type Html } from './markup.js';
import { numberRequirements } from './numbered.js';
import { readingsSection } from './readings-section.js';
import { reasonsOf } from './reasons.js';
import { requirementsSection } from './requirements-section.js';
import { SCRIPT } from './script.js';
import { statusesSection } from './statuses-section.js';
import { STYLE } from './style.js';
import { trafficSection } from './traffic-section.js';
import { unseenSection } from './unseen-section.js';
import { pageTitle, verdictSection } from './verdict-section.js';

/**
 * The report as one self-contained HTML page. Its policy allows only its own style and script: whatever the target said
 * stays text, even if it were not escaped.
 */
export function renderHtml(report: Report): string {
  const numbered = numberRequirements(report);
  const reasons = reasonsOf(report);
  const policy = `default-src 'none'; style-src '${digest(STYLE)}'; script-src '${digest(SCRIPT)}'; img-src data:; base-uri 'none'; form-action 'none'`;
  return markup`${trusted('<!doctype html>')}
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="generator" content="vpcep-contract ${report.tool.version}">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${pageTitle(report)}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the report</a>
<div class="page">
${navigation(report)}
<main id="content" tabindex="-1">
${verdictSection(report)}
${failuresSection(report, numbered)}
${ledgerSection(report, numbered, reasons)}
${unseenSection(reasons, numbered)}
${statusesSection(report)}
${trafficSection(report)}
${requirementsSection(report, numbered)}
${readingsSection(report)}
${environmentSection(report)}
</main>
</div>
<script>${trusted(SCRIPT)}</script>
</body>
</html>
`.markup;
}

function navigation(report: Report): Html {
  const { breached, known, advised } = failuresOf(report);
  const failed = [
    ['failed', 'Failed', breached.length],
    ['known', 'Failed as known', known.length],
    ['advised', 'Advisory failures', advised.length],
  ] as const;
  const sections: readonly (readonly [id: string, title: string, count: number | null])[] = [
    ...failed.filter(([, , count]) => count > 0),
    ['ledger', 'Ledger', report.requirements.length],
    ['unseen', 'Without a verdict', null],
    ['statuses', 'Statuses', null],
    ['traffic', 'Traffic', null],
    ['requirements', 'All requirements', null],
    ['readings', 'Readings', null],
    ['environment', 'Environment', null],
  ];
  const met = endings.filter(({ name }) => report.requirements.some((one) => endingOf(one, report).name === name));
  return markup`<nav aria-label="Sections">
  <p class="brand">vpcep-contract</p>
  <ul>${sections.map(([id, title, count]) => markup`<li><a href="#${id}">${title}</a>${count !== null && markup` <small>${count}</small>`}</li>`)}</ul>
  <form id="filter" role="search" hidden>
    <label for="filter-text">Filter</label>
    <input id="filter-text" type="search" placeholder="id, words, clause" autocomplete="off" spellcheck="false">
    <select id="filter-ending" aria-label="Outcome"><option value="">any outcome</option>${met.map(({ name, words }) => markup`<option value="${name}">${words}</option>`)}</select>
    <p id="filter-told" role="status"></p>
  </form>
</nav>`;
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
