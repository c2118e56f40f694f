import type { TlsFault, TlsTrouble } from '../shared/failure.js';
import type { WrongAddress } from './target/wrong-address.js';

/** What each fault of TLS means to whoever can fix it; the others have no remedy of their own. */
const TROUBLES: Readonly<Partial<Record<TlsFault, WrongAddress & { readonly shows?: true }>>> = {
  untrusted: {
    what: 'the certificate of the target is not trusted',
    remedy: 'trust its issuer with --ca FILE',
    shows: true,
  },
  'not-valid-now': {
    what: 'the certificate of the target is not valid today',
    remedy: 'have it renewed, if the clock of this machine is right',
    shows: true,
  },
  'other-name': {
    what: 'the certificate of the target is for a different name',
    remedy: 'reach the target by a name that its certificate holds',
    shows: true,
  },
  'no-http-1': {
    what: 'the target does not speak HTTP/1.1, perhaps only HTTP/2',
    remedy: 'let it accept HTTP/1.1 too, the only version that a run sends',
  },
  'no-common-version': {
    what: 'the target supports no version of TLS that a run supports',
    remedy: 'let it accept TLS 1.2 or 1.3',
  },
  'client-refused': {
    what: 'the target refuses the client certificate',
    remedy: 'give one that it trusts with --cert and --key',
  },
  refused: {
    what: 'the target refuses the TLS handshake',
    remedy: 'give the certificate that it requires with --cert and --key',
  },
  closed: {
    what: 'the target closes the connection during the TLS handshake',
    remedy: 'does it speak TLS, and does it require a client certificate (--cert and --key)?',
  },
};

/** What a failed TLS handshake with a target means; null if there is no more to say. */
export function tlsTrouble({ fault, said }: TlsTrouble): WrongAddress | null {
  const { [fault]: known } = TROUBLES;
  if (known === undefined) return null;
  const { what, remedy, shows } = known;
  return { what: shows === true ? `${what} (${said})` : what, remedy };
}
