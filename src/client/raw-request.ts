/** The parts of a request that is written byte by byte. They are not checked: broken requests are its purpose. */
export interface RawRequestParts {
  readonly method: string;
  /** Written verbatim. */
  readonly path: string;
  /** Value of the Host header. */
  readonly host: string;
  /** In the order given, after Host. Strings are written as Latin-1 if they fit, else as UTF-8. */
  readonly headers: readonly (readonly [name: string, value: string | Uint8Array])[];
  readonly body: Uint8Array | null;
  /** Which header announces the body; `none` leaves that to `headers`. */
  readonly framing: 'content-length' | 'chunked' | 'small-chunks' | 'trailers' | 'none';
  /** Replaces `METHOD path HTTP/1.1`. */
  readonly requestLine?: string;
  /** Omit the Host header. Default false. */
  readonly omitHost?: boolean;
}

const CRLF = Buffer.from('\r\n');
/** Bytes per chunk; a longer body becomes several, as from a streaming client. */
const CHUNK = 4_096;
/** Bytes per small chunk: fewer than a member name in the body has. */
const SMALL = 7;

/** Returns the bytes of a request, head and body, for `WireRequest.raw`. */
export function rawRequest(parts: RawRequestParts): Uint8Array {
  const {
    method,
    path,
    host,
    headers,
    body,
    framing,
    requestLine = `${method} ${path} HTTP/1.1`,
    omitHost = false,
  } = parts;
  const lines: Uint8Array[] = [bytesOf(requestLine), CRLF];
  const header = (name: string, value: string | Uint8Array) => lines.push(bytesOf(`${name}: `), bytesOf(value), CRLF);
  if (!omitHost) header('Host', host);
  for (const [name, value] of headers) header(name, value);
  if (framing === 'content-length') header('Content-Length', String(body?.length ?? 0));
  const size = { chunked: CHUNK, trailers: CHUNK, 'small-chunks': SMALL, 'content-length': null, none: null }[framing];
  if (size !== null) header('Transfer-Encoding', 'chunked');
  if (framing === 'trailers') header('Trailer', 'X-Sum');
  const bytes = body ?? new Uint8Array();
  const [extension, trailers] = framing === 'trailers' ? [';name=value', 'X-Sum: 1\r\nX-Late: 2\r\n'] : ['', ''];
  lines.push(CRLF, ...(size === null ? [bytes] : chunked(bytes, size, extension, trailers)));
  return new Uint8Array(Buffer.concat(lines));
}

function bytesOf(value: string | Uint8Array): Uint8Array {
  if (typeof value !== 'string') return value;
  return Buffer.from(value, /^[\u0000-\u00ff]*$/.test(value) ? 'latin1' : 'utf8');
}

function chunked(body: Uint8Array, size: number, extension: string, trailers: string): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < body.length; at += size) {
    const piece = body.subarray(at, at + size);
    pieces.push(Buffer.from(`${piece.length.toString(16)}${extension}\r\n`), piece, CRLF);
  }
  return [...pieces, Buffer.from(`0\r\n${trailers}\r\n`)];
}
