import type { Attempt } from '../model.js';

/** Bytes of a reply's body that are kept as evidence: more than anything shows, less than memory is short of. */
const KEPT = 20_480;

/** What may be kept for the rest of a run: bodies of replies that are larger than any of the contract are cut. */
export function trimmed<T extends { readonly attempts: readonly Attempt[] }>(exchange: T): T {
  if (!exchange.attempts.some(isLarge)) return exchange;
  const attempts = exchange.attempts.map((attempt) =>
    isLarge(attempt) ? { ...attempt, body: attempt.body.slice(0, KEPT) } : attempt,
  );
  return { ...exchange, attempts };
}

function isLarge(attempt: Attempt): attempt is Extract<Attempt, { kind: 'response' }> {
  return attempt.kind === 'response' && attempt.body.length > KEPT;
}
