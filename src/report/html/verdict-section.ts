import { headline, verdictMeaning, verdictName } from '../headline.js';
import type { Report } from '../report.js';
import { countEndings, type Ending } from './endings.js';
import { markup, type Html } from './markup.js';

/** The verdict, its meaning and reasons, the share of each ending, and what the reader must not miss. */
export function verdictSection(report: Report): Html {
  const { target, because, requirements, exitCode, finishedAt } = report;
  const counts = countEndings(requirements, report);
  return markup`<header class="verdict ${report.verdict}" id="verdict">
  <p class="subject"><span>UpdateEndpointService</span> <b>${target.embedded ? 'the embedded mock' : target.url}</b> <time datetime="${finishedAt}">${finishedAt.slice(0, 16).replace('T', ' ')} UTC</time></p>
  <h1>${verdictName(report)}</h1>
  <p class="meaning">${verdictMeaning(report)}</p>
  ${strip(counts, requirements.length)}
  <ul class="because">${because.map((reason) => markup`<li>${reason}</li>`)}<li>exit code ${exitCode}</li></ul>
  ${alarms(report)}
</header>`;
}

/** The title of the page, for tabs and bookmarks. */
export function pageTitle(report: Report): string {
  return `${headline(report)} · ${report.target.embedded ? 'the embedded mock' : report.target.url}`;
}

/** One bar for all requirements of the contract. No part is ever too thin to be seen. */
function strip(counts: readonly (readonly [Ending, number])[], total: number): Html {
  if (total === 0) return markup``;
  const least = 6;
  const widths = counts.map(([, count]) => Math.max((count / total) * 1_000, least));
  const scale = 1_000 / widths.reduce((sum, width) => sum + width, 0);
  let x = 0;
  const bars = counts.map(([ending], n) => {
    const width = (widths[n] ?? 0) * scale;
    x += width;
    return markup`<rect class="${ending.name}" x="${(x - width).toFixed(1)}" width="${Math.max(width - 2, 1).toFixed(1)}" height="14"/>`;
  });
  const text = counts.map(([ending, count]) => `${count} ${ending.words}`).join(', ');
  return markup`<svg class="strip" viewBox="0 0 1000 14" preserveAspectRatio="none" role="img" aria-label="Of ${total} requirements: ${text}">${bars}</svg>
  <ul class="legend">${counts.map(([ending, count]) => markup`<li><i class="tile ${ending.name}" aria-hidden="true">${ending.symbol}</i> ${count} ${ending.words}</li>`)}</ul>`;
}

/** What could harm the target if overlooked, and the warnings of the run. */
function alarms({ restore, warnings }: Report): Html {
  const lost = restore.filter(({ outcome }) => outcome === 'failed');
  return markup`${
    lost.length > 0 &&
    markup`<section class="alarm" aria-labelledby="lost"><h2 id="lost">Not put back</h2>${lost.map(
      ({ serviceId, details }) =>
        markup`<p>Service <code>${serviceId}</code> is not as it was before the run.</p>${details.length > 0 && markup`<ul>${details.map((detail) => markup`<li>${detail}</li>`)}</ul>`}`,
    )}</section>`
  }${warnings.length > 0 && markup`<section class="warnings" aria-labelledby="warnings"><h2 id="warnings">Warnings</h2><ul>${warnings.map((warning) => markup`<li>${warning}</li>`)}</ul></section>`}`;
}
