import { Pool, type Dispatcher } from 'undici';
import type { Attempt, WireRequest } from '../shared/model.js';
import { AbortHub } from './abort-hub.js';
import { createConnector } from './connector.js';
import { Deadlines } from './deadlines.js';
import { ClientFailure } from './failure-kind.js';
import { LONGEST, resolveOptions, type ClientOptions } from './options.js';
import { PooledExchange } from './pooled-exchange.js';
import { MOST_HEAD_BYTES } from './head-limits.js';
import { reasonToDrop } from './reason-to-drop.js';
import { refuseDelete } from './refuse-delete.js';
import { RawClient } from './raw.js';
import { rawRequest } from './raw-request.js';
import { undoCoding } from './undo-coding.js';

/** Sends requests to one target and keeps what comes back as it came, but for its coding. */
export interface Client {
  /**
   * Sends a request once: no redirect is followed, nothing is sent again; a Content-Encoding is undone. Network trouble is
   * an attempt of kind `failure`. Rejects with a `TypeError` for what is no request, such as a line feed in a header;
   * such go into `request.raw`. Rejects with a `UserError` for a DELETE, whatever makes it one.
   */
  send(request: WireRequest, signal?: AbortSignal): Promise<Attempt>;
  /** Waits for what is in flight, then closes every connection. */
  close(): Promise<void>;
  /** Closes every connection at once; what is in flight ends as `aborted`. */
  destroy(): Promise<void>;
}

/** undici has it in its interface, its types leave it out. */
interface DispatchOptions extends Dispatcher.DispatchOptions {
  readonly servername?: string;
}

/** How many times as long a request that is sent patiently may take. */
const PATIENT_FACTOR = 3;

/** Names and values in turn; `flat()` takes far longer. */
function flat(headers: WireRequest['headers']): string[] {
  const turns: string[] = [];
  for (const [name, value] of headers) turns.push(name, value);
  return turns;
}

/** A client of one target. Throws `UserError` for options that cannot be used. */
export function createClient(options: ClientOptions): Client {
  const resolved = resolveOptions(options);
  const { url, connections, timeoutMs, maxReplyBytes } = resolved;
  const connector = createConnector(resolved);
  const hub = new AbortHub();
  const raw = new RawClient(connector, hub, resolved);
  const deadlines = new Deadlines(timeoutMs);
  const patient = new Deadlines(Math.min(PATIENT_FACTOR * timeoutMs, LONGEST));
  const deadlinesOf = (request: WireRequest): Deadlines => (request.patient === true ? patient : deadlines);
  let continues = false;
  /** Connections that were made since a request was last sent on one. */
  let unused = 0;
  const pool = new Pool(url.origin, {
    connections,
    pipelining: 1,
    headersTimeout: 0, // One timer a request, in PooledExchange, covers head and body.
    bodyTimeout: 0,
    maxResponseSize: maxReplyBytes,
    maxHeaderSize: MOST_HEAD_BYTES,
    connect: (_target, callback) => {
      connector.open().then(
        (socket) => {
          unused += 1;
          const trouble = reasonToDrop({ waiting: socket.readableLength, unused, connections });
          if (trouble === null) return callback(null, socket);
          unused = 0;
          socket.destroy();
          callback(trouble, null);
        },
        (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), null),
      );
    },
  });
  const inFlight = new Set<Promise<Attempt>>();
  function sendPooled(request: WireRequest, signal: AbortSignal | undefined): Promise<Attempt> {
    const { method, path, headers, body } = request;
    return new Promise((resolve, reject) => {
      const settle = (attempt: Attempt) => {
        unwatch?.();
        continues ||= exchange.sawContinue;
        resolve(attempt);
      };
      const exchange = new PooledExchange(
        { started: () => (unused = 0), settle, refuse: reject },
        deadlinesOf(request),
      );
      let unwatch: (() => void) | undefined;
      if (signal !== undefined) {
        const giveUp = () => exchange.fail(new ClientFailure('aborted', 'the request was given up'));
        unwatch = hub.watch(signal, giveUp);
        if (signal.aborted) return giveUp();
      }
      // The name in the certificate is the target's, whatever a Host header says.
      const dispatch: DispatchOptions = { method, path, headers: flat(headers), body, servername: url.hostname };
      pool.dispatch(dispatch, exchange);
    });
  }

  /**
   * On a connection of its own: what a server that sends `100 Continue` unasked can be sent, at which undici breaks off, and
   * what must not meet a connection that the server closes at that moment.
   */
  function sendAlone(request: WireRequest, signal: AbortSignal | undefined): Promise<Attempt> {
    const { method, path, headers, body } = request;
    const framing = body === null && !['PUT', 'POST', 'PATCH'].includes(method) ? 'none' : 'content-length';
    const alone = rawRequest({
      method,
      path,
      host: url.host,
      headers: [['Connection', 'close'], ...headers],
      body,
      framing,
    });
    return sendRaw(alone, request, signal);
  }

  function sendRaw(bytes: Uint8Array, request: WireRequest, signal: AbortSignal | undefined): Promise<Attempt> {
    const sending = raw.send(bytes, request.method, deadlinesOf(request), signal, request.split);
    inFlight.add(sending);
    return sending.finally(() => inFlight.delete(sending));
  }

  function sendAsItIs(request: WireRequest, signal: AbortSignal | undefined): Promise<Attempt> {
    if (request.raw !== undefined) return sendRaw(request.raw, request, signal);
    return continues || request.patient === true ? sendAlone(request, signal) : sendPooled(request, signal);
  }

  return {
    async send(request, signal) {
      refuseDelete(request);
      return undoCoding(await sendAsItIs(request, signal), maxReplyBytes);
    },
    async close() {
      await Promise.all([...inFlight, pool.closed ? undefined : pool.close()]);
      raw.destroy();
      connector.destroy();
    },
    async destroy() {
      raw.destroy();
      connector.destroy();
      await pool.destroy(new ClientFailure('aborted', 'the client was closed'));
    },
  };
}
