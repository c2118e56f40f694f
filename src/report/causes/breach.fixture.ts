import { failed, failure } from '../report.fixture.js';
import type { BrokenRule, ExchangeReport, RequirementReport } from '../requirement-report.js';
import { causesOf } from './causes-of.js';

/** What a requirement failed for. */
export interface Seen {
  readonly expected: string;
  readonly received: string;
  readonly pointer?: string;
  readonly body?: string | null;
  readonly status?: number | null;
  readonly reply?: string | null;
  readonly case?: string;
  readonly breaks?: readonly BrokenRule[];
  readonly before?: Partial<ExchangeReport>;
}

/** A requirement that failed because of what was seen. */
export function breach(id: string, seen: Seen, changes: Partial<RequirementReport> = {}): RequirementReport {
  const { expected, received, pointer, body = '{}', reply = '', breaks = [], before } = seen;
  const status = seen.status === undefined ? Number(/^\d{3}/.exec(received)?.[0] ?? 200) : seen.status;
  const own = failure({ case: seen.case ?? `${id}#0` });
  const [exchange] = own.exchanges as readonly [ExchangeReport];
  return failed(id, {
    failures: [
      {
        ...own,
        findings: [{ requirement: id, expected, received, ...(pointer === undefined ? {} : { pointer }) }],
        exchanges: [
          ...(before === undefined ? [] : [{ ...exchange, ...before }]),
          { ...exchange, body, status, responseBody: reply },
        ],
        minimalBody: null,
        ...(breaks.length === 0 ? {} : { breaks }),
      },
    ],
    ...changes,
  });
}

/** A rule that a body breaks. */
export const rule = (member: string, keyword: string, given: BrokenRule['given'] = 'string') => ({
  member,
  keyword,
  given,
});
/** The ids of the causes of some requirements, each with the requirements that it explains. */
export function told(requirements: readonly RequirementReport[]): Record<string, readonly string[]> {
  return Object.fromEntries(causesOf({ requirements }).map((cause) => [cause.id, cause.requirements]));
}

/** An answer as a whole that should have been another one. */
export const wrongly = (received: string, expected = '400') => ({ expected, received });
