import type { ConnectionPath } from '../../client/index.js';
import type { WrongAddress } from '../target/wrong-address.js';
import { note, ok, problem, type DoctorCheck } from '../../report/doctor-report.js';

const DAY = 86_400_000;
/** Days before expiry from which a certificate is reported. */
const SOON = 14;

/** Checks the way to a target: name, proxy, connection, certificate. `wrong` says why there is no connection, if known. */
export function wayChecks(
  way: ConnectionPath,
  wrong: WrongAddress | null,
  secure: boolean,
  insecure: boolean,
  now: number = Date.now(),
): DoctorCheck[] {
  const { failure, addresses, host, port } = way;
  const what = way.proxy === null ? 'the URL' : 'the proxy';
  if (failure?.failure === 'unresolved') {
    return [
      problem(
        'resolve',
        `${host} has no address: ${failure.detail}`,
        `Is the host of ${what} spelt right, and known here?`,
      ),
    ];
  }
  const checks = [ok('resolve', `${host} is ${addresses.join(', ')}`)];
  checks.push(proxyCheck(way));
  if (way.proxyRefuses) {
    return [
      ...checks.slice(0, 1),
      problem(
        'proxy',
        `${way.proxy ?? ''} requires other credentials (407)`,
        'Put user and password into the URL of --proxy.',
      ),
    ];
  }
  if (failure?.trouble?.kind === 'proxy') {
    const unexplained = problem('proxy', failure.detail, 'Is the URL of the proxy right?');
    return [...checks.slice(0, 1), wrong === null ? unexplained : wrongAddressCheck('proxy', wrong)];
  }
  if (failure !== null && failure.failure !== 'tls') {
    const remedy =
      way.proxy === null
        ? 'Is the port right, and is a firewall or a missing --proxy in the way?'
        : 'Does the proxy let this target through? NO_PROXY names hosts that need none.';
    const unexplained = problem('connect', `no connection to ${host}:${port}: ${failure.detail}`, remedy);
    return [...checks, wrong === null ? unexplained : wrongAddressCheck('connect', wrong)];
  }
  checks.push(ok('connect', `${host}:${port} accepts connections`));
  if (failure !== null) {
    const remedy = 'Is it https, and does the target require a client certificate (--cert and --key)?';
    return [...checks, wrong === null ? problem('TLS', failure.detail, remedy) : wrongAddressCheck('TLS', wrong)];
  }
  const { certificate } = way;
  if (certificate === null) {
    return secure
      ? checks
      : [...checks, note('TLS', 'none: anyone in between can read the credentials and change every answer')];
  }
  const days = Math.floor((certificate.validTo.getTime() - now) / DAY);
  const { protocol, subject, issuer, chain } = certificate;
  const found = `${protocol}, ${subject}, issued by ${issuer}, a chain of ${chain}, valid for ${days} days`;
  if (certificate.distrusted !== null && insecure) {
    return [
      ...checks,
      note('TLS', `${found}; not trusted (${certificate.distrusted}), accepted because of --insecure`),
    ];
  }
  return [...checks, days < SOON ? note('TLS', found, 'Renew the certificate of the target soon.') : ok('TLS', found)];
}

/** How the proxy is used; it may still turn out to be in the way. */
function proxyCheck({ proxy, refused, failure, proxyRefuses }: ConnectionPath): DoctorCheck {
  if (proxy === null) return ok('proxy', 'none');
  if (failure !== null || proxyRefuses) return ok('proxy', proxy);
  if (refused === null) return ok('proxy', `${proxy}, through a tunnel`);
  return note(
    'proxy',
    `${proxy} answers ${refused} to CONNECT, so requests are forwarded in absolute form, and what it may rewrite will not be judged`,
    'Let it open a tunnel, so that everything can be judged.',
  );
}

/** A problem with the address, as a check. */
export function wrongAddressCheck(name: string, { what, remedy }: WrongAddress): DoctorCheck {
  const sentence = `${remedy.slice(0, 1).toUpperCase()}${remedy.slice(1)}`;
  return problem(name, what, sentence.endsWith('?') ? sentence : `${sentence}.`);
}
