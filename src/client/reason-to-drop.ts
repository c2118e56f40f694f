import { ClientFailure } from './failure-kind.js';

/**
 * Returns why a new connection is useless, or null if it is not. undici reconnects forever if every connection ends
 * before a request is sent on it, as when the peer speaks first.
 *
 * @param state.waiting bytes that came before the request
 * @param state.unused connections made since a request was last sent on one, including this one
 * @param state.connections most connections at once
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
