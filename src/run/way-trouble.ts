import { takesTls } from '../client/index.js';
import type { Config } from '../config/config.js';
import type { ProxyRoute } from '../shared/way.js';
import { BY_PROXY } from '../judge/by-proxy.js';
import { forwardedTrouble } from './forwarded-trouble.js';
import { proxyTrouble } from './proxy-trouble.js';
import { clientOptions } from './target/endpoint.js';
import { codeIn, speaksTls, type WrongAddress } from './target/wrong-address.js';
import { NO_TLS, tlsTrouble } from './tls-trouble.js';

/** The messages of a broken connection. */
const CLOSED = /other side closed|ECONNRESET|EPIPE|closes? the connection without a reply/;

/**
 * What is wrong on the way to a target, by the message of the network; null if there is no more to say. If the target
 * has replied before, only the proxy can be at fault. Tries TLS if the URL says http.
 */
export async function wayTrouble(
  config: Config,
  said: string,
  { hasReplied = false, way = null }: { readonly hasReplied?: boolean; readonly way?: ProxyRoute | null } = {},
): Promise<WrongAddress | null> {
  if (config.target === null) return null;
  // A connection that breaks later says nothing about the proxy.
  const ofForwarding = hasReplied && !said.includes(BY_PROXY) ? null : forwardedTrouble(config, way, said);
  if (ofForwarding !== null) return ofForwarding;
  const { url } = config.target;
  const secure = url.startsWith('https:');
  const ofProxy = await proxyTrouble(config, url, said);
  if (ofProxy !== null || hasReplied) return ofProxy;
  if (secure && NO_TLS.test(said)) {
    const remedy = `give ${url.replace('https:', 'http:')} if that is intended`;
    return { what: 'the target does not speak TLS', remedy };
  }
  if (!secure && (await takesTls(clientOptions(config, new URL(url).origin)))) return speaksTls(url);
  const ofTls = tlsTrouble(said);
  if (ofTls !== null) return ofTls;
  if (/does not match the HTTP\/1\.1 protocol|is not HTTP|speaks before it is asked/.test(said)) {
    return {
      what: 'the target does not speak HTTP/1.1',
      remedy: 'is it another service, or one that speaks only HTTP/2? A run sends HTTP/1.1',
    };
  }
  if (!CLOSED.test(said)) return null;
  if (secure && /before secure TLS connection/.test(said)) {
    return {
      what: 'the target closes the connection during the TLS handshake',
      remedy: 'does it speak TLS, and does it require a client certificate (--cert and --key)?',
    };
  }
  if (secure && config.network.tls.cert === undefined) {
    return {
      what: 'the target closes the connection after the TLS handshake',
      remedy: 'does it require a client certificate (--cert and --key)?',
    };
  }
  return {
    what: `the target closes the connection without a reply${codeIn(said)}`,
    remedy: `does the API listen at ${url}, and does something in between close connections?`,
  };
}
