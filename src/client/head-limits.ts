import { ClientFailure } from './failure-kind.js';

/** Bytes of the head of a reply at most, interim ones included. */
export const MOST_HEAD_BYTES = 65_536;
/** Header fields of a reply at most: each costs far more memory than its bytes, and servers themselves take a few hundred. */
export const MOST_FIELDS = 1_000;

/** The failure of a reply with more of them. */
export function tooManyFields(): ClientFailure {
  return new ClientFailure('too-large', `the reply has more than ${MOST_FIELDS} header fields`);
}
