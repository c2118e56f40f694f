import { BodyReader, framingOf } from './reply-body.js';
import { ClientFailure } from './failure-kind.js';
import { MOST_FIELDS, MOST_HEAD_BYTES, tooManyFields } from './head-limits.js';

/** A reply as read from a connection. */
export interface ParsedReply {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  /** Bytes that came after the reply. */
  readonly rest: Uint8Array;
}

/** What the parser must know about the request, and how much it accepts. */
export interface ReplyParserOptions {
  /** A reply to HEAD has no body, nor has a 2xx to CONNECT. */
  readonly method: string;
  readonly maxBodyBytes: number;
  /** Most bytes of all heads, interim ones included. Default {@link MOST_HEAD_BYTES}. */
  readonly maxHeadBytes?: number;
}

interface Head {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

const STATUS_LINE = /^HTTP\/1\.[01] ([1-9]\d\d)(?: [\t\x20-\x7e\x80-\xff]*)?$/;
const HEADER_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*)$/;
const START = 'HTTP/1.';

/**
 * Reads one final HTTP/1 reply from pieces (RFC 9112); interim ones (1xx) are skipped. Its methods throw {@link
 * ClientFailure}: `malformed`, `too-large`, or `reset` if the input ends early.
 */
export class ReplyParser {
  readonly #options: ReplyParserOptions;
  readonly #maxHeadBytes: number;
  #pending: Buffer = Buffer.alloc(0);
  #headBytes = 0;
  #head: Head | null = null;
  #body: BodyReader | null = null;

  constructor(options: ReplyParserOptions) {
    this.#options = options;
    this.#maxHeadBytes = options.maxHeadBytes ?? MOST_HEAD_BYTES;
  }

  /** Status of the final reply; null until its head has been read. */
  get status(): number | null {
    return this.#head?.status ?? null;
  }

  /** Takes the next bytes; returns the reply once it is complete, else null. */
  push(bytes: Uint8Array): ParsedReply | null {
    let piece = bytes;
    while (this.#body === null) {
      this.#pending = this.#pending.length === 0 ? Buffer.from(piece) : Buffer.concat([this.#pending, piece]);
      const head = this.#readHead();
      if (head === null) return null;
      piece = this.#pending;
      this.#pending = Buffer.alloc(0);
      if (head.status >= 200 || head.status === 101) this.#begin(head);
    }
    return this.#finish(this.#body.push(piece));
  }

  /** The peer has closed: returns the reply that this ends. */
  end(): ParsedReply {
    const reply = this.#body === null ? null : this.#finish(this.#body.end());
    if (reply !== null) return reply;
    const nothing = this.#headBytes === 0 && this.#pending.length === 0;
    throw new ClientFailure(
      'reset',
      nothing ? 'the connection was closed without a reply' : 'the connection was closed before the reply was complete',
    );
  }

  /** Takes a complete head off the pending bytes; null if there is none yet. */
  #readHead(): Head | null {
    const start = this.#pending.toString('latin1', 0, START.length);
    if (!START.startsWith(start) && !start.startsWith(START))
      throw malformed(`it begins with ${JSON.stringify(start)}`);
    const end = endOfHead(this.#pending);
    if (this.#headBytes + (end ?? this.#pending.length) > this.#maxHeadBytes) {
      throw new ClientFailure('too-large', `the head of the reply is larger than ${this.#maxHeadBytes} bytes`);
    }
    if (end === null) return null;
    const lines = this.#pending.toString('latin1', 0, end).split(/\r?\n/);
    this.#pending = this.#pending.subarray(end);
    this.#headBytes += end;
    const status = STATUS_LINE.exec(lines[0] ?? '')?.[1];
    if (lines.length > MOST_FIELDS + 3) throw tooManyFields();
    if (status === undefined) throw malformed(`its status line is ${JSON.stringify((lines[0] ?? '').slice(0, 60))}`);
    return {
      status: Number(status),
      headers: lines
        .slice(1)
        .filter((line) => line !== '')
        .map(headerOf),
    };
  }

  #begin(head: Head): void {
    this.#head = head;
    this.#body = new BodyReader(framingOf(this.#options.method, head.status, head.headers), this.#options.maxBodyBytes);
  }

  #finish(read: { readonly body: Uint8Array; readonly rest: Uint8Array } | null): ParsedReply | null {
    return read === null || this.#head === null ? null : { ...this.#head, ...read };
  }
}

/** Returns the end of the empty line after the first head. A bare line feed ends a line too (RFC 9112, 2.2). */
function endOfHead(bytes: Buffer): number | null {
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) {
    if (bytes[at + 1] === 10) return at + 2;
    if (bytes[at + 1] === 13 && bytes[at + 2] === 10) return at + 3;
  }
  return null;
}

function headerOf(line: string): readonly [name: string, value: string] {
  const [, name, value] = HEADER_LINE.exec(line) ?? [];
  if (name === undefined || value === undefined)
    throw malformed(`a header line is ${JSON.stringify(line.slice(0, 60))}`);
  return [name, value.replace(/[ \t]+$/, '')];
}

function malformed(what: string): ClientFailure {
  return new ClientFailure('malformed', `the reply is not HTTP: ${what}`);
}
