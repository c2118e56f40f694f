import type { Socket } from 'node:net';
import type { Proxy } from './choose-proxy.js';
import { ClientFailure } from './failure-kind.js';
import { rawRequest } from './raw-request.js';
import { ReplyParser, type ParsedReply } from './reply-parser.js';

/** The proxy requires credentials: its 407 is the reply to every request. */
export class ProxyDemand extends Error {
  override readonly name = 'ProxyDemand';
  readonly reply: Omit<ParsedReply, 'rest'>;

  constructor({ status, headers, body }: ParsedReply) {
    super('the proxy wants credentials (407)');
    this.reply = { status, headers, body };
  }
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
    const settle = (read: () => ParsedReply | null) => {
      try {
        const reply = read();
        if (reply === null) return;
        stop(() => {
          if (reply.status === 407) return reject(new ProxyDemand(reply));
          if (reply.status < 200 || reply.status >= 300)
            return reject(refused(`the proxy answers ${reply.status} to CONNECT ${authority}`));
          if (reply.rest.length > 0) socket.unshift(reply.rest);
          resolve();
        });
      } catch (error) {
        stop(() =>
          reject(refused(`no tunnel through the proxy: ${error instanceof Error ? error.message : String(error)}`)),
        );
      }
    };
    const onData = (bytes: Buffer) => settle(() => parser.push(bytes));
    const onEnd = () => settle(() => parser.end());
    const onError = (error: Error) => stop(() => reject(error));
    socket.on('data', onData).on('end', onEnd).on('error', onError).on('close', onEnd);
    socket.write(request);
  });
}

function refused(message: string): ClientFailure {
  return new ClientFailure('refused', message);
}
