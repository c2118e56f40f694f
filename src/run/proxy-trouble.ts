import { authorityOf, chooseProxy, proxyName, takesTls, type Proxy } from '../client/index.js';
import type { Config } from '../config/config.js';
import { proxyRemedy } from './forwarded-trouble.js';
import { clientOptions } from './target/endpoint.js';
import type { WrongAddress } from './target/wrong-address.js';
import { NO_TLS, tlsTrouble } from './tls-trouble.js';

/**
 * What is wrong with the proxy of a target, or between the two, by the message of the network; null if the message is
 * not about a proxy. Tries TLS if a proxy given as http closes or refuses early.
 */
export async function proxyTrouble(config: Config, url: string, said: string): Promise<WrongAddress | null> {
  const { proxy: given, proxyEnv } = config.network;
  const proxy = chooseProxy({ url: new URL(url), proxy: given ?? undefined, env: proxyEnv });
  if (proxy === null) return null;
  const authority = authorityOf(proxy);
  const name = proxyName(proxy);
  const option = given !== null ? '--proxy' : url.startsWith('https:') ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const [, tls] = /\bno TLS with the proxy [^\s]+: (.*)/.exec(said) ?? [];
  if (tls !== undefined) return untrusted(proxy, tls);
  const [answered, status, target = ''] = /\bthe proxy answers (\d+) to CONNECT (\S+)/.exec(said) ?? [];
  const [, failure] = /\bthe proxy \S+ ((?:cannot|takes|opens|closes|does) .*)/.exec(said) ?? [];
  if (answered === undefined && failure === undefined) return null;
  const early = status === '400' || /^(?:closes|does)/.test(failure ?? '');
  const direct = { ...clientOptions(config, `https://${authority}`), tls: {}, proxy: undefined, env: {} };
  if (early && !proxy.secure && (await takesTls(direct)))
    return { what: `${name} speaks TLS, but its URL says http`, remedy: `give it as https://${authority}` };
  if (answered !== undefined)
    return { what: answered, remedy: proxyRemedy(config, target, Number(status), `open a tunnel to ${target}`) };
  const what = `${name} ${failure ?? ''}`;
  if (what.endsWith('HTTP')) return { what, remedy: 'is it a proxy?' };
  if (/ closes /.test(what))
    return { what, remedy: proxy.secure ? 'is it a proxy?' : `give it as https://${authority} if it speaks TLS` };
  if (/ opens /.test(what))
    return { what, remedy: 'can it reach that host and port? --connect-timeout gives it more time' };
  return { what, remedy: `is its address right (${option})?` };
}

/** What a failed TLS handshake with a proxy means. A proxy is never shown the client certificate. */
function untrusted(proxy: Proxy, said: string): WrongAddress {
  const name = proxyName(proxy);
  if (NO_TLS.test(said))
    return { what: `${name} does not speak TLS`, remedy: `give it as http://${authorityOf(proxy)}` };
  const known = tlsTrouble(said);
  if (known === null || known.remedy.includes('--cert')) {
    return {
      what: `the TLS handshake with ${name} fails (${said.trim()})`,
      remedy: `give it as http://${authorityOf(proxy)} if it speaks no TLS; a proxy that requires a client certificate cannot be used`,
    };
  }
  const named = (text: string): string => text.replace('the target', name);
  return { what: named(known.what), remedy: named(known.remedy) };
}
