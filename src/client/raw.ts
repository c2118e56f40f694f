import type { Socket } from 'node:net';
import type { Attempt, WireRequest } from '../shared/model.js';
import type { AbortHub } from './abort-hub.js';
import type { Connector } from './connector.js';
import type { Deadlines } from './deadlines.js';
import { failedAttempt } from './failed-attempt.js';
import { ClientFailure, failureOf } from './failure-kind.js';
import type { ResolvedOptions } from './options.js';
import { ReplyParser, type ParsedReply } from './reply-parser.js';

/**
 * Sends bytes verbatim, each time over a connection of its own, and reads one reply. A server that answers and closes
 * before it has read everything resets the connection; its answer may be lost, which is a `reset`.
 */
export class RawClient {
  readonly #sockets = new Set<Socket>();
  #closed = false;

  constructor(
    private readonly connector: Connector,
    private readonly hub: AbortHub,
    private readonly options: Pick<ResolvedOptions, 'maxReplyBytes'>,
  ) {}

  /**
   * Never rejects. `method` says whether a reply has a body; with `split`, head and body are written in pieces;
   * `behind` is sent first on the same connection, if that stays open; `deadlines` limit the time from sending until
   * the reply is complete.
   */
  async send(
    bytes: Uint8Array,
    method: string,
    deadlines: Deadlines,
    signal?: AbortSignal,
    { split = false, behind }: Pick<WireRequest, 'split' | 'behind'> = {},
  ): Promise<Attempt> {
    let sentAt = performance.now();
    if (this.#closed) return failedAttempt(closed(), sentAt);
    let socket: Socket;
    try {
      socket = await this.#open(signal);
    } catch (error) {
      return failedAttempt(error, sentAt);
    }
    this.#sockets.add(socket);
    try {
      sentAt = performance.now();
      const left = behind === undefined ? null : await this.#before(socket, behind, method, deadlines, signal);
      sentAt = performance.now();
      const pieces = split ? piecesOf(bytes) : [bytes];
      const { status, headers, body } = await this.#exchange(socket, pieces, method, deadlines, signal, left);
      return { kind: 'response', status, headers, body, sentAt, endedAt: performance.now() };
    } catch (error) {
      // Between two requests a server may close a connection.
      if (behind !== undefined && failureOf(error)?.failure === 'reset')
        return await this.send(bytes, method, deadlines, signal, { split });
      return failedAttempt(error, sentAt);
    } finally {
      this.#sockets.delete(socket);
      socket.destroy();
    }
  }

  /** Sends a request that precedes another on the connection. Returns the bytes after its reply. */
  async #before(
    socket: Socket,
    bytes: Uint8Array,
    method: string,
    deadlines: Deadlines,
    signal: AbortSignal | undefined,
  ): Promise<Uint8Array> {
    const { headers, rest } = await this.#exchange(socket, [bytes], method, deadlines, signal, null);
    const closes = headers.some(([name, value]) => name.toLowerCase() === 'connection' && /\bclose\b/i.test(value));
    if (closes) throw new ClientFailure('reset', 'the connection was closed, as was announced');
    return rest;
  }

  /** Ends requests in flight as `aborted`. */
  destroy(): void {
    this.#closed = true;
    for (const socket of this.#sockets) socket.destroy(closed());
  }

  /** Opens a connection; if the signal aborts meanwhile, it is closed as soon as it is made. */
  #open(signal: AbortSignal | undefined): Promise<Socket> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(aborted());
      const unwatch = signal === undefined ? () => undefined : this.hub.watch(signal, () => reject(aborted()));
      this.connector.open().then(
        (socket) => {
          unwatch();
          if (signal?.aborted === true || this.#closed) {
            socket.destroy();
            reject(this.#closed ? closed() : aborted());
          } else resolve(socket);
        },
        (error: unknown) => {
          unwatch();
          reject(error instanceof Error ? error : new Error(String(error)));
        },
      );
    });
  }

  #exchange(
    socket: Socket,
    pieces: readonly Uint8Array[],
    method: string,
    deadlines: Deadlines,
    signal: AbortSignal | undefined,
    left: Uint8Array | null,
  ): Promise<ParsedReply> {
    const { maxReplyBytes } = this.options;
    let parser: ReplyParser | null = new ReplyParser({ method, maxBodyBytes: maxReplyBytes });
    return new Promise((resolve, reject) => {
      const end = (act: () => void) => {
        timed.ended = true;
        parser = null;
        unwatch();
        for (const [event, listener] of listeners) socket.off(event, listener);
        socket.pause().on('error', () => undefined);
        act();
      };
      const fail = (error: unknown) => end(() => reject(error instanceof Error ? error : new Error(String(error))));
      const attempt = (read: (parser: ReplyParser) => ParsedReply | null) => {
        const own = parser;
        if (own === null) return;
        try {
          const reply = read(own);
          if (reply !== null) end(() => resolve(reply));
        } catch (error) {
          const malformed = failureOf(error)?.failure === 'malformed' && own.status === null;
          fail(malformed && !isOfHttp1(pieces) ? headless() : error);
        }
      };
      const timed = {
        sentAt: performance.now(),
        ended: false,
        heard: false,
        expire: () => fail(new ClientFailure('timeout', deadlines.late((parser?.status ?? null) !== null))),
      };
      const listeners: readonly (readonly [event: string, listener: (piece: Buffer) => void])[] = [
        [
          'data',
          (piece) => {
            timed.heard = true;
            attempt((own) => own.push(piece));
          },
        ],
        ['end', () => attempt((own) => own.end())],
        ['error', (error) => fail(error)],
        ['close', () => attempt((own) => own.end())],
      ];
      deadlines.begin(timed);
      const unwatch = signal === undefined ? () => undefined : this.hub.watch(signal, () => fail(aborted()));
      for (const [event, listener] of listeners) socket.on(event, listener);
      socket.resume(); // A tunnel leaves it paused.
      if (signal?.aborted === true) fail(aborted());
      else if (socket.destroyed)
        fail(socket.errored ?? new ClientFailure('reset', 'the connection was closed at once'));
      else {
        if (left !== null && left.length > 0) attempt((own) => own.push(left));
        writeAll(socket, pieces);
      }
    });
  }
}

const HTTP_1 = /^[!-~]+ [!-~]+ HTTP\/1\.[01]\r\n/;

/** Whether the first line asks for a reply that begins with a head. */
function isOfHttp1(pieces: readonly Uint8Array[]): boolean {
  return HTTP_1.test(Buffer.concat(pieces).toString('latin1'));
}

/** Splits the head in two and the body in three. */
function piecesOf(bytes: Uint8Array): readonly Uint8Array[] {
  const head = Buffer.from(bytes).indexOf('\r\n\r\n') + 4;
  const third = Math.ceil((bytes.length - head) / 3);
  const cuts = [0, Math.floor(head / 2), head, head + third, head + 2 * third, bytes.length];
  return cuts.slice(1).flatMap((to, i) => {
    const piece = bytes.subarray(cuts[i], to);
    return piece.length === 0 ? [] : [piece];
  });
}

/** Milliseconds between two pieces, usually enough for each to arrive by itself. */
const BETWEEN_PIECES = 4;

function writeAll(socket: Socket, [piece, ...rest]: readonly Uint8Array[]): void {
  if (piece === undefined || socket.destroyed || !socket.writable) return;
  if (rest.length > 0) socket.setNoDelay(true);
  socket.write(piece);
  if (rest.length > 0) setTimeout(writeAll, BETWEEN_PIECES, socket, rest);
}

function headless(): ClientFailure {
  return new ClientFailure('reset', 'the connection was closed behind a reply without a head, as of HTTP/0.9');
}

function aborted(): ClientFailure {
  return new ClientFailure('aborted', 'the request was given up');
}

function closed(): ClientFailure {
  return new ClientFailure('aborted', 'the client was closed');
}
