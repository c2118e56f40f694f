import type { Outcome } from '../model.js';
import type { MockExchange } from '../behaviour.js';

/** Refuses a request without Host with 400 (RFC 9112, 3.2). */
export function admit(x: MockExchange): Outcome | undefined {
  if (x.headers.host !== undefined) return undefined;
  return x.behaviour.refuse({ status: 400, code: 'EndPoint.0002', message: 'Host is missing.' }, x);
}
