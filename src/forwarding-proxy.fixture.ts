/** A proxy that opens no tunnels but forwards requests in absolute form, as such proxies do. */
import {
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What a proxy does besides forwarding. */
export interface ForwardingOptions {
  /** The status with which it answers CONNECT. Default 405. */
  readonly refused?: number;
  /** `user:password` that it requires with each request. Default: none. */
  readonly credentials?: string;
  /** Milliseconds for which it answers reads from a cache, whatever they say of that, without a sign. Default 0. */
  readonly cachesFor?: number;
  /** Answers a request itself; false leaves it to be forwarded. */
  readonly itself?: (request: Forwarded, response: ServerResponse) => boolean;
}

/** A request as the proxy received it. */
export interface Forwarded {
  readonly method: string;
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
}

/** A running proxy. */
export interface ForwardingProxy {
  /** `host:port`. */
  readonly authority: string;
  readonly forwarded: Forwarded[];
  /** The targets of CONNECT. */
  readonly connects: string[];
  close(): Promise<void>;
}

const OF_THE_HOP =
  /^(?:connection|content-length|expect|host|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade)$/;

/**
 * Starts a proxy. It resolves paths, joins repeated headers, drops hop-by-hop and empty ones, sends bodies in chunks
 * both ways, and adds headers of its own (RFC 9110, 7.6).
 */
export async function forwardingProxy(options: ForwardingOptions = {}): Promise<ForwardingProxy> {
  const { refused = 405, credentials, cachesFor = 0, itself = () => false } = options;
  const wanted = credentials === undefined ? undefined : `Basic ${Buffer.from(credentials).toString('base64')}`;
  const forwarded: Forwarded[] = [];
  const connects: string[] = [];
  const cache = new Map<
    string,
    { readonly until: number; readonly headers: OutgoingHttpHeaders; readonly body: Buffer }
  >();
  const onward = (headers: IncomingHttpHeaders): IncomingHttpHeaders =>
    Object.fromEntries(
      Object.entries(headers)
        .filter(([name, value]) => !OF_THE_HOP.test(name) && value !== '')
        .map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
    );
  const server = createServer((incoming, response) => {
    const { method = '', url: target = '', headers } = incoming;
    const request = { method, target, headers };
    forwarded.push(request);
    incoming.on('error', () => undefined);
    if (headers['proxy-authorization'] !== wanted) {
      incoming.resume();
      response.writeHead(407, { 'Proxy-Authenticate': 'Basic', 'Content-Type': 'text/html' }).end('<p>who?</p>');
      return;
    }
    if (itself(request, response)) return void incoming.resume();
    if (!target.startsWith('http://')) {
      incoming.resume();
      response.writeHead(400, { 'Content-Type': 'text/html' }).end('<p>not for a proxy</p>');
      return;
    }
    const cached = method === 'GET' ? cache.get(target) : undefined;
    if (cached !== undefined && performance.now() < cached.until) {
      incoming.resume();
      response.writeHead(200, cached.headers).end(cached.body);
      return;
    }
    const { host, port, pathname, search } = new URL(target);
    const outgoing = httpRequest(
      {
        host: '127.0.0.1',
        port,
        method,
        path: `${pathname}${search}`,
        headers: {
          ...onward(headers),
          host,
          via: '1.1 proxy',
          'x-forwarded-for': '192.0.2.1',
          'accept-encoding': 'br',
        },
      },
      (reply) => {
        const passed = { ...onward(reply.headers), via: '1.1 proxy' };
        response.writeHead(reply.statusCode ?? 502, { ...passed, 'x-cache': 'MISS from proxy' });
        reply.pipe(response);
        if (method !== 'GET' || reply.statusCode !== 200 || cachesFor === 0) return;
        const pieces: Buffer[] = [];
        reply
          .on('data', (piece: Buffer) => pieces.push(piece))
          .on('end', () =>
            cache.set(target, { until: performance.now() + cachesFor, headers: passed, body: Buffer.concat(pieces) }),
          );
      },
    );
    outgoing.on('error', () => {
      if (response.headersSent) response.destroy();
      else response.writeHead(502, { 'Content-Type': 'text/html' }).end('<p>gone</p>');
    });
    incoming.pipe(outgoing);
  });
  server.on('connect', ({ url = '' }, socket: Socket) => {
    connects.push(url);
    socket.on('error', () => undefined).end(`HTTP/1.1 ${refused} No\r\nContent-Length: 2\r\n\r\nno`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return {
    authority: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    forwarded,
    connects,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
