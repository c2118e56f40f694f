import type { WrongAddress } from './target/wrong-address.js';

/** The messages of a failed TLS handshake with a plain HTTP server. */
export const NO_TLS = /wrong.version.number|packet.length.too.long/i;

/** A TLS message, and what it means to whoever can fix it. */
interface TlsTrouble extends WrongAddress {
  /** Matches the message; its captured text is shown. */
  readonly sign: RegExp;
}

const TROUBLES: readonly TlsTrouble[] = [
  {
    sign: /(\w*SELF_SIGNED\w*|UNABLE_TO_\w+|CERT_UNTRUSTED)/,
    what: 'the certificate of the target is not trusted',
    remedy: 'trust its issuer with --ca FILE',
  },
  {
    sign: /(CERT_HAS_EXPIRED|CERT_NOT_YET_VALID)/,
    what: 'the certificate of the target is not valid today',
    remedy: 'have it renewed, if the clock of this machine is right',
  },
  {
    sign: /altname(?:s: ([^(]+))?/i,
    what: 'the certificate of the target is for a different name',
    remedy: 'reach the target by a name that its certificate holds',
  },
  {
    sign: /no.application.protocol/i,
    what: 'the target does not speak HTTP/1.1, perhaps only HTTP/2',
    remedy: 'let it accept HTTP/1.1 too, the only version that a run sends',
  },
  {
    sign: /alert.protocol.version|unsupported.protocol/i,
    what: 'the target supports no version of TLS that a run supports',
    remedy: 'let it accept TLS 1.2 or 1.3',
  },
  {
    sign: /alert.(?:unknown.ca|certificate.(?:expired|revoked|unknown)|unsupported.certificate)/i,
    what: 'the target refuses the client certificate',
    remedy: 'give one that it trusts with --cert and --key',
  },
  {
    sign: /certificate.required|handshake.failure|bad.certificate/i,
    what: 'the target refuses the TLS handshake',
    remedy: 'give the certificate that it requires with --cert and --key',
  },
];

/** What a TLS message means; null if there is no more to say. */
export function tlsTrouble(said: string): WrongAddress | null {
  for (const { sign, what, remedy } of TROUBLES) {
    const found = sign.exec(said);
    if (found === null) continue;
    const shown = found[1]?.trim() ?? '';
    return { what: shown === '' ? what : `${what} (${shown})`, remedy };
  }
  return null;
}
