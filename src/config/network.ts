import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseProxy } from '../client/choose-proxy.js';
import type { TlsOptions } from '../client/options.js';
import { UserError } from '../shared/errors.js';
import { textIn } from '../shared/read-bounded.js';
import { networkOptions } from './target-options.js';
import type { Settings } from './sources.js';
import type { Variables, WrittenValue } from './values.js';
import { errorCode } from '../shared/error-code.js';
import { percentDecoded } from '../shared/percent-decoded.js';

/** How to reach a target. */
export interface Network {
  /** Certificates and keys, read from their files. */
  readonly tls: TlsOptions;
  /** URL of the requested proxy, which may contain a password. Null if the environment decides. */
  readonly proxy: string | null;
  /** `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` of the environment, in either case. */
  readonly proxyEnv: Variables;
}

const PROXY_VARIABLES = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'].flatMap((name) => [name, name.toLowerCase()]);
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/g;

/**
 * Returns how to reach the target that settings name. Throws a UserError for a file that cannot be read or has the
 * wrong content, and for options without a target.
 */
export function networkOf(settings: Settings<typeof networkOptions>, env: Variables, hasTarget: boolean): Network {
  const { ca, cert, key, proxy, insecure } = settings.values;
  if (!hasTarget) {
    const part = Object.keys(networkOptions)
      .map((name) => settings.origins[name as keyof typeof networkOptions])
      .find(({ from }) => from !== null);
    if (part !== undefined) {
      throw new UserError(
        `${part.from} is given, but no URL says what to judge`,
        'Add --url or VPCEP_TARGET. To judge the embedded mock, give no options of a target.',
      );
    }
  }
  if (insecure && ca !== null) {
    throw new UserError(`--insecure and ${ca.from} exclude each other`, 'With the CA, leave --insecure out.');
  }
  const proxyEnv = Object.fromEntries(PROXY_VARIABLES.filter((name) => env[name]).map((name) => [name, env[name]]));
  if (proxy !== null) parseProxy(proxy.text, proxy.from);
  return {
    tls: {
      ...(ca === null ? {} : { ca: certificatesIn(ca).join('\n') }),
      ...clientCertificate(cert, key),
      ...(insecure ? { insecure: true } : {}),
    },
    proxy: proxy?.text ?? null,
    proxyEnv,
  };
}

/** Returns what the user should know about the connection to the target, whatever the result of the run. */
export function networkWarnings({ network }: { readonly network: Network }): readonly string[] {
  return network.tls.insecure === true
    ? ['--insecure: no certificate was checked; whoever is in between can read the token and change every answer']
    : [];
}

/** Returns the passwords of the proxies that may be used, also in the form in which they are sent. */
export function proxyPasswords({ proxy, proxyEnv }: Network): readonly string[] {
  const urls = [proxy, ...Object.entries(proxyEnv).flatMap(([name, url]) => (/^no/i.test(name) ? [] : [url]))];
  const secrets = urls.flatMap((url) => {
    const [, user = '', password = ''] = /^(?:[a-z][a-z0-9+.-]*:\/\/)?([^:@/]*):([^/]*)@/i.exec(url ?? '') ?? [];
    if (password === '') return [];
    const plain = percentDecoded(password);
    return [password, plain, Buffer.from(`${percentDecoded(user)}:${plain}`).toString('base64')];
  });
  return [...new Set(secrets)];
}

function clientCertificate(cert: WrittenValue | null, key: WrittenValue | null): Pick<TlsOptions, 'cert' | 'key'> {
  if (cert === null && key === null) return {};
  if (cert === null || key === null) {
    throw new UserError(
      `${(cert ?? key)?.from} is given alone: a client's certificate needs its key`,
      `Add ${cert === null ? '--cert or VPCEP_CERT' : '--key or VPCEP_KEY'}.`,
    );
  }
  const certificates = certificatesIn(cert);
  const text = contentOf(key);
  let fits: boolean;
  try {
    fits = new X509Certificate(certificates[0] ?? '').checkPrivateKey(createPrivateKey(text));
  } catch {
    throw new UserError(`${key.from} holds no private key: ${key.text}`, 'Give one in PEM, without a passphrase.');
  }
  if (!fits)
    throw new UserError(
      `${key.from} is not the key of the certificate in ${cert.from}`,
      'Give a certificate and key that belong together.',
    );
  return { cert: certificates.join('\n'), key: text };
}

function certificatesIn(given: WrittenValue): readonly string[] {
  const found = contentOf(given).match(CERTIFICATE) ?? [];
  try {
    found.forEach((text) => new X509Certificate(text));
    if (found.length > 0) return found;
  } catch {
    // Reported below.
  }
  throw new UserError(`${given.from} holds no certificate: ${given.text}`, 'Give one or several in PEM.');
}

function contentOf({ text, from }: WrittenValue): string {
  try {
    return textIn(readFileSync(text), text);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${from} names a file that cannot be read: ${text} (${errorCode(error)})`, 'Check the path.');
  }
}
