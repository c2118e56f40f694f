import { commandLine, pathWord } from '../../report/shell-words.js';
import type { Mask } from '../../secrets/mask.js';
import type { Breach, Exchange, Tally } from '../../judge/ledger.js';
import type { AttemptResponse } from '../../shared/model.js';
import type { ExchangeReport, FailureReport } from '../../report/requirement-report.js';
import type { Json } from '../../shared/json.js';
import { formsOfCase } from './blamed-forms.js';
import { brokenRules } from './broken-rules.js';
import { commandOf } from './command-of.js';
import { curlOf, headersToShow } from './shown-signature.js';
import type { Config } from '../../config/config.js';
import type { Endpoint } from '../target/endpoint.js';
import type { Suite } from '../suite/suite.js';

const LONGEST_BODY = 4_096;

/** A failure as reported, with every secret masked. */
export function failureReport(
  run: { readonly endpoint: Endpoint; readonly config: Config; readonly suite: Suite },
  mask: Mask,
  requirement: string,
  breach: Breach,
  minimal: Tally['minimal'],
): FailureReport {
  const { purpose, findings, exchanges } = breach;
  const { testCase, serviceId } = purpose;
  const judged = exchanges.findLast(({ role }) => role === 'case') ?? exchanges.at(-1);
  const { address, target, way } = run.endpoint;
  const last = judged?.attempts.at(-1);
  const caseId = testCase === null ? `${requirement}#0` : `${testCase.requirement}#${testCase.index}`;
  const breaks = brokenRules(breach, minimal, run.suite);
  return {
    case: caseId,
    findings: findings.map((finding) => ({
      ...finding,
      expected: mask.text(finding.expected),
      received: mask.text(finding.received),
    })),
    exchanges: exchanges.map((exchange) => exchangeReport(exchange, mask, address.host)),
    minimalBody: minimal === null ? null : mask.text(minimal.body),
    ...(breaks.length === 0 ? {} : { breaks }),
    ...formsOfCase(testCase),
    curl:
      judged === undefined
        ? ''
        : commandOf(breach, minimal, { address, secondMs: target.secondMs }, (request) =>
            curlOf(request, { url: target.url, way }, mask),
          ),
    replay: commandLine('replay', pathWord(run.config.reportDir), caseId, ...run.config.byFlags.way),
    seed: run.config.seed,
    requestId: last?.kind === 'response' ? requestIdOf(last, mask) : null,
    recorded: testCase === null ? null : ({ probe: testCase, serviceId } as unknown as Json),
  };
}

function requestIdOf({ headers }: AttemptResponse, mask: Mask): string | null {
  const id = headers.find(([name]) => name.toLowerCase() === 'x-request-id')?.[1];
  return id === undefined ? null : mask.text(id);
}

function exchangeReport({ role, request, attempts }: Exchange, mask: Mask, host: string): ExchangeReport {
  const last = attempts.at(-1);
  const response = last?.kind === 'response' ? last : null;
  return {
    role,
    method: request.method,
    path: mask.text(request.path),
    headers: mask.headers(headersToShow(request, host)),
    body: request.body === null ? null : shown(request.body, mask),
    attempts: attempts.length,
    sentAt: new Date(performance.timeOrigin + (last?.sentAt ?? 0)).toISOString(),
    durationMs: last === undefined ? 0 : Math.round((last.endedAt - last.sentAt) * 100) / 100,
    status: response?.status ?? null,
    responseHeaders: response === null ? [] : mask.headers(response.headers),
    responseBody: response === null ? null : shown(response.body, mask),
    failure: last?.kind === 'failure' ? `${last.failure}: ${mask.text(last.detail)}` : null,
  };
}

function shown(bytes: Uint8Array, mask: Mask): string {
  const text = mask.text(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
  return text.length <= LONGEST_BODY ? text : `${text.slice(0, LONGEST_BODY)}…`;
}
