/** Servers for the tests of the client. */
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { createClient, type Client } from './client.js';
import type { ClientOptions } from './options.js';
import type { Attempt, WireRequest } from '../shared/model.js';

/** Closes something after the test. */
export function closeLater(close: () => Promise<void> | void): void {
  onTestFinished(close);
}

/** Listens on a free port of this machine; remaining connections are dropped after the test. */
export function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  closeLater(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        sockets.forEach((socket) => socket.destroy());
      }),
  );
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));
}

/** Starts a server that calls `onConnection` for each connection. */
export async function tcp(onConnection: (socket: Socket) => void): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer(onConnection))}`;
}

/** Starts a server that writes this as soon as anything arrives, then closes unless it is to stay open. */
export function says(text: string | Uint8Array, { stay = false } = {}): Promise<string> {
  return tcp((socket) => {
    socket.once('data', () => (stay ? socket.write(text) : socket.end(text)));
  });
}

/** A request as a server received it, with the complete body. */
export interface Seen {
  readonly line: string;
  readonly headers: readonly string[];
  readonly body: Buffer;
}

/** Starts an HTTP server that keeps its requests; it answers `{}` by default. */
export async function http(
  answer?: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createHttpServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      seen.push({ line: `${request.method} ${request.url}`, headers: request.rawHeaders, body: Buffer.concat(chunks) });
      if (answer === undefined) response.end('{}');
      else answer(request, response);
    });
  });
  return { url: `http://127.0.0.1:${await listen(server)}`, seen };
}

/** What reached a proxy: the authority and headers of a CONNECT. */
export interface Tunnel {
  readonly authority: string;
  readonly headers: IncomingMessage['headers'];
}

/** Starts a proxy that opens tunnels to this machine, whichever host it is asked for. */
export async function proxy(): Promise<{ url: string; tunnels: Tunnel[] }> {
  const tunnels: Tunnel[] = [];
  const server = createHttpServer((_request, response) => response.writeHead(500).end());
  server.on('connect', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const authority = request.url ?? '';
    tunnels.push({ authority, headers: request.headers });
    const upstream = connect(Number(authority.split(':').at(-1)), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.write(head);
      socket.pipe(upstream).pipe(socket);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy()).on('close', () => upstream.destroy());
  });
  return { url: `http://127.0.0.1:${await listen(server)}`, tunnels };
}

/** Creates a client that is closed after the test and ignores the environment's proxy. */
export function client(url: string, options: Omit<ClientOptions, 'url'> = {}): Client {
  // On a busy machine, a connection may take longer than a short time limit of a request.
  const made = createClient({ env: {}, url, connectTimeoutMs: 20_000, ...options });
  closeLater(() => made.destroy());
  return made;
}

/** Returns an update with the given changes. */
export function put(given: Partial<WireRequest> = {}): WireRequest {
  return {
    method: 'PUT',
    path: '/v1/p/vpc-endpoint-services/s',
    headers: [['Content-Type', 'application/json']],
    body: new TextEncoder().encode('{}'),
    ...given,
  };
}

/** Returns the same for the raw client. */
export function rawPut(text = 'PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}'): WireRequest {
  return put({ raw: Buffer.from(text, 'latin1') });
}

/** Status and body of a reply, or the kind of failure: enough for most tests. */
export function gist(attempt: Attempt): string {
  return attempt.kind === 'response'
    ? `${attempt.status} ${Buffer.from(attempt.body).toString('latin1')}`.trim()
    : attempt.failure;
}
