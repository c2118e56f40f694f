import { takesTls } from '../client/index.js';
import type { Config } from '../config/config.js';
import { proxyTrouble } from './proxy-trouble.js';
import { clientOptions } from './target/endpoint.js';
import { codeIn, speaksTls, type WrongAddress } from './target/wrong-address.js';
import { NO_TLS, tlsTrouble } from './tls-trouble.js';

/** What a broken connection is reported as. */
const CLOSED = /other side closed|ECONNRESET|EPIPE|closes? the connection without a reply/;

/**
 * What is wrong on the way to a target, by the message of the network; null if there is no more to say. Where the
 * target has replied before, that can only be the proxy. Tries TLS where the address is of http.
 */
export async function wayTrouble(config: Config, said: string, hasReplied = false): Promise<WrongAddress | null> {
  if (config.target === null) return null;
  const { url } = config.target;
  const secure = url.startsWith('https:');
  const ofProxy = await proxyTrouble(config, url, said);
  if (ofProxy !== null || hasReplied) return ofProxy;
  if (secure && NO_TLS.test(said)) {
    const remedy = `give ${url.replace('https:', 'http:')} if that is meant to be so`;
    return { what: 'the target does not speak TLS', remedy };
  }
  if (!secure && (await takesTls(clientOptions(config, new URL(url).origin)))) return speaksTls(url);
  const ofTls = tlsTrouble(said);
  if (ofTls !== null) return ofTls;
  if (/does not match the HTTP\/1\.1 protocol|is not HTTP|speaks before it is asked/.test(said)) {
    return {
      what: 'the target does not speak HTTP/1.1',
      remedy: 'is it another service, or one for HTTP/2 alone? A run sends HTTP/1.1',
    };
  }
  if (!CLOSED.test(said)) return null;
  if (secure && /before secure TLS connection/.test(said)) {
    return {
      what: 'the target closes the connection during the TLS handshake',
      remedy: 'does it speak TLS, and does it want a certificate of the client (--cert and --key)?',
    };
  }
  if (secure && config.network.tls.cert === undefined) {
    return {
      what: 'the target closes the connection after the TLS handshake',
      remedy: 'does it want a certificate of the client (--cert and --key)?',
    };
  }
  return {
    what: `the target closes the connection without a reply${codeIn(said)}`,
    remedy: `does the API listen at ${url}, and does something in between close connections?`,
  };
}
