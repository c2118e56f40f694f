import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, createSecureContext, type SecureContext } from 'node:tls';
import { UserError } from '../shared/errors.js';
import type { ProxyTrouble } from '../shared/failure.js';
import { isForwarded, type ProxyRoute } from '../shared/way.js';
import { authorityOf, chooseProxy, hostOf, portOf, type Proxy } from './choose-proxy.js';
import { ClientFailure, failureOf } from './failure-kind.js';
import type { ResolvedOptions, TlsOptions } from './options.js';
import { proxyName, onTheWayTo, openTunnel, TunnelRefused } from './proxy-tunnel.js';

/** Opens connections to one target, through its proxy and with TLS as configured. */
export interface Connector {
  /** How the proxy is used; null without one, and until that is known. */
  readonly way: ProxyRoute | null;
  /** Credentials that a proxy which forwards requests wants with each; null for none. */
  readonly authorization: string | null;
  /**
   * Finds out whether the proxy opens tunnels to an http target, which decides how requests are written: with the first
   * connection, for good. Rejects as `open` does while there is none; null where nothing is to be found out.
   */
  tryTunnel(): Promise<void> | null;
  /** Opens a connection that is ready for HTTP. Rejects with an error that `failureOf` knows. */
  open(): Promise<Socket>;
  /** Aborts the connections that are being opened. */
  destroy(): void;
}

/** Creates the connector of a target. Throws {@link UserError} for an unusable proxy or certificate. */
export function createConnector(options: ResolvedOptions): Connector {
  const { url, connectTimeoutMs, tls } = options;
  const [host, port, secure] = [hostOf(url), portOf(url), url.protocol === 'https:'];
  const proxy = chooseProxy(options);
  const toTarget: Secured = { context: secureContext(tls), host, insecure: tls.insecure ?? false };
  // A proxy has its own certificate: it is not shown the client's, and `insecure` does not excuse it.
  const toProxy: Secured | null =
    proxy?.secure === true
      ? { context: createSecureContext(tls.ca === undefined ? {} : { ca: tls.ca }), host: proxy.host, insecure: false }
      : null;
  const authority = authorityOf({ host, port });
  const opening = new Set<(failure: ClientFailure) => void>();
  let way: ProxyRoute | null = null;
  let settling: Promise<void> | null = null;
  /** The connection with which the way was found out. */
  let spare: Socket | null = null;

  /** `late` is told what is amiss if it takes too long. */
  async function open(track: (socket: Socket) => Socket, late: (amiss: Amiss) => void): Promise<Socket> {
    const connect = async (to: { host: string; port: number }): Promise<Socket> => {
      const socket = track(connectTcp({ host: to.host, port: to.port, noDelay: true, keepAlive: true }));
      await once(socket, 'connect').catch(notConnected);
      return socket;
    };
    let socket: Socket;
    if (proxy === null) socket = await connect({ host, port });
    else {
      late({ what: `${proxyName(proxy)} takes no connection`, trouble: { kind: 'proxy', fault: 'unreachable' } });
      try {
        socket = await connect(proxy);
        if (toProxy !== null) socket = await handshake(socket, toProxy, track);
      } catch (error) {
        throw onTheWayTo(proxy, error);
      }
      if (isForwarded(way)) return socket;
      late({
        what: `${proxyName(proxy)} opens no tunnel to ${authority}`,
        trouble: { kind: 'proxy', fault: 'no-tunnel' },
      });
      await openTunnel(socket, authority, proxy);
      way ??= routeBy(proxy, null);
      late(NO_CONNECTION);
    }
    return secure ? handshake(socket, toTarget, track) : socket;
  }

  const connection = (): Promise<Socket> =>
    new Promise((resolve, reject) => {
      const sockets: Socket[] = [];
      let given = false;
      let late = NO_CONNECTION;
      const end = (act: () => void) => {
        if (given) return;
        given = true;
        clearTimeout(timer);
        opening.delete(fail);
        act();
      };
      const fail = (error: unknown) =>
        end(() => {
          sockets.forEach((socket) => socket.destroy());
          reject(error instanceof Error ? error : new Error(String(error)));
        });
      const timer = setTimeout(
        () => fail(new ClientFailure('refused', `${late.what} within ${connectTimeoutMs} ms`, late.trouble)),
        connectTimeoutMs,
      );
      opening.add(fail);
      open(
        (socket) => {
          // Errors that nobody listens for reach the socket's next user through its state.
          sockets.push(socket.on('error', () => undefined));
          return socket;
        },
        (amiss) => (late = amiss),
      ).then((socket) => end(() => resolve(socket)), fail);
    });

  async function findOut(through: Proxy): Promise<void> {
    try {
      spare = await connection();
    } catch (error) {
      if (!(error instanceof TunnelRefused) || !error.isFinal) throw error;
      way = routeBy(through, error.status);
    } finally {
      settling = null;
    }
  }

  return {
    get way() {
      return way;
    },
    authorization: proxy?.authorization ?? null,
    tryTunnel: () => (proxy === null || secure || way !== null ? null : (settling ??= findOut(proxy))),
    open() {
      const ready = spare;
      spare = null;
      return ready === null ? connection() : Promise.resolve(ready);
    },
    destroy() {
      spare?.destroy();
      for (const fail of [...opening]) fail(new ClientFailure('aborted', 'the client was closed'));
    },
  };
}

/** What is amiss if a connection takes too long, and with whom. */
interface Amiss {
  readonly what: string;
  readonly trouble?: ProxyTrouble;
}

const NO_CONNECTION: Amiss = { what: 'no connection' };

function routeBy(proxy: Proxy, refused: number | null): ProxyRoute {
  return { proxy: authorityOf(proxy), ...(proxy.secure ? { secure: true } : {}), refused };
}

interface Secured {
  readonly context: SecureContext;
  readonly host: string;
  readonly insecure: boolean;
}

async function handshake(
  socket: Socket,
  { context, host, insecure }: Secured,
  track: (socket: Socket) => Socket,
): Promise<Socket> {
  const secured = connectTls({
    socket,
    host,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    secureContext: context,
    rejectUnauthorized: !insecure,
    ALPNProtocols: ['http/1.1'],
  });
  track(secured);
  try {
    await once(secured, 'secureConnect');
  } catch (error) {
    const { detail, trouble } = failureOf(error) ?? { detail: 'the TLS handshake failed' };
    throw new ClientFailure('tls', detail, trouble ?? { kind: 'tls', fault: 'closed', alert: false, said: detail });
  }
  return secured;
}

function once(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (then: () => void) => {
      socket.off(event, onEvent).off('error', onError).off('close', onClose);
      then();
    };
    const onEvent = () => finish(resolve);
    const onError = (error: Error) => finish(() => reject(error));
    const onClose = () =>
      finish(() => reject(new ClientFailure('reset', 'the connection was closed while it was being made')));
    socket.on(event, onEvent).on('error', onError).on('close', onClose);
  });
}

function secureContext({ ca, cert, key }: TlsOptions): SecureContext {
  if ((cert === undefined) !== (key === undefined)) {
    throw new UserError(
      `a client ${cert === undefined ? 'key' : 'certificate'} is given alone`,
      'Give certificate and key together.',
    );
  }
  try {
    return createSecureContext({
      ...(ca === undefined ? {} : { ca }),
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
    });
  } catch (error) {
    throw new UserError(
      `the CA, certificate or key cannot be used: ${error instanceof Error ? error.message : String(error)}`,
      'Give them in PEM.',
    );
  }
}

/** The system gave up connecting: unlike a slow target, this one has seen nothing. */
function notConnected(error: unknown): never {
  const failure = failureOf(error);
  throw failure?.failure === 'timeout' ? new ClientFailure('refused', failure.detail) : error;
}
