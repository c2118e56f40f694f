import { takesTls } from '../client/index.js';
import type { Config } from '../config/config.js';
import type { Unanswered } from '../shared/failure.js';
import type { ProxyRoute } from '../shared/way.js';
import { forwardedTrouble } from './forwarded-trouble.js';
import { proxyTrouble } from './proxy-trouble.js';
import { clientOptions } from './target/endpoint.js';
import { closedConnection, speaksTls, type WrongAddress } from './target/wrong-address.js';
import { tlsTrouble } from './tls-trouble.js';

/**
 * What is wrong on the way to a target, by what came in place of an answer; null if there is no more to say. If the
 * target has replied before, only the proxy can be at fault. Tries TLS if the URL says http.
 */
export async function wayTrouble(
  config: Config,
  instead: Unanswered | null,
  { hasReplied = false, way = null }: { readonly hasReplied?: boolean; readonly way?: ProxyRoute | null } = {},
): Promise<WrongAddress | null> {
  if (config.target === null || instead === null) return null;
  // A connection that breaks later says nothing about the proxy.
  const ofForwarding = hasReplied && !('doubt' in instead) ? null : forwardedTrouble(config, way, instead);
  if (ofForwarding !== null || 'doubt' in instead) return ofForwarding;
  const { url } = config.target;
  const ofProxy = await proxyTrouble(config, url, instead);
  if (ofProxy !== null || hasReplied) return ofProxy;
  const secure = url.startsWith('https:');
  if (!secure && (await takesTls(clientOptions(config, new URL(url).origin)))) return speaksTls(url);
  const { failure, trouble } = instead;
  if (trouble?.kind === 'tls') {
    if (trouble.fault !== 'no-tls') return tlsTrouble(trouble);
    const remedy = `give ${url.replace('https:', 'http:')} if that is intended`;
    return { what: 'the target does not speak TLS', remedy };
  }
  if (failure === 'malformed') {
    return {
      what: 'the target does not speak HTTP/1.1',
      remedy: 'is it another service, or one that speaks only HTTP/2? A run sends HTTP/1.1',
    };
  }
  if (failure !== 'reset') return null;
  if (secure && config.network.tls.cert === undefined) {
    return {
      what: 'the target closes the connection after the TLS handshake',
      remedy: 'does it require a client certificate (--cert and --key)?',
    };
  }
  return {
    what: closedConnection(instead),
    remedy: `does the API listen at ${url}, and does something in between close connections?`,
  };
}
