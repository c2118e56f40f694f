import type { Socket } from 'node:net';
import { authorityOf, type Proxy } from './choose-proxy.js';
import { ClientFailure, failureOf } from './failure-kind.js';
import { rawRequest } from './raw-request.js';
import { ReplyParser, type ParsedReply } from './reply-parser.js';

/** The proxy requires credentials: its 407 is the reply to every request. */
export class ProxyDemand extends Error {
  override readonly name = 'ProxyDemand';
  readonly reply: Omit<ParsedReply, 'rest'>;

  constructor({ status, headers, body }: ParsedReply) {
    super('the proxy requires credentials (407)');
    this.reply = { status, headers, body };
  }
}

/** The proxy refuses to open a tunnel: the target has seen nothing. */
export class TunnelRefused extends ClientFailure {
  constructor(
    readonly status: number,
    authority: string,
  ) {
    const trouble = { kind: 'proxy', fault: 'refuses', status, authority } as const;
    super('refused', `the proxy answers ${status} to CONNECT ${authority}`, trouble);
  }

  /**
   * Whether the proxy may forward instead: the refusal is neither a demand nor a passing or distant trouble.
   */
  get isFinal(): boolean {
    const { status } = this;
    return (status >= 400 && status < 500 && !PASSING.has(status)) || status === 501 || status === 505;
  }
}

/** Statuses below 500 that say nothing about CONNECT itself. */
const PASSING: ReadonlySet<number> = new Set([407, 408, 421, 425, 429]);

/** The name of a proxy in messages. */
export function proxyName(proxy: Proxy): string {
  return `the proxy ${authorityOf(proxy)}`;
}

/** Returns an error on the way to a proxy as a failure that names it: the target has seen nothing. */
export function onTheWayTo(proxy: Proxy, error: unknown): ClientFailure {
  const { failure, detail, trouble } = failureOf(error) ?? { failure: 'refused', detail: String(error) };
  if (trouble?.kind === 'tls') {
    const said = `no TLS with ${proxyName(proxy)}: ${detail}`;
    return new ClientFailure('tls', said, { kind: 'proxy', fault: 'tls', tls: trouble });
  }
  const kind = failure === 'unresolved' ? 'unresolved' : 'refused';
  const said = `${proxyName(proxy)} cannot be reached: ${detail}`;
  return new ClientFailure(kind, said, { kind: 'proxy', fault: 'unreachable' });
}

/**
 * Asks a proxy, on a connection to it, for a tunnel to `authority` (host and port), RFC 9110, 9.3.6. Rejects with
 * {@link ProxyDemand} on 407, with {@link ClientFailure} otherwise. Destroying the socket aborts it.
 */
export function openTunnel(socket: Socket, authority: string, proxy: Proxy): Promise<void> {
  const authorization = proxy.authorization === null ? [] : [['Proxy-Authorization', proxy.authorization] as const];
  const request = rawRequest({
    method: 'CONNECT',
    path: authority,
    host: authority,
    headers: authorization,
    body: null,
    framing: 'none',
  });
  const parser = new ReplyParser({ method: 'CONNECT', maxBodyBytes: 65_536 });
  return new Promise((resolve, reject) => {
    const stop = (then: () => void) => {
      socket.off('data', onData).off('end', onEnd).off('error', onError).off('close', onEnd);
      socket.pause();
      then();
    };
    const answered = (reply: ParsedReply) => {
      if (reply.status === 407) {
        reject(new ProxyDemand(reply));
        return;
      }
      if (reply.status < 200 || reply.status >= 300) {
        reject(new TunnelRefused(reply.status, authority));
        return;
      }
      if (reply.rest.length > 0) socket.unshift(reply.rest);
      resolve();
    };
    const failed = (error: unknown) => {
      const { status } = parser;
      // What is wrong with the body of a refusal matters to nobody.
      if (status !== null) {
        answered({ status, headers: [], body: new Uint8Array(), rest: new Uint8Array() });
        return;
      }
      const closes = failureOf(error)?.failure === 'reset';
      const what = closes ? 'closes the connection without a reply' : 'does not speak HTTP';
      const trouble = { kind: 'proxy', fault: closes ? 'closes' : 'no-http' } as const;
      reject(new ClientFailure('refused', `${proxyName(proxy)} ${what}`, trouble));
    };
    const finish = (read: () => ParsedReply | null) => {
      try {
        const reply = read();
        if (reply !== null) stop(() => answered(reply));
      } catch (error) {
        stop(() => failed(error));
      }
    };
    const onData = (bytes: Buffer) => finish(() => parser.push(bytes));
    const onEnd = () => finish(() => parser.end());
    const onError = (error: Error) => {
      if (failureOf(error)?.failure === 'tls') stop(() => reject(onTheWayTo(proxy, error)));
      else onEnd();
    };
    socket.on('data', onData).on('end', onEnd).on('error', onError).on('close', onEnd);
    socket.write(request);
  });
}
