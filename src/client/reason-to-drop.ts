import { ClientFailure } from './failure-kind.js';

/**
 * Why a new connection is of no use; null where it is. undici makes connection after connection, for ever, where each
 * ends before a request is on it, as it does when the peer speaks first.
 *
 * @param state.waiting bytes that came before the request
 * @param state.unused connections that were made since a request was last sent on one, this one included
 * @param state.connections how many there may be at once
 */
export function reasonToDrop(state: {
  readonly waiting: number;
  readonly unused: number;
  readonly connections: number;
}): ClientFailure | null {
  if (state.waiting > 0) return new ClientFailure('malformed', 'the peer speaks before it is asked');
  if (state.unused <= 2 * state.connections + 8) return null;
  return new ClientFailure('reset', 'every connection ends before a request can be sent');
}
