import { duration } from '../progress.js';
import type { Report } from '../report.js';
import { wayText } from '../way-text.js';
import { markup, type Html, type Insert } from './markup.js';

/** What was judged, with what, how and when; and what was seen where the contract leaves a choice. */
export function environmentSection(report: Report): Html {
  const { target, options, tool, facts, restore, marks = [], startedAt, finishedAt, durationMs } = report;
  const well = restore.filter(({ outcome }) => outcome !== 'failed').length;
  const globs = [
    ...options.only.map((glob) => `--only ${glob}`),
    ...options.skip.map((glob) => `--skip ${glob}`),
    ...options.require.map((glob) => `--require ${glob}`),
  ];
  const rows: readonly (readonly [string, Insert])[] = [
    ['target', target.embedded ? 'the embedded mock' : markup`<code>${target.url}</code>`],
    ['project', markup`<code>${target.projectId}</code>`],
    [
      target.serviceIds.length === 1 ? 'service' : 'services',
      target.serviceIds.map((id) => markup`<code>${id}</code> `),
    ],
    ...(target.siblingServiceId === null
      ? []
      : [['sibling, only read', markup`<code>${target.siblingServiceId}</code>`] as const]),
    ...(target.way === undefined ? [] : [['reached', wayText(report)] as const]),
    ['state was read with', target.reads ?? 'nothing: no read succeeded'],
    ['put back', restore.length === 0 ? 'nothing was changed' : `${well} of ${restore.length}`],
    [
      'from, to',
      markup`<time datetime="${startedAt}">${startedAt}</time>, <time datetime="${finishedAt}">${finishedAt}</time> (${duration(durationMs)})`,
    ],
    ['seed', markup`<code>${options.seed}</code>`],
    ...(marks.length === 0
      ? []
      : [['marks of its values', marks.map((mark) => markup`<code>${mark}</code> `)] as const]),
    ['effort', `${options.effort}${options.cases === null ? '' : `, ${options.cases} drawn cases per requirement`}`],
    ['concurrency', options.concurrency],
    ['strict', options.strict ? 'yes: a failed SHOULD counts like a failed MUST' : 'no'],
    ['selection', globs.length === 0 ? 'all requirements' : globs.map((glob) => markup`<code>${glob}</code> `)],
    ['program', `vpcep-contract ${tool.version}, Node.js ${tool.node}, ${tool.platform}`],
  ];
  return markup`<section id="environment" aria-labelledby="environment-title">
  <h2 id="environment-title">Environment</h2>
  <dl class="facts">${rows.map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
  ${facts.length > 0 && markup`<h3>Seen where the contract leaves a choice</h3><ul>${facts.map((fact) => markup`<li>${fact}</li>`)}</ul>`}
</section>`;
}
