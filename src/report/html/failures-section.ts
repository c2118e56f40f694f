import { clauseText } from '../../clause-text.js';
import { type FailureGroup, groupFailures, mainFinding } from '../group-failures.js';
import { excuseOf, failuresOf } from '../outcome.js';
import type { FailureReport, Report, RequirementReport } from '../report.js';
import { shorten } from '../safe-text.js';
import { renderBody } from './body.js';
import { renderExchanges } from './exchange.js';
import { markup, type Html } from './markup.js';
import { markDifference } from './mark-difference.js';
import { readingLink, requirementLink } from './links.js';
import type { Numbered } from './numbered.js';

const LONGEST_FINDING = 600;
const LONGEST_BODY = 4_096;
const LONGEST_CURL = 8_192;
/** Of the others of one cause, so many are shown with what they received. */
const OTHERS_IN_FULL = 100;

/** What failed, grouped by cause, each with all that is needed to understand it and to see it again. */
export function failuresSection(report: Report, numbered: Numbered): Html {
  const { breached, advised, known } = failuresOf(report);
  return markup`${breached.length > 0 && section('failed', 'Failed', breached, numbered)}${known.length > 0 && section('known', 'Failed as known', known, numbered)}${advised.length > 0 && section('advised', 'Failed, but only advised', advised, numbered)}`;
}

function section(id: string, title: string, failed: readonly RequirementReport[], numbered: Numbered): Html {
  const groups = groupFailures(failed);
  const count = failed.length === 1 ? '1 requirement' : `${failed.length} requirements`;
  const causes =
    groups.length === failed.length
      ? ''
      : `, seemingly for ${groups.length === 1 ? 'one cause' : `${groups.length} causes`}`;
  return markup`<section id="${id}" aria-labelledby="${id}-title">
  <h2 id="${id}-title">${title}</h2>
  <p class="lead">${count}${causes}.</p>
  ${groups.map((group, n) => renderGroup(group, n + 1, numbered))}
</section>`;
}

function renderGroup(group: FailureGroup, position: number, numbered: Numbered): Html {
  const { first } = group;
  const failure = first.failures[0];
  const reading = first.reading;
  const more = first.failed - 1;
  return markup`<article class="failure">
  <header>
    <p class="position" aria-hidden="true">${position}</p>
    <h3>${first.says}</h3>
    <p class="origin">${requirementLink(first, numbered)} <span class="level">${first.level}</span> <span>${clauseText(first.clause)}</span>${reading !== null && markup` <span>reading ${readingLink(reading)}</span>`}</p>
  </header>
  ${first.known !== undefined && markup`<p class="excuse">Known: ${excuseOf(first.known)}</p>`}
  ${renderFindings(first)}
  ${failure !== undefined && renderEvidence(first, failure)}
  ${more > 0 && markup`<p class="more">${more} other ${more === 1 ? 'case' : 'cases'} of it failed.</p>`}
  ${group.others.length > 0 && renderOthers(group, numbered)}
</article>`;
}

function renderFindings(requirement: RequirementReport): Html {
  const findings = requirement.failures[0]?.findings ?? [];
  const own = findings.filter((finding) => finding.requirement === requirement.id);
  return markup`${(own.length > 0 ? own : findings).map(({ expected, received, pointer }) => {
    const difference = markDifference(shorten(expected, LONGEST_FINDING), shorten(received, LONGEST_FINDING));
    const place = pointer === undefined || pointer === '' ? '' : ` at ${pointer}`;
    return markup`<dl class="finding"><dt>expected</dt><dd><code>${difference.expected}</code></dd><dt>received</dt><dd><code>${difference.received}</code>${place !== '' && markup` <span class="at">${place}</span>`}</dd></dl>`;
  })}`;
}

function renderEvidence(requirement: RequirementReport, failure: FailureReport): Html {
  const { minimalBody, curl, replay, requestId, seed } = failure;
  const judged = failure.exchanges.findLast(({ role }) => role === 'case');
  const minimal = minimalBody !== null && minimalBody !== judged?.body;
  return markup`${renderExchanges(requirement, failure)}
  <dl class="again">
    ${minimal && markup`<dt>smallest body that fails alike</dt><dd><pre class="copy" tabindex="0" role="group" aria-label="Smallest body">${renderBody(shorten(minimalBody, LONGEST_BODY), [])}</pre></dd>`}
    ${curl !== '' && markup`<dt>send it by hand</dt><dd>${curl.length <= LONGEST_CURL ? markup`<pre class="copy clip" tabindex="0" role="group" aria-label="curl command">${curl}</pre>` : markup`<p>The command is ${curl.length} characters long; <code>report.json</code> holds it, case <code>${failure.case}</code>.</p>`}</dd>`}
    <dt>judge it again</dt><dd><pre class="copy" tabindex="0" role="group" aria-label="Replay command">${replay}</pre></dd>
    <dt>find it in the logs</dt><dd>${requestId === null ? 'the target sent no X-Request-Id' : markup`<code>X-Request-Id ${requestId}</code>`}, seed <code>${seed}</code></dd>
  </dl>`;
}

function renderOthers({ shared, others }: FailureGroup, numbered: Numbered): Html {
  const how = shared === 'answer' ? 'met the same answer' : 'of the same kind failed';
  const full = others.slice(0, OTHERS_IN_FULL);
  const rest = others.slice(OTHERS_IN_FULL);
  return markup`<details class="others">
    <summary>${others.length} more ${how}</summary>
    <ul>${full.map((requirement) => {
      const finding = mainFinding(requirement);
      const failure = requirement.failures[0];
      return markup`<li>${requirementLink(requirement, numbered)} ${requirement.says}${requirement.known !== undefined && `; known: ${excuseOf(requirement.known)}`}${finding !== undefined && markup`<br>expected <code>${shorten(finding.expected, 120)}</code>, received <code>${shorten(finding.received, 120)}</code>`}${failure !== undefined && markup`<br><code class="replay">${failure.replay}</code>`}</li>`;
    })}${rest.map((requirement) => markup`<li>${requirementLink(requirement, numbered)}</li>`)}</ul>
  </details>`;
}
