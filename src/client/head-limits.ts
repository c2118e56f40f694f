import { ClientFailure } from './failure-kind.js';

/** Largest head of a reply in bytes, interim ones included. */
export const MOST_HEAD_BYTES = 65_536;
/**
 * Most header fields of a reply: each costs far more memory than its bytes, and servers themselves accept a few
 * hundred.
 */
export const MOST_FIELDS = 1_000;

/** Returns the failure of a reply with more of them. */
export function tooManyFields(): ClientFailure {
  return new ClientFailure('too-large', `the reply has more than ${MOST_FIELDS} header fields`);
}
