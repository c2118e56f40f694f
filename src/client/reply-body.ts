import { ClientFailure } from './failure-kind.js';
import { ReceivedBytes } from './received-bytes.js';

/** How the end of a reply's body is determined (RFC 9112, 6.3); a number is its length in bytes. */
export type ReplyFraming = number | 'chunked' | 'until-close';

/** Returns the framing of a reply. Throws {@link ClientFailure} `malformed` if its headers contradict each other. */
export function framingOf(
  method: string,
  status: number,
  headers: readonly (readonly [name: string, value: string])[],
): ReplyFraming {
  const connected = method === 'CONNECT' && status >= 200 && status < 300;
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304 || connected) return 0;
  const values = (wanted: string) =>
    headers
      .filter(([name]) => name.toLowerCase() === wanted)
      .flatMap(([, value]) => value.split(',').map((v) => v.trim()));
  const codings = values('transfer-encoding');
  const lengths = new Set(values('content-length'));
  if (codings.length > 0 && lengths.size > 0) throw malformed('it has both Transfer-Encoding and Content-Length');
  if (codings.length > 0) return codings.at(-1)?.toLowerCase() === 'chunked' ? 'chunked' : 'until-close';
  const [length, ...others] = lengths;
  if (length === undefined) return 'until-close';
  if (others.length > 0 || !/^\d{1,15}$/.test(length))
    throw malformed(`its Content-Length is ${JSON.stringify([...lengths].join(', ').slice(0, 60))}`);
  return Number(length);
}

/** A complete body, and the bytes after it. */
export interface ReadBody {
  readonly body: Uint8Array;
  readonly rest: Uint8Array;
}

const NOTHING = Buffer.alloc(0);
/** Most bytes of a chunk's size line, and of all trailers. */
const LONGEST_LINE = 8_192;

/** Reads the body of a reply from pieces. Its methods throw {@link ClientFailure}. */
export class BodyReader {
  readonly #framing: ReplyFraming;
  readonly #max: number;
  readonly #body = new ReceivedBytes();
  #size = 0;
  /** Bytes left of the body, or of the current chunk. */
  #left: number;
  #stage: 'size' | 'data' | 'data-end' | 'trailers' = 'size';
  #line: Buffer = NOTHING;
  #trailerBytes = 0;

  constructor(framing: ReplyFraming, maxBytes: number) {
    this.#framing = framing;
    this.#max = maxBytes;
    this.#left = typeof framing === 'number' ? framing : 0;
    if (this.#left > maxBytes) throw this.#tooLarge();
  }

  /** Takes the next bytes; returns the body once it is complete, else null. */
  push(bytes: Uint8Array): ReadBody | null {
    if (this.#framing === 'chunked')
      return this.#pushChunked(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
    if (this.#framing === 'until-close') {
      this.#keep(bytes);
      return null;
    }
    const rest = this.#take(bytes);
    return this.#left === 0 ? this.#whole(rest) : null;
  }

  /** The peer has closed: returns the body if that ends it, else null. */
  end(): ReadBody | null {
    return this.#framing === 'until-close' ? this.#whole(NOTHING) : null;
  }

  #pushChunked(bytes: Buffer): ReadBody | null {
    let rest: Uint8Array = bytes;
    for (;;) {
      if (this.#stage === 'data') {
        rest = this.#take(rest);
        if (this.#left > 0) return null;
        this.#stage = 'data-end';
      }
      const line = this.#readLine(rest);
      if (line === null) return null;
      rest = line.rest;
      switch (this.#stage) {
        case 'size':
          this.#left = sizeOf(line.text);
          if (this.#size + this.#left > this.#max) throw this.#tooLarge();
          this.#stage = this.#left === 0 ? 'trailers' : 'data';
          break;
        case 'data-end':
          if (line.text !== '') throw malformed('a chunk is longer than it says');
          this.#stage = 'size';
          break;
        case 'trailers':
          if (line.text === '') return this.#whole(rest);
          this.#trailerBytes += line.text.length;
          if (this.#trailerBytes > LONGEST_LINE)
            throw new ClientFailure('too-large', `the trailers of the reply are larger than ${LONGEST_LINE} bytes`);
      }
    }
  }

  /** Returns a complete line without its end, and what follows it; null if there is none yet. */
  #readLine(bytes: Uint8Array): { text: string; rest: Uint8Array } | null {
    const end = bytes.indexOf(10);
    const line = Buffer.concat([this.#line, end === -1 ? bytes : bytes.subarray(0, end)]);
    if (line.length > LONGEST_LINE) throw malformed('a line between chunks does not end');
    this.#line = end === -1 ? line : NOTHING;
    if (end === -1) return null;
    return { text: line.toString('latin1').replace(/\r$/, ''), rest: bytes.subarray(end + 1) };
  }

  /** Keeps what belongs to the body or chunk, and returns the rest. */
  #take(bytes: Uint8Array): Uint8Array {
    const taken = bytes.subarray(0, this.#left);
    this.#left -= taken.length;
    this.#keep(taken);
    return bytes.subarray(taken.length);
  }

  #keep(bytes: Uint8Array): void {
    this.#size += bytes.length;
    if (this.#size > this.#max) {
      // The error keeps this reader in memory for as long as it lives itself.
      this.#body.clear();
      throw this.#tooLarge();
    }
    this.#body.push(bytes);
  }

  #whole(rest: Uint8Array): ReadBody {
    return { body: this.#body.take(), rest };
  }

  #tooLarge(): ClientFailure {
    return new ClientFailure('too-large', `the body of the reply is larger than ${this.#max} bytes`);
  }
}

function sizeOf(line: string): number {
  const hex = /^([0-9a-f]{1,12})[ \t]*(?:;.*)?$/i.exec(line)?.[1];
  if (hex === undefined) throw malformed(`the size of a chunk is ${JSON.stringify(line.slice(0, 60))}`);
  return parseInt(hex, 16);
}

function malformed(what: string): ClientFailure {
  return new ClientFailure('malformed', `the reply is not HTTP: ${what}`);
}
