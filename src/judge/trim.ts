import type { Attempt, AttemptResponse } from '../shared/model.js';

/** Bytes of a reply's body that are kept as evidence: more than any report shows, little enough for memory. */
const KEPT = 20_480;

/** Header fields, and bytes of header text, that are kept with it. */
const FIELDS = 100;
const HEAD = 8_192;

/** A copy that may be kept for the rest of the run: bodies and headers larger than any in the contract are cut. */
export function trimmed<T extends { readonly attempts: readonly Attempt[] }>(exchange: T): T {
  if (!exchange.attempts.some(isLarge)) return exchange;
  const attempts = exchange.attempts.map((attempt) =>
    isLarge(attempt) ? { ...attempt, body: attempt.body.slice(0, KEPT), headers: keptOf(attempt.headers) } : attempt,
  );
  return { ...exchange, attempts };
}

function isLarge(attempt: Attempt): attempt is AttemptResponse {
  return (
    attempt.kind === 'response' &&
    (attempt.body.length > KEPT || attempt.headers.length > FIELDS || sizeOf(attempt.headers) > HEAD)
  );
}

function sizeOf(headers: AttemptResponse['headers']): number {
  return headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
}

/** The first fields of the headers, and those by which the logs of the service find the request. */
function keptOf(headers: AttemptResponse['headers']): AttemptResponse['headers'] {
  let left = HEAD;
  return headers.filter(([name, value], n) => {
    left -= name.length + value.length;
    return (n < FIELDS && left >= 0) || (name.toLowerCase() === 'x-request-id' && value.length <= HEAD);
  });
}
