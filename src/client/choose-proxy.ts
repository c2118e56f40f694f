import { BlockList, isIP } from 'node:net';
import { UserError } from '../shared/errors.js';
import type { ResolvedOptions } from './options.js';
import { percentDecoded } from '../shared/percent-decoded.js';

/** A proxy, and how to authenticate to it. */
export interface Proxy {
  /** Without brackets, as node:net takes it. */
  readonly host: string;
  readonly port: number;
  /** Whether the connection to the proxy itself uses TLS. */
  readonly secure: boolean;
  /** Value of Proxy-Authorization; null without user and password. */
  readonly authorization: string | null;
}

/**
 * Returns the proxy to a target: the given one, or the one that the environment names for the target's scheme, unless
 * the target is this machine or `NO_PROXY` excepts it. Throws {@link UserError}, which shows no password.
 */
export function chooseProxy({ url, proxy, env }: Pick<ResolvedOptions, 'url' | 'proxy' | 'env'>): Proxy | null {
  if (proxy !== undefined && proxy !== '') return parseProxy(proxy, 'proxy');
  const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const given = env[name.toLowerCase()] || env[name] || '';
  if (given === '' || isLoopback(hostOf(url)) || isExcepted(url, env['no_proxy'] ?? env['NO_PROXY'] ?? '')) return null;
  return parseProxy(given, name);
}

/** Returns host and port, as they are written in a URL. */
export function authorityOf({ host, port }: { readonly host: string; readonly port: number }): string {
  return `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}

/** Returns the host of a URL, without the brackets of IPv6. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

/** Returns the port of a URL, or the default of its scheme. */
export function portOf(url: URL): number {
  return url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
}

/** Parses the URL of a proxy. Throws {@link UserError}, which names where it was given and shows no password. */
export function parseProxy(text: string, name: string): Proxy {
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(full) ? new URL(full) : null;
  if (url === null || url.hostname === '')
    throw new UserError(`${name} is not a URL`, 'Give one such as http://host:port.');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new UserError(
      `${name} names a proxy of the kind ${url.protocol.slice(0, -1)}`,
      'Only http and https proxies are supported.',
    );
  }
  const user = `${percentDecoded(url.username)}:${percentDecoded(url.password)}`;
  return {
    host: hostOf(url),
    port: portOf(url),
    secure: url.protocol === 'https:',
    authorization: user === ':' ? null : `Basic ${Buffer.from(user).toString('base64')}`,
  };
}

function isLoopback(host: string): boolean {
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '::1' ||
    (isIP(host) === 4 && host.startsWith('127.'))
  );
}

/** A name also covers its subdomains; an address may be a network (`10.0.0.0/8`); `*` covers all. */
function isExcepted(url: URL, list: string): boolean {
  const host = hostOf(url).toLowerCase().replace(/\.$/, '');
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      if (isIP(host) !== 0 && entry.includes('/')) return isInNetwork(host, entry);
      const [, name = '', port] = /^(\[[^\]]*\]|[^:]*|.*:.*:.*?)(?::(\d+))?$/.exec(entry) ?? [];
      if (port !== undefined && Number(port) !== portOf(url)) return false;
      const bare = name
        .replace(/^\[|\]$/g, '')
        .replace(/^\*?\./, '')
        .replace(/\.$/, '');
      return bare !== '' && (host === bare || (isIP(host) === 0 && host.endsWith(`.${bare}`)));
    });
}

function isInNetwork(host: string, entry: string): boolean {
  const [network = '', bits = ''] = entry.split('/');
  const family = isIP(network);
  const prefix = Number(bits);
  if (family !== isIP(host) || !/^\d+$/.test(bits) || prefix > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(network, prefix, family === 4 ? 'ipv4' : 'ipv6');
  return list.check(host, family === 4 ? 'ipv4' : 'ipv6');
}
