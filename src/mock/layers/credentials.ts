import type { Refusal } from '../model.js';
import type { MockExchange } from '../behaviour.js';
import { signatureOf } from './signature.js';

/**
 * X-Auth-Token (Table 2) must be given once, exactly as issued. 401 without a token or with an unknown one, 400 with
 * several. Without a token, a request that is signed with AK and SK is accepted too.
 */
export function authenticate(x: MockExchange): Refusal | undefined {
  const token = x.headers['x-auth-token'];
  if (token === undefined && x.headers.authorization !== undefined) return x.behaviour.verify(x);
  if (typeof token === 'string' && x.world.tokens.has(token)) return undefined;
  if (countHeader(x, 'x-auth-token') > 1) {
    return { status: 400, code: 'EndPoint.0002', message: 'X-Auth-Token is repeated.' };
  }
  return unauthenticated();
}

/** The project of the path must be the token's or the key's; otherwise 403. */
export function authorise(x: MockExchange): Refusal | undefined {
  const token = x.headers['x-auth-token'];
  if (typeof token === 'string' && x.world.tokens.get(token) === x.projectId) return undefined;
  if (token === undefined && ownerOfKey(x) === x.projectId) return undefined;
  return {
    status: 403,
    code: 'EndPoint.0004',
    message: 'Authentication information is incorrect or you have no permissions.',
  };
}

/** Returns the project of the AK in a signature. */
function ownerOfKey(x: MockExchange): string | undefined {
  const named = signatureOf(x);
  return named && x.world.secretKeys.get(named.accessKey)?.projectId;
}

/** Status 401. */
export function unauthenticated(): Refusal {
  return {
    status: 401,
    code: 'EndPoint.0003',
    message: 'Authentication failed or authentication information is invalid.',
  };
}

/** Counts the occurrences of a header; its name is in lower case. */
export function countHeader(x: MockExchange, name: string): number {
  let count = 0;
  for (let n = 0; n < x.rawHeaders.length; n += 2) if (x.rawHeaders[n]?.toLowerCase() === name) count++;
  return count;
}
