import type { Dispatcher } from 'undici';
import Pool from 'undici/lib/dispatcher/pool.js';
import type { Attempt, WireRequest } from '../shared/model.js';
import { isForwarded, type ProxyRoute } from '../shared/way.js';
import { AbortHub } from './abort-hub.js';
import { createConnector } from './connector.js';
import { Deadlines } from './deadlines.js';
import { failedAttempt } from './failed-attempt.js';
import { ClientFailure } from './failure-kind.js';
import { toBeForwarded } from './to-be-forwarded.js';
import { LONGEST_TIMEOUT, resolveOptions, type ClientOptions } from './options.js';
import { PooledExchange } from './pooled-exchange.js';
import { MOST_HEAD_BYTES } from './head-limits.js';
import { reasonToDrop } from './reason-to-drop.js';
import { refuseDelete } from './refuse-delete.js';
import { RawClient } from './raw.js';
import { rawRequest } from './raw-request.js';
import { undoCoding } from './undo-coding.js';

/** Sends requests to one target and returns replies as they came, except for their content coding. */
export interface Client {
  /** How the proxy is used; null without one, and until that is known. */
  readonly way: ProxyRoute | null;
  /**
   * Sends a request once: redirects are not followed, nothing is sent again, a Content-Encoding is decoded. A network
   * error is an attempt of kind `failure`. Rejects with a `TypeError` for an invalid request, such as one with a line
   * feed in a header; use `request.raw` for those. Rejects with a `UserError` for a DELETE in any form.
   */
  send(request: WireRequest, signal?: AbortSignal): Promise<Attempt>;
  /** Waits for requests in flight, then closes every connection. */
  close(): Promise<void>;
  /** Closes every connection at once; requests in flight end as `aborted`. */
  destroy(): Promise<void>;
}

/** Part of undici's interface, but missing from its types. */
interface DispatchOptions extends Dispatcher.DispatchOptions {
  readonly servername?: string;
}

/** How many times as long an unpooled request may take. */
const UNPOOLED_FACTOR = 3;

/** Names and values in turn; `flat()` takes far longer. */
function flat(headers: WireRequest['headers']): string[] {
  const turns: string[] = [];
  for (const [name, value] of headers) turns.push(name, value);
  return turns;
}

/** Creates a client of one target. Throws `UserError` for unusable options. */
export function createClient(options: ClientOptions): Client {
  const resolved = resolveOptions(options);
  const { url, connections, timeoutMs, maxReplyBytes } = resolved;
  const connector = createConnector(resolved);
  const hub = new AbortHub();
  const raw = new RawClient(connector, hub, resolved);
  const deadlines = new Deadlines(timeoutMs);
  const unpooled = new Deadlines(Math.min(UNPOOLED_FACTOR * timeoutMs, LONGEST_TIMEOUT));
  const deadlinesOf = (request: WireRequest): Deadlines => (request.unpooled === true ? unpooled : deadlines);
  let continues = false;
  /** Connections made since a request was last sent on one. */
  let unused = 0;
  const pool = new Pool(url.origin, {
    connections,
    pipelining: 1,
    headersTimeout: 0, // One timer per request, in PooledExchange, covers head and body.
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
      const finish = (attempt: Attempt) => {
        unwatch?.();
        continues ||= exchange.sawContinue;
        resolve(attempt);
      };
      const exchange = new PooledExchange(
        { started: () => (unused = 0), finish, refuse: reject },
        deadlinesOf(request),
      );
      let unwatch: (() => void) | undefined;
      if (signal !== undefined) {
        const giveUp = () => exchange.fail(new ClientFailure('aborted', 'the request was given up'));
        unwatch = hub.watch(signal, giveUp);
        if (signal.aborted) return giveUp();
      }
      // The certificate is checked for the target's name, whatever a Host header says.
      const dispatch: DispatchOptions = { method, path, headers: flat(headers), body, servername: url.hostname };
      pool.dispatch(dispatch, exchange);
    });
  }

  /**
   * Uses a connection of its own: for servers that send an unsolicited `100 Continue`, on which undici gives up, and
   * for requests that must not meet a connection that the server is closing.
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
    const sending = raw.send(bytes, request.method, deadlinesOf(request), signal, request);
    inFlight.add(sending);
    return sending.finally(() => inFlight.delete(sending));
  }

  function sendAsItIs(request: WireRequest, signal: AbortSignal | undefined): Promise<Attempt> {
    if (request.raw !== undefined) return sendRaw(request.raw, request, signal);
    return continues || request.unpooled === true ? sendAlone(request, signal) : sendPooled(request, signal);
  }

  return {
    get way() {
      return connector.way;
    },
    async send(request, signal) {
      refuseDelete(request);
      const settling = connector.tryTunnel();
      if (settling !== null) {
        const sentAt = performance.now();
        try {
          await settling;
        } catch (error) {
          return failedAttempt(error, sentAt);
        }
      }
      const sent = isForwarded(connector.way) ? toBeForwarded(request, url, connector.authorization) : request;
      return undoCoding(await sendAsItIs(sent, signal), maxReplyBytes);
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
