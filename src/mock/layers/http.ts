import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Behaviour } from '../behaviour.js';
import { handle } from '../handle.js';
import type { Outcome, Reply, World } from '../model.js';
import type { MockExchange } from '../behaviour.js';
import { BODY_LIMIT } from './parse.js';

/** Time within which a request must be complete, in milliseconds; a later one is answered with 408. */
const REQUEST_TIMEOUT_MS = 4_000;

/** Creates the HTTP server of a world, not yet listening. */
export function createHttpServer(world: World, behaviour: Behaviour): Server {
  const server = createServer({
    keepAliveTimeout: 120_000,
    requestTimeout: REQUEST_TIMEOUT_MS,
    headersTimeout: REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: 500,
    noDelay: true,
    // The layers answer it, so that a fault can answer differently.
    requireHostHeader: false,
  });
  const listener = (request: IncomingMessage, response: ServerResponse) => receive(request, response, world, behaviour);
  server.on('request', listener);
  server.on('checkExpectation', (request, response) => {
    void request.resume();
    const body = envelopeText('The expectation cannot be met.');
    response.writeHead(417, { 'Content-Type': 'application/json', 'Content-Length': body.length }).end(body);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => behaviour.clientError(error, socket));
  behaviour.serve(server, world);
  return server;
}

function receive(request: IncomingMessage, response: ServerResponse, world: World, behaviour: Behaviour): void {
  const chunks: Buffer[] = [];
  let size = 0;
  const number = ++world.requests;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= BODY_LIMIT) chunks.push(chunk);
  });
  request.on('end', () => {
    // What was answered with 408 is not done when the rest of it arrives.
    if (!request.socket.writable) return;
    const [first, ...rest] = chunks;
    const exchange: MockExchange = {
      world,
      behaviour,
      method: request.method ?? '',
      url: request.url ?? '',
      headers: request.headers,
      rawHeaders: request.rawHeaders,
      bytes: first === undefined ? EMPTY : rest.length === 0 ? first : Buffer.concat(chunks),
      tooLarge: size > BODY_LIMIT,
      socket: request.socket,
      number,
      projectId: '',
      serviceId: '',
      service: undefined,
      text: '',
      value: undefined,
      update: {},
      before: undefined,
    };
    answer(exchange, response);
  });
}

const EMPTY = Buffer.alloc(0);

function answer(x: MockExchange, response: ServerResponse): void {
  try {
    const outcome = handle(x);
    if (outcome instanceof Promise)
      outcome.then(
        (later) => deliver(later, x, response),
        () => fail(x, response),
      );
    else deliver(outcome, x, response);
  } catch {
    fail(x, response);
  }
}

function fail(x: MockExchange, response: ServerResponse): void {
  deliver(
    x.behaviour.refuse({ status: 500, code: 'EndPoint.0001', message: 'System error. Please retry.' }, x),
    x,
    response,
  );
}

function deliver(outcome: Outcome, x: MockExchange, response: ServerResponse): void {
  if (outcome === 'hang') return;
  const ms = x.behaviour.delay(x);
  const send = () => {
    if (x.socket.destroyed) return;
    if (outcome === 'reset') x.socket.resetAndDestroy();
    else x.behaviour.write(response, outcome, x);
  };
  if (ms > 0) setTimeout(send, ms);
  else send();
}

/** Sends a reply in one piece. */
export function write(response: ServerResponse, reply: Reply, x: MockExchange): void {
  response.writeHead(reply.status, headersOf(reply, x));
  response.end(reply.body);
}

/** Returns the header lines of a reply, names and values in turn. */
export function headersOf({ contentType, headers, body }: Reply, x: MockExchange): string[] {
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  const lines = ['Content-Length', String(length), 'X-Request-Id', requestId(x.number)];
  if (contentType !== null) lines.push('Content-Type', contentType);
  return headers.length === 0 ? lines : [...lines, ...headers];
}

function requestId(number: number): string {
  return number.toString(16).padStart(32, '0');
}

/** Answers 400 (408 for a request that never ends) with the envelope, and closes the connection. */
export function clientError(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const late = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
  const body = envelopeText(
    late ? 'The request timed out.' : 'The request is not HTTP.',
    late ? 'EndPoint.0013' : undefined,
  );
  const head = [
    `HTTP/1.1 ${late ? '408 Request Timeout' : '400 Bad Request'}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function envelopeText(message: string, code = 'EndPoint.0002'): string {
  return JSON.stringify({ error: { message, code } });
}
