import { clauseText } from '../../shared/clause-text.js';
import { receivedOf, sentOf } from '../causes/cause-lines.js';
import type { CauseExample } from '../causes/cause-report.js';
import { causesAmong, type NumberedCause } from '../causes/causes-of.js';
import { mainFinding } from '../causes/symptom.js';
import { excuseOf, failuresOf } from '../outcome.js';
import { plural } from '../plural.js';
import type { Report } from '../report.js';
import type { FailureReport, RequirementReport } from '../requirement-report.js';
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
/** Maximum number of requirements of one cause that are shown with what they received. */
const IN_FULL = 100;
/** Maximum number of causes whose exchanges are not folded away. */
const FEW = 3;

/**
 * What failed: the causes, each with the exchange that shows it best, and the requirements that it explains, folded.
 */
export function failuresSection(report: Report, numbered: Numbered): Html {
  const { breached, advised, known } = failuresOf(report);
  const part = (id: string, title: string, failed: readonly RequirementReport[]) =>
    failed.length > 0 && section(id, title, failed, report, numbered);
  return markup`${part('failed', 'Failed', breached)}${part('known', 'Failed as known', known)}${part('advised', 'Advisory failures', advised)}`;
}

function section(
  id: string,
  title: string,
  failed: readonly RequirementReport[],
  report: Report,
  numbered: Numbered,
): Html {
  const causes = causesAmong(report, failed);
  return markup`<section id="${id}" aria-labelledby="${id}-title">
  <h2 id="${id}-title">${title}</h2>
  <p class="lead">${plural(failed.length, 'requirement')}, for ${plural(causes.length, 'cause')}: what one change of the service would fix is grouped together.</p>
  ${causes.length > FEW && renderOverview(causes, id)}
  ${causes.map((cause) => renderCause(cause, id, causes.length <= FEW, numbered))}
</section>`;
}

/** The causes at a glance, one per line. */
function renderOverview(causes: readonly NumberedCause[], section: string): Html {
  return markup`<ol class="overview">${causes.map(
    ({ number, cause, requirements }) =>
      markup`<li value="${number}"><a href="#${section}-${number}">${cause.says}</a> <small>${requirements.length}</small></li>`,
  )}</ol>`;
}

function renderCause(
  { number, cause, requirements }: NumberedCause,
  section: string,
  open: boolean,
  numbered: Numbered,
): Html {
  const { says, id, requests, example } = cause;
  const shown = requirements.find((one) => one.id === example?.requirement);
  const failure = shown?.failures.find((one) => one.case === example?.case);
  const [only] = requirements;
  return markup`<article class="failure" id="${section}-${number}">
  <header>
    <p class="position" aria-hidden="true">${number}</p>
    <h3>${says}</h3>
    <p class="origin"><b>${plural(requirements.length, 'requirement')}</b> <span>${plural(requests, 'request')}</span> <code>${id}</code></p>
  </header>
  ${example !== null && renderLines(example)}
  ${requirements.length === 1 && only !== undefined ? renderRequirement(only, numbered) : renderRequirements(requirements, open, numbered)}
  ${
    shown !== undefined &&
    failure !== undefined &&
    markup`<details class="others"${open && markup` open`}>
    <summary>The exchange, and how to see it again</summary>
    ${renderFindings(shown, failure)}${renderEvidence(shown, failure)}
  </details>`
  }
</article>`;
}

/** The request, the reply, and the request for a shell. */
function renderLines(example: CauseExample): Html {
  const { curl } = example;
  return markup`<p class="sent"><code>${sentOf(example, (path) => path.replace(/^.*(?=\/[^/]*$)/, '…'))}</code>${receivedOf(example)}</p>
  ${curl !== '' && curl.length <= LONGEST_CURL && markup`<dl class="again"><dt>send it by hand</dt><dd><pre class="copy clip" tabindex="0" role="group" aria-label="curl command">${curl}</pre></dd></dl>`}`;
}

function renderRequirement(requirement: RequirementReport, numbered: Numbered): Html {
  const { says, level, clause, reading, known } = requirement;
  return markup`<p class="origin">${requirementLink(requirement, numbered)} <span class="level">${level}</span> <span>${clauseText(clause)}</span>${reading !== null && markup` <span>reading ${readingLink(reading)}</span>`}</p>
  <p class="more">${says}</p>${known !== undefined && markup`<p class="excuse">Known: ${excuseOf(known)}</p>`}`;
}

function renderRequirements(requirements: readonly RequirementReport[], open: boolean, numbered: Numbered): Html {
  const full = requirements.slice(0, IN_FULL);
  const rest = requirements.slice(IN_FULL);
  return markup`<details class="others"${open && requirements.length <= FEW && markup` open`}>
    <summary>${plural(requirements.length, 'requirement')} that it explains</summary>
    <ul>${full.map((requirement) => {
      const finding = mainFinding(requirement);
      const failure = requirement.failures[0];
      return markup`<li>${requirementLink(requirement, numbered)} ${requirement.says}${requirement.known !== undefined && `; known: ${excuseOf(requirement.known)}`}${finding !== undefined && markup`<br>expected <code>${shorten(finding.expected, 120)}</code>, received <code>${shorten(finding.received, 120)}</code>`}${failure !== undefined && markup`<br><code class="replay">${failure.replay}</code>`}</li>`;
    })}${rest.map((requirement) => markup`<li>${requirementLink(requirement, numbered)}</li>`)}</ul>
  </details>`;
}

function renderFindings(requirement: RequirementReport, { findings }: FailureReport): Html {
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
  const more = requirement.failed - 1;
  return markup`${renderExchanges(requirement, failure)}
  <dl class="again">
    ${minimal && markup`<dt>smallest body that fails in the same way</dt><dd><pre class="copy" tabindex="0" role="group" aria-label="Smallest body">${renderBody(shorten(minimalBody, LONGEST_BODY), [])}</pre></dd>`}
    ${curl.length > LONGEST_CURL && markup`<dt>send it by hand</dt><dd><p>The command is ${curl.length} characters long; <code>report.json</code> holds it, case <code>${failure.case}</code>.</p></dd>`}
    <dt>judge it again</dt><dd><pre class="copy" tabindex="0" role="group" aria-label="Replay command">${replay}</pre></dd>
    <dt>find it in the logs</dt><dd>${requestId === null ? 'the target sent no X-Request-Id' : markup`<code>X-Request-Id ${requestId}</code>`}, seed <code>${seed}</code></dd>
  </dl>
  ${more > 0 && markup`<p class="more">${more} other ${more === 1 ? 'case' : 'cases'} of ${requirement.id} failed.</p>`}`;
}
