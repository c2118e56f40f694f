import type { Exchange } from './ledger.js';

/** Bytes of a reply's body that are kept as evidence: more than anything shows, less than memory is short of. */
const KEPT = 65_536;

/** An exchange that may be kept for the rest of a run: bodies of replies that are larger than any of the contract are cut. */
export function trimmed(exchange: Exchange): Exchange {
  const attempts = exchange.attempts.map((attempt) =>
    attempt.kind === 'response' && attempt.body.length > KEPT
      ? { ...attempt, body: attempt.body.slice(0, KEPT) }
      : attempt,
  );
  return { ...exchange, attempts };
}
