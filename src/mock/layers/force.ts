import type { Outcome, Refusal } from '../model.js';
import type { MockExchange } from '../behaviour.js';
import { notAllowed } from './route.js';

/** The documented statuses other than 200, which are answered on demand. */
const documented: ReadonlyMap<number, Refusal> = new Map(
  (
    [
      [400, 'EndPoint.0002', 'Parameter error.'],
      [401, 'EndPoint.0003', 'Authentication failed or authentication information is invalid.'],
      [403, 'EndPoint.0004', 'Authentication information is incorrect or you have no permissions.'],
      [404, 'EndPoint.0005', 'The requested resource is unavailable.'],
      [406, 'EndPoint.0002', 'No acceptable representation.'],
      [407, 'EndPoint.0003', 'Proxy authentication is required.', 'Proxy-Authenticate', 'Basic realm="proxy"'],
      [408, 'EndPoint.0013', 'The request timed out.'],
      [409, 'EndPoint.3044', 'The parameter ports conflicted with ports in an existing endpoint service.'],
      [500, 'EndPoint.0001', 'System error. Please retry.'],
      [501, 'EndPoint.0001', 'Not implemented.'],
      [502, 'EndPoint.0001', 'Bad answer from upstream.'],
      [503, 'EndPoint.0001', 'The service is unavailable for now.'],
      [504, 'EndPoint.0013', 'The request timed out.'],
    ] as const
  ).map(([status, code, message, ...headers]) => [status, { status, code, message, headers }]),
);

/** Answers `Prefer: code=503` with that status and its envelope; `code=200`, or an undocumented status, as usual. */
export function force(x: MockExchange): Outcome | undefined {
  const { prefer } = x.headers;
  if (prefer === undefined) return undefined;
  const status = Number(/(?:^|[\s,;])code=(\d{3})(?:$|[\s,;])/.exec(String(prefer))?.[1]);
  const refusal = status === 405 ? notAllowed() : documented.get(status);
  return refusal && x.behaviour.refuse(refusal, x);
}
