import type { ExchangeReport, FailureReport, RequirementReport } from '../requirement-report.js';
import { shorten } from '../safe-text.js';
import { renderBody } from './body.js';
import { markup, type Html } from './markup.js';

const ROLES: { readonly [role in ExchangeReport['role']]: string } = {
  prepare: 'Sent before',
  case: 'The request that was judged',
  read: 'Read afterwards',
};

const LONGEST_VALUE = 400;
const LONGEST_PATH = 600;

/** The requests and replies in order; the judged one is open, the others can be opened. */
export function renderExchanges(requirement: RequirementReport, failure: FailureReport): Html {
  const places = namedPlaces(requirement, failure);
  const judged = failure.exchanges.findLast(({ role }) => role === 'case') ?? failure.exchanges.at(-1);
  return markup`${failure.exchanges.map((exchange) => {
    // A read is evidence if the finding names a place in the state.
    const open =
      exchange === judged || (exchange.role === 'read' && places.length > 0 && exchange === failure.exchanges.at(-1));
    return markup`<details class="exchange"${open && markup` open`}>
      <summary>${ROLES[exchange.role]}: <code>${exchange.method}</code> → <code>${answerOf(exchange)}</code></summary>
      <div class="pair">${renderRequest(exchange, places)}${renderReply(exchange, places, failure)}</div>
    </details>`;
  })}`;
}

function renderRequest(exchange: ExchangeReport, places: readonly string[]): Html {
  const { method, path, headers, body, attempts, sentAt } = exchange;
  const times = attempts === 1 ? '' : `, ${attempts} times`;
  return markup`<figure class="message">
    <figcaption>Sent <time datetime="${sentAt}">${sentAt.slice(11, 23)}</time>${times}</figcaption>
    <pre tabindex="0" role="group" aria-label="Sent"><b>${method} ${shorten(path, LONGEST_PATH)}</b>
${renderHeaders(headers, [])}${
    body !== null &&
    markup`
${renderBody(body, places)}`
  }</pre>
  </figure>`;
}

function renderReply(exchange: ExchangeReport, places: readonly string[], { findings }: FailureReport): Html {
  const { status, failure, responseHeaders, responseBody, durationMs } = exchange;
  const blamed =
    exchange.role === 'case' &&
    findings.some(({ pointer, received }) => pointer === undefined && received.startsWith(String(status ?? failure)));
  const line = status === null ? `no reply: ${failure ?? 'unknown'}` : String(status);
  const received = findings.map((finding) => finding.received);
  return markup`<figure class="message">
    <figcaption>Received after ${durationMs < 10 ? durationMs.toFixed(1) : Math.round(durationMs)} ms</figcaption>
    <pre tabindex="0" role="group" aria-label="Received"><b>${blamed ? markup`<mark>${line}</mark>` : line}</b>
${renderHeaders(responseHeaders, received)}${
    responseBody !== null &&
    markup`
${renderBody(responseBody, places)}`
  }</pre>
  </figure>`;
}

/** Headers, with those marked whose value a finding complains about. */
function renderHeaders(headers: ExchangeReport['headers'], received: readonly string[]): Html {
  return markup`${headers.map(([name, value]) => {
    const shown = shorten(value, LONGEST_VALUE);
    return markup`<span class="h">${name}: ${received.includes(value) ? markup`<mark>${shown}</mark>` : shown}</span>
`;
  })}`;
}

function answerOf({ status, failure }: ExchangeReport): string {
  return status === null ? (failure ?? 'no answer') : String(status);
}

/** The places in bodies that a failure concerns: those that its findings name, else the member of the case. */
function namedPlaces(requirement: RequirementReport, { findings }: FailureReport): readonly string[] {
  const named = findings.map(({ pointer }) => pointer ?? '').filter((pointer) => pointer !== '');
  if (named.length > 0) return named;
  const [, member] = requirement.id.split('/');
  return member === undefined ? [] : [`/${member}`];
}
