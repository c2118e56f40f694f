import { UserError } from '../shared/errors.js';

/** How the target's certificate is checked, and which certificate it is shown. Texts in PEM. */
export interface TlsOptions {
  /** Certificates to trust instead of Node.js's own. */
  readonly ca?: string;
  /** The client's certificate; needs `key`. */
  readonly cert?: string;
  readonly key?: string;
  /** Accept any certificate. Default false. */
  readonly insecure?: boolean;
}

/** Options of a client. */
export interface ClientOptions {
  /** Scheme, host and port; the caller puts any prefix into each path. */
  readonly url: string;
  /** Most connections, not counting the raw client's. Default 16. */
  readonly connections?: number;
  /**
   * Milliseconds from sending a request until its reply is complete. Waiting for a connection is not counted. Default
   * 5,000.
   */
  readonly timeoutMs?: number;
  /** Milliseconds until a connection is made, TLS and proxy included. Default: `timeoutMs`, but 5,000 at most. */
  readonly connectTimeoutMs?: number;
  /** Largest body of a reply in bytes. Default 1 MiB. */
  readonly maxReplyBytes?: number;
  readonly tls?: TlsOptions;
  /**
   * URL of an http or https proxy, which may contain user and password. Default: the one that the environment names.
   */
  readonly proxy?: string | undefined;
  /**
   * Variables in which `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` are looked up, in either case. Default:
   * `process.env`.
   */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** {@link ClientOptions} with every default filled in. */
export interface ResolvedOptions {
  readonly url: URL;
  readonly connections: number;
  readonly timeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly maxReplyBytes: number;
  readonly tls: TlsOptions;
  readonly proxy: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const MEBIBYTE = 2 ** 20;
/** Longest delay of a Node.js timer in milliseconds; a longer one would fire at once. */
export const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** Checks the options and fills in the defaults. Throws {@link UserError}. */
export function resolveOptions(options: ClientOptions): ResolvedOptions {
  const { connections = 16, timeoutMs = 5_000, maxReplyBytes = MEBIBYTE, tls = {}, proxy, env = process.env } = options;
  const { connectTimeoutMs = Math.min(timeoutMs, 5_000) } = options;
  const url = URL.canParse(options.url) ? new URL(options.url) : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new UserError(
      `${JSON.stringify(options.url)} is not an http or https URL`,
      'Give one such as https://host:port.',
    );
  }
  for (const [name, value] of Object.entries({ connections, timeoutMs, connectTimeoutMs, maxReplyBytes })) {
    if (!Number.isInteger(value) || value < 1 || value > LONGEST_TIMEOUT) {
      throw new UserError(`${name} is ${value}`, `Give a whole number from 1 to ${LONGEST_TIMEOUT}.`);
    }
  }
  return { url, connections, timeoutMs, connectTimeoutMs, maxReplyBytes, tls, proxy, env };
}
