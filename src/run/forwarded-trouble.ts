import { authorityOf, hostOf, portOf } from '../client/index.js';
import type { Config } from '../config/config.js';
import type { Unanswered } from '../shared/failure.js';
import { isForwarded, type ProxyRoute } from '../shared/way.js';
import type { WrongAddress } from './target/wrong-address.js';

/** The statuses with which a proxy says that it cannot reach the target. */
const BEYOND: ReadonlySet<number> = new Set([502, 503, 504]);

/** What is wrong with a forwarding proxy; null if requests are not forwarded, or there is no more to say. */
export function forwardedTrouble(config: Config, way: ProxyRoute | null, instead: Unanswered): WrongAddress | null {
  if (way === null || !isForwarded(way) || config.target === null) return null;
  const shown = 'doubt' in instead ? instead.doubt : instead.failure === 'reset' ? 'a closed connection' : null;
  if (shown === null) return null;
  const status = 'doubt' in instead ? instead.status : null;
  const url = new URL(config.target.url);
  const target = authorityOf({ host: hostOf(url), port: portOf(url) });
  return {
    what: `the proxy ${way.proxy} answers ${way.refused} to CONNECT ${target}, and forwarded requests get ${shown}`,
    remedy: proxyRemedy(config, target, status, `open a tunnel to ${target} or forward to it`),
  };
}

/**
 * What to do about a proxy that answers in place of a target: look behind it, or let it do what `wish` says, or do
 * without it.
 */
export function proxyRemedy({ network }: Config, target: string, status: number | null, wish: string): string {
  if (status !== null && BEYOND.has(status)) return `can it reach ${target}, and is that the target?`;
  const without = network.proxy === null ? 'except the host with NO_PROXY' : 'reach the target without --proxy';
  return `let it ${wish}, or ${without}`;
}
