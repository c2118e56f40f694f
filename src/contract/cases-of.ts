import { isBelowTheApi } from './below-api.js';
import type { Case, Expectation, Sent } from './case.js';
import type { Context } from './context.js';
import type { JudgedByCases, Requirement } from './requirement.js';
import type { Span } from './span.js';
import { isPlainPath } from './templates.js';

/**
 * The cases of a requirement on one service: all, or those of a span of indices. A case that belongs to another service
 * is null. None if the requirement is judged by watching.
 */
export function casesOf({ id, judged }: Requirement, context: Context, span?: Span): readonly (Case | null)[] {
  if (judged.by !== 'cases') return [];
  const { from } = span ?? { from: 0 };
  return judged
    .given(context, span)
    .map(eachFromAnotherState())
    .map((sent, n) => {
      if (sent === null) return null;
      const expect = expectationOf(judged, sent, context);
      const applies = expect.statuses.includes(200) ? sent.applies : [];
      return caseOf(applies === sent.applies ? sent : { ...sent, applies }, expect, id, from + n);
    });
}

/** A case of what it sends. Its members are written out: a spread makes larger objects, and a plan holds thousands. */
function caseOf(sent: Sent, expect: Expectation, requirement: string, index: number): Case {
  if (sent.lawful !== undefined || sent.tolerates !== undefined) {
    const { open: _open, ...rest } = sent;
    return { ...rest, expect, requirement, index };
  }
  const { drawn, shape, method, path, headers, body, raw, applies, base, member, prepare, rival } = sent;
  return {
    drawn,
    shape,
    method,
    path,
    headers,
    body,
    raw,
    applies,
    base,
    member,
    prepare,
    rival,
    expect,
    requirement,
    index,
  };
}

/** Which answers to a case conform, whoever made it. */
export function expectationOf({ then }: JudgedByCases, sent: Sent, context: Context): Expectation {
  return tolerant(formed(then(sent, context), sent), sent, context);
}

/**
 * Makes all but the first of several cases with the same body begin at the baseline: an update has no visible effect if
 * the one before it stored the same.
 */
function eachFromAnotherState(): (sent: Sent | null) => Sent | null {
  const stored = new Set<string>();
  return (sent) => {
    if (sent === null || sent.shape !== 'single' || sent.applies.length === 0 || sent.prepare !== null) return sent;
    const stores = JSON.stringify(sent.applies);
    if (stores === '[{}]') return sent;
    if (stored.has(stores)) return { ...sent, prepare: 'baseline' };
    stored.add(stores);
    return sent;
  };
}

function formed(expect: Expectation, { tolerates = [] }: Sent): Expectation {
  if (tolerates.length === 0) return expect;
  const further = tolerates.filter((status) => !expect.statuses.includes(status));
  // A request refused for its form may be refused with any code.
  const codes = tolerates.includes(400) ? null : expect.codes;
  return { ...expect, statuses: [...expect.statuses, ...further], codes };
}

/**
 * Widens an expectation by what conforms for the form of the request: the HTTP server may answer by itself (R31), and
 * if every request is signed, one that servers read differently may be refused for its signature (R33).
 */
function tolerant(expect: Expectation, sent: Sent, { capabilities }: Context): Expectation {
  const { path, raw } = sent;
  const tolerated = expect.belowApi || !isBelowTheApi(sent) ? expect : { ...expect, belowApi: true };
  const signed = capabilities.has('aksk') && !capabilities.has('token');
  if (!signed || expect.statuses.includes(401) || (raw === null && isPlainPath(path))) return tolerated;
  return { ...tolerated, statuses: [...expect.statuses, 401] };
}
