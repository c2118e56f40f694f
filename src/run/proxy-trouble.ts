import { authorityOf, chooseProxy, proxyName, takesTls, type Proxy } from '../client/index.js';
import type { Config } from '../config/config.js';
import type { Failure, TlsFault, TlsTrouble } from '../shared/failure.js';
import { proxyRemedy } from './forwarded-trouble.js';
import { clientOptions, direct } from './target/endpoint.js';
import type { WrongAddress } from './target/wrong-address.js';
import { tlsTrouble } from './tls-trouble.js';

/**
 * What is wrong with the proxy of a target, or between the two; null if the failure is not about a proxy. Tries TLS if
 * a proxy given as http closes or refuses early.
 */
export async function proxyTrouble(
  config: Config,
  url: string,
  { trouble, detail }: Failure,
): Promise<WrongAddress | null> {
  const { proxy: given, proxyEnv } = config.network;
  const proxy = chooseProxy({ url: new URL(url), proxy: given ?? undefined, env: proxyEnv });
  if (proxy === null || trouble?.kind !== 'proxy') return null;
  if (trouble.fault === 'tls') return untrusted(proxy, trouble.tls);
  const address = `https://${authorityOf(proxy)}`;
  const early = trouble.fault === 'refuses' ? trouble.status === 400 : ['closes', 'no-http'].includes(trouble.fault);
  if (early && !proxy.secure && (await takesTls({ ...clientOptions(config, address), ...direct })))
    return { what: `${proxyName(proxy)} speaks TLS, but its URL says http`, remedy: `give it as ${address}` };
  switch (trouble.fault) {
    case 'refuses': {
      const { authority, status } = trouble;
      return { what: detail, remedy: proxyRemedy(config, authority, status, `open a tunnel to ${authority}`) };
    }
    case 'no-http':
      return { what: detail, remedy: 'is it a proxy?' };
    case 'closes':
      return { what: detail, remedy: proxy.secure ? 'is it a proxy?' : `give it as ${address} if it speaks TLS` };
    case 'no-tunnel':
      return { what: detail, remedy: 'can it reach that host and port? --connect-timeout gives it more time' };
    case 'unreachable': {
      const option = given !== null ? '--proxy' : url.startsWith('https:') ? 'HTTPS_PROXY' : 'HTTP_PROXY';
      return { what: detail, remedy: `is its address right (${option})?` };
    }
  }
}

/** The faults that a proxy does not explain: it is never shown the client certificate. */
const UNEXPLAINED: ReadonlySet<TlsFault> = new Set(['client-refused', 'refused', 'closed']);

/** What a failed TLS handshake with a proxy means. */
function untrusted(proxy: Proxy, tls: TlsTrouble): WrongAddress {
  const name = proxyName(proxy);
  if (tls.fault === 'no-tls')
    return { what: `${name} does not speak TLS`, remedy: `give it as http://${authorityOf(proxy)}` };
  const known = UNEXPLAINED.has(tls.fault) ? null : tlsTrouble(tls);
  if (known === null) {
    return {
      what: `the TLS handshake with ${name} fails (${tls.said})`,
      remedy: `give it as http://${authorityOf(proxy)} if it speaks no TLS; a proxy that requires a client certificate cannot be used`,
    };
  }
  const named = (text: string): string => text.replace('the target', name);
  return { what: named(known.what), remedy: named(known.remedy) };
}
