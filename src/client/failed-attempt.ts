import type { Attempt } from '../shared/model.js';
import { failureOf } from './failure-kind.js';
import { ProxyDemand } from './proxy-tunnel.js';

/** Returns an error as the outcome of the request that it was met for. The demand of a proxy is a reply. */
export function failedAttempt(error: unknown, sentAt: number): Attempt {
  const endedAt = performance.now();
  if (error instanceof ProxyDemand) return { kind: 'response', ...error.reply, sentAt, endedAt };
  const failure = failureOf(error) ?? { failure: 'reset' as const, detail: String(error) };
  return { kind: 'failure', ...failure, sentAt, endedAt };
}
