import type { Content, Entry, Har, PostData, Request, Response } from 'har-format';
import { byCodeUnits } from '../shared/in-order.js';
import { jsonText } from './json-text.js';
import { endedIn } from './outcome.js';
import type { Report } from './report.js';
import type { ExchangeReport, FailureReport, RequirementReport } from './requirement-report.js';

/** End of a body that the report cut, which a reader of the archive must be told. */
const CUT = '…';

/** The page that all entries belong to: some browsers' importers show none without it. */
const PAGE = 'run';

/**
 * The exchanges of every failure as an HTTP Archive 1.2, for the network panel of a browser or a proxy. It holds no
 * more than the report does: secrets are masked, bodies cut.
 */
export function renderHar(report: Report): string {
  const entries = endedIn(report, 'failed').flatMap((requirement) =>
    requirement.failures.flatMap((failure) =>
      failure.exchanges.map((exchange) => entryOf(exchange, failure, requirement, report.target.url)),
    ),
  );
  const har: Har = {
    log: {
      version: '1.2',
      creator: { name: report.tool.name, version: report.tool.version },
      pages: [
        {
          id: PAGE,
          startedDateTime: report.startedAt,
          title: `vpcep-contract: exchanges of failures on ${report.target.url}`,
          pageTimings: {},
        },
      ],
      entries: entries.sort((a, b) => byCodeUnits(a.startedDateTime, b.startedDateTime)),
      comment: 'Exchanges of failures; secrets are masked, bodies cut at 4,096 characters.',
    },
  };
  return jsonText(har, 1);
}

function entryOf(exchange: ExchangeReport, failure: FailureReport, { says }: RequirementReport, base: string): Entry {
  const { role, sentAt, durationMs, attempts } = exchange;
  const why = exchange.failure === null ? '' : `; no reply: ${exchange.failure}`;
  return {
    pageref: PAGE,
    startedDateTime: sentAt,
    time: durationMs,
    request: requestOf(exchange, base),
    response: responseOf(exchange),
    cache: {},
    // Only the total is measured: it counts as waiting.
    timings: { send: 0, wait: durationMs, receive: 0 },
    comment: `${failure.case}, ${role}, attempt ${attempts}: ${says}${why}`,
  };
}

function requestOf({ method, path, headers, body }: ExchangeReport, base: string): Request {
  return {
    method,
    url: `${originOf(base)}${encodeRest(path)}`,
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: headers.map(([name, value]) => ({ name, value })),
    queryString: queryOf(path),
    ...(body === null
      ? {}
      : { postData: { mimeType: headerOf(headers, 'content-type'), text: body } satisfies PostData }),
    headersSize: -1,
    bodySize: sizeOf(body),
  };
}

/** The reply; without one the status is 0, as browsers write it. */
function responseOf({ status, responseHeaders, responseBody }: ExchangeReport): Response {
  const content: Content = {
    size: sizeOf(responseBody),
    mimeType: headerOf(responseHeaders, 'content-type'),
    ...(responseBody === null ? {} : { text: responseBody }),
  };
  return {
    status: status ?? 0,
    statusText: '',
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: responseHeaders.map(([name, value]) => ({ name, value })),
    content,
    redirectURL: headerOf(responseHeaders, 'location'),
    headersSize: -1,
    bodySize: sizeOf(responseBody),
  };
}

function headerOf(headers: ExchangeReport['headers'], wanted: string): string {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? '';
}

/** Size of a body; -1 if it is unknown because the report holds only its beginning. */
function sizeOf(body: string | null): number {
  if (body === null) return 0;
  return body.endsWith(CUT) ? -1 : Buffer.byteLength(body);
}

/** The origin of a base URL; a report by somebody else may hold what is not a URL. */
function originOf(base: string): string {
  return URL.canParse(base) ? new URL(base).origin : encodeRest(base);
}

/** The path with characters encoded that a URL may not hold; what is already encoded, rightly or not, is kept. */
function encodeRest(path: string): string {
  return path.replace(/[^\w.~:/?@!$&'()*+,;=%-]+|%(?![0-9a-f]{2})/gi, (text) =>
    Array.from(Buffer.from(text), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
}

function queryOf(path: string): Request['queryString'] {
  const at = path.indexOf('?');
  if (at < 0) return [];
  return [...new URLSearchParams(path.slice(at + 1))].map(([name, value]) => ({ name, value }));
}
