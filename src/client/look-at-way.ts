import { lookup } from 'node:dns/promises';
import { TLSSocket } from 'node:tls';
import { authorityOf, chooseProxy, hostOf, portOf } from './choose-proxy.js';
import { createConnector } from './connector.js';
import type { Failure } from '../shared/failure.js';
import { failureOf } from './failure-kind.js';
import { resolveOptions, type ClientOptions } from './options.js';
import { ProxyDemand } from './proxy-tunnel.js';

/** What is found on the way to a target, up to a connection that is ready for HTTP. */
export interface ConnectionPath {
  /** `host:port` of the proxy; null if there is none. */
  readonly proxy: string | null;
  /** The first host on the way: the proxy, or else the target. */
  readonly host: string;
  readonly port: number;
  readonly addresses: readonly string[];
  /** Why there is no connection; null if there is one. */
  readonly failure: Failure | null;
  /** Whether the proxy requires other credentials. */
  readonly proxyRefuses: boolean;
  /** The status with which the proxy refuses CONNECT, where requests are forwarded instead; else null. */
  readonly refused: number | null;
  /** The certificate of the target; null without TLS. */
  readonly certificate: Certificate | null;
}

/** A certificate shown by a target. */
export interface Certificate {
  readonly subject: string;
  readonly issuer: string;
  /** Length of the chain up to a trusted certificate, including this one. */
  readonly chain: number;
  readonly validTo: Date;
  /** TLS version. */
  readonly protocol: string;
  /** Why it is not trusted; null if it is. */
  readonly distrusted: string | null;
}

/** Makes one connection and closes it. Throws UserError for unusable options. */
export async function lookAtWay(options: ClientOptions): Promise<ConnectionPath> {
  const resolved = resolveOptions(options);
  const proxy = chooseProxy(resolved);
  const connector = createConnector(resolved);
  const [host, port] = proxy === null ? [hostOf(resolved.url), portOf(resolved.url)] : [proxy.host, proxy.port];
  const found = { proxy: proxy === null ? null : authorityOf(proxy), host, port };
  const nothing = { addresses: [], failure: null, proxyRefuses: false, refused: null, certificate: null };
  let addresses: readonly string[];
  try {
    addresses = (await lookup(host, { all: true })).map(({ address }) => address);
  } catch (error) {
    return { ...found, ...nothing, failure: { failure: 'unresolved', detail: detailOf(error) } };
  }
  try {
    await connector.tryTunnel();
    const socket = await connector.open();
    const refused = connector.way?.refused ?? null;
    // The proxy that forwards shows its own.
    const certificate = socket instanceof TLSSocket && refused === null ? certificateOf(socket) : null;
    socket.destroy();
    return { ...found, ...nothing, addresses, refused, certificate };
  } catch (error) {
    if (error instanceof ProxyDemand) return { ...found, ...nothing, addresses, proxyRefuses: true };
    const failure = failureOf(error) ?? { failure: 'refused', detail: detailOf(error) };
    return { ...found, ...nothing, addresses, failure };
  } finally {
    connector.destroy();
  }
}

/** Whether the target of these options, taken as an https one, speaks TLS, with any certificate or none. */
export async function takesTls(options: ClientOptions): Promise<boolean> {
  const url = options.url.replace(/^http:/, 'https:');
  const { certificate, failure } = await lookAtWay({ ...options, url, tls: { ...options.tls, insecure: true } });
  return certificate !== null || (failure?.trouble?.kind === 'tls' && failure.trouble.alert);
}

/** Corrects the types of Node.js: an issuer may be missing. */
interface Issued {
  readonly fingerprint256: string;
  readonly issuerCertificate?: Issued;
}

function certificateOf(socket: TLSSocket): Certificate {
  const peer = socket.getPeerCertificate(true);
  const seen = new Set<string>();
  // The last one is self-signed, or its issuer is missing.
  for (
    let one: Issued | undefined = peer;
    one !== undefined && !seen.has(one.fingerprint256);
    one = one.issuerCertificate
  )
    seen.add(one.fingerprint256);
  const named = (name: { CN?: string | string[]; O?: string | string[] }): string =>
    [name.CN ?? name.O ?? 'nobody'].flat().join(', ');
  return {
    subject: named(peer.subject),
    issuer: named(peer.issuer),
    chain: seen.size,
    validTo: new Date(peer.valid_to),
    protocol: socket.getProtocol() ?? 'TLS',
    distrusted: socket.authorized ? null : String(socket.authorizationError),
  };
}

function detailOf(error: unknown): string {
  return failureOf(error)?.detail ?? String(error);
}
