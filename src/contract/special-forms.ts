import type { Operation } from '../operation/operation.js';
import { packed, update, updateWith } from './sent.js';
import type { Wrong } from './crossing.js';
import { eachAlone, merged, notToBeStored } from './plain.js';
import { percentEncoded } from './near.js';
import type { Sent } from './case.js';
import type { CaseMaker } from './requirement.js';

/** A form of the request that some layer may check less closely, or differently. */
interface SpecialForm {
  readonly headers?: Sent['headers'];
  /** Replaces `PUT path HTTP/1.1`. */
  readonly requestLine?: (method: string) => string;
  readonly path?: (path: string, operation: Operation) => string;
  /** Whether a valid request stays valid in this form; otherwise an HTTP server may refuse it. */
  readonly good?: true;
}

const forms: readonly SpecialForm[] = [
  {
    headers: [
      ['X-Forwarded-For', '127.0.0.1'],
      ['X-Real-IP', '127.0.0.1'],
      ['Forwarded', 'for=127.0.0.1;host=localhost'],
      ['X-Forwarded-Proto', 'https'],
    ],
    good: true,
  },
  {
    headers: [
      ['X-Internal', 'true'],
      ['X-Debug', '1'],
      ['X-Admin', 'true'],
      ['X-Service-Name', 'vpcep'],
      ['X-User-Id', 'admin'],
    ],
    good: true,
  },
  {
    headers: [
      ['Origin', 'https://example.com'],
      ['Referer', 'https://example.com/a'],
      ['Cache-Control', 'no-cache'],
      ['X-Requested-With', 'XMLHttpRequest'],
      ['Cookie', 'session=1; JSESSIONID=2'],
    ],
    good: true,
  },
  // What services behind proxies read instead of the request line, and what browsers and filters look at.
  {
    headers: [
      ['X-HTTP-Method-Override', 'GET'],
      ['X-Original-URL', '/'],
      ['X-Rewrite-URL', '/'],
      ['X-Forwarded-Host', 'localhost'],
      ['X-Forwarded-Prefix', '/x'],
      ['Via', '1.1 example'],
      ['Date', 'Thu, 01 Jan 2015 00:00:00 GMT'],
      ['Pragma', 'no-cache'],
    ],
    good: true,
  },
  {
    headers: [
      ['User-Agent', ''],
      ['Sec-Fetch-Site', 'cross-site'],
      ['Sec-Fetch-Mode', 'cors'],
      ['Upgrade-Insecure-Requests', '1'],
      ['DNT', '1'],
      ['Cookie', `session=${'0123456789abcdef'.repeat(160)}`],
      ['X-Amzn-Trace-Id', 'Root=1-5759e988-bd862e3fe1be46a994272793'],
    ],
    good: true,
  },
  { headers: [['Connection', 'close']], good: true },
  { headers: [['Authorization', 'Basic YWRtaW46YWRtaW4=']] },
  { headers: [['Expect', '100-continue']] },
  { requestLine: (method) => `${method} {path} HTTP/1.0` },
  { requestLine: (method) => `${method} http://{host}{path} HTTP/1.1` },
  { path: (path) => `/${path}` },
  // A letter of the last segment that is not a parameter.
  {
    path: (path) =>
      path.replace(/\/([a-z])(?=[^/{}]*\/\{service_id\})/, (_, letter: string) => `/${percentEncoded(letter)}`),
  },
  { path: (path) => `${path}/` },
  { path: (path, operation) => `${path}?${parametersOf(operation)}&id={service_id}&_method=PUT&debug=true` },
];

/** The parameters of the path, as a query. */
function parametersOf({ parameters }: Operation): string {
  const placed = parameters.filter(({ holds }) => holds !== null);
  return placed.map(({ name, holds }) => `${name}={${holds ?? ''}_id}`).join('&');
}

function inForm(
  operation: Operation,
  sent: Sent,
  { headers = [], requestLine, path = (same) => same }: SpecialForm,
): Sent {
  return {
    ...sent,
    headers: [...sent.headers, ...headers],
    path: path(sent.path, operation),
    raw: { framing: 'content-length', requestLine: requestLine?.(sent.method) ?? null, omitHost: false },
  };
}

/** In these forms an HTTP server may refuse a request by itself (R31). */
const refusedFor: readonly number[] = [400, 401, 404, 417, 505];

/**
 * A change that must not be made, with one thing wrong each, and texts that are not bodies, in each special form. If
 * the form itself may be refused, what `belowTheApiIfTolerated` allows is tolerated.
 */
export function wrongInSpecialForms(wrongs: readonly Wrong[], texts: readonly string[]): CaseMaker {
  return (context) => {
    const change: Sent = { ...updateWith(notToBeStored(context), context), applies: [], open: null };
    const all = [
      ...wrongs.map((wrong) => wrong(change)),
      ...texts.map((text): Sent => ({ ...update(context), body: packed(text) })),
    ];
    return forms.flatMap((form) =>
      all.map((sent) => ({
        ...inForm(context.operation, sent, form),
        ...(form.good ? {} : { tolerates: refusedFor }),
      })),
    );
  };
}

/** The same cases, dealt to the special forms that change nothing, and to those that may be refused for their form. */
export function inEverySpecialForm(given: CaseMaker): CaseMaker {
  return (context) => {
    const all = given(context).flatMap((sent) => (sent === null ? [] : [sent]));
    return forms.flatMap((form, n): Sent[] => {
      const sent = all[n % all.length];
      if (sent === undefined) return [];
      return [{ ...inForm(context.operation, sent, form), ...(form.good ? {} : { tolerates: refusedFor }) }];
    });
  };
}

/** Legal updates in the special forms that change nothing: they must be obeyed. */
export function updatesInSpecialForms(): CaseMaker {
  return (context) =>
    forms
      .filter(({ good }) => good)
      .flatMap((form, n) => {
        const marks = {
          says: `In a special form ${n}`,
          word: `special-${n}`,
          flag: n % 2 === 0,
          count: 1 + n,
          from: 53_000 + 9 * n,
        };
        return [inForm(context.operation, updateWith(merged(eachAlone(context, marks)), context), form)];
      });
}
