import { lookAtWay } from '../client/index.js';
import type { Config } from '../config/config.js';
import { clientOptions } from './target/endpoint.js';
import { speaksTls, type WrongAddress } from './target/wrong-address.js';

/** What a TLS handshake with a plain HTTP server fails with. */
const NO_TLS = /wrong.version.number|packet.length.too.long/i;

/** A message of the network, and what it means to whoever can fix it. */
interface Trouble extends WrongAddress {
  /** Matches the message; what it captures is shown. */
  readonly sign: RegExp;
}

const TROUBLES: readonly Trouble[] = [
  {
    sign: /(\w*SELF_SIGNED\w*|UNABLE_TO_\w+|\w*UNKNOWN_CA)/,
    what: 'the certificate of the target is not trusted',
    remedy: 'trust whoever issued it with --ca FILE',
  },
  {
    sign: /(CERT_HAS_EXPIRED|CERT_NOT_YET_VALID)/,
    what: 'the certificate of the target is not valid today',
    remedy: 'have it renewed, if the clock of this machine is right',
  },
  {
    sign: /altname(?:s: ([^(]+))?/i,
    what: 'the certificate of the target is for another name',
    remedy: 'reach the target by a name that its certificate holds',
  },
  {
    sign: /no.application.protocol/i,
    what: 'the target does not speak HTTP/1.1, as one for HTTP/2 alone',
    remedy: 'let it take HTTP/1.1 too, which is all that a run sends',
  },
  {
    sign: /alert.protocol.version|unsupported.protocol/i,
    what: 'the target speaks no version of TLS that is spoken here',
    remedy: 'let it take TLS 1.2 or 1.3',
  },
  {
    sign: /certificate.required|handshake.failure|bad.certificate/i,
    what: 'the target refuses the TLS handshake',
    remedy: 'give the certificate that it wants with --cert and --key',
  },
  {
    sign: /does not match the HTTP\/1\.1 protocol|is not HTTP/,
    what: 'the target does not speak HTTP/1.1',
    remedy: 'is it another service, or one for HTTP/2 alone? A run sends HTTP/1.1',
  },
];

/**
 * What is wrong on the way to a target that gave no reply, by the message of the network; null where there is no more
 * to say. Probes for TLS where the address is of http.
 */
export async function wayTrouble(config: Config, said: string): Promise<WrongAddress | null> {
  if (config.target === null) return null;
  const { url } = config.target;
  const secure = url.startsWith('https:');
  const refused = /the proxy answers \d+ to CONNECT \S+/.exec(said);
  if (refused !== null)
    return { what: refused[0], remedy: 'let it open a tunnel to that host and port, or name the host in NO_PROXY' };
  if (secure && NO_TLS.test(said)) {
    const remedy = `give ${url.replace('https:', 'http:')} if that is meant to be so`;
    return { what: 'the target does not speak TLS', remedy };
  }
  if (!secure && (await takesTls(config, url))) return speaksTls(url);
  for (const { sign, what, remedy } of TROUBLES) {
    const found = sign.exec(said);
    if (found === null) continue;
    const shown = found[1]?.trim() ?? '';
    return { what: shown === '' ? what : `${what} (${shown})`, remedy };
  }
  if (secure && config.network.tls.cert === undefined && /other side closed|ECONNRESET/.test(said)) {
    return {
      what: 'the target closes the connection after the TLS handshake',
      remedy: 'does it want a certificate of the client (--cert and --key)?',
    };
  }
  return null;
}

async function takesTls(config: Config, url: string): Promise<boolean> {
  const options = clientOptions(config, new URL(url).origin.replace('http:', 'https:'));
  const way = await lookAtWay({ ...options, tls: { ...options.tls, insecure: true } });
  return way.certificate !== null;
}
