import type { TlsFault, TlsTrouble } from '../shared/failure.js';

/** What shows each fault, in a code of Node.js or in the reason of OpenSSL written like one. The first match counts. */
const SIGNS: readonly (readonly [sign: RegExp, fault: TlsFault])[] = [
  [/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG/, 'no-tls'],
  [/SELF_SIGNED|UNABLE_TO_|CERT_UNTRUSTED/, 'untrusted'],
  [/CERT_HAS_EXPIRED|CERT_NOT_YET_VALID/, 'not-valid-now'],
  [/ALTNAME/, 'other-name'],
  [/NO_APPLICATION_PROTOCOL/, 'no-http-1'],
  [/ALERT_PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/, 'no-common-version'],
  [/ALERT_(?:UNKNOWN_CA|CERTIFICATE_(?:EXPIRED|REVOKED|UNKNOWN)|UNSUPPORTED_CERTIFICATE)/, 'client-refused'],
  [/CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE|BAD_CERTIFICATE/, 'refused'],
];

/** What a failed TLS handshake means; `detail` describes it. */
export function tlsTroubleOf(error: Error, code: string, detail: string): TlsTrouble {
  // With EPROTO, only the message has the reason.
  const shown = (code === '' || code === 'EPROTO' ? detail : code).toUpperCase().replace(/[^A-Z0-9]+/g, '_');
  const fault = SIGNS.find(([sign]) => sign.test(shown))?.[1] ?? 'other';
  const said =
    fault === 'other-name' && 'reason' in error && typeof error.reason === 'string'
      ? error.reason
      : fault === 'untrusted' || fault === 'not-valid-now'
        ? code
        : detail;
  return { kind: 'tls', fault, alert: shown.includes('ALERT_'), said };
}
