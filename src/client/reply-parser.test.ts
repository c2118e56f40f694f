import { describe, expect, it } from 'vitest';
import { ClientFailure } from './failure-kind.js';
import { ReplyParser } from './reply-parser.js';

function bytes(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

/** Parses the pieces, then the end of the connection; returns the reply or the kind of failure. */
function parse(
  pieces: readonly Uint8Array[],
  { method = 'PUT', maxBodyBytes = 1_000, maxHeadBytes = 500 } = {},
): unknown {
  const parser = new ReplyParser({ method, maxBodyBytes, maxHeadBytes });
  try {
    for (const piece of pieces) {
      const reply = parser.push(piece);
      if (reply !== null)
        return {
          ...reply,
          body: Buffer.from(reply.body).toString('latin1'),
          rest: Buffer.from(reply.rest).toString('latin1'),
        };
    }
    const reply = parser.end();
    return {
      ...reply,
      body: Buffer.from(reply.body).toString('latin1'),
      rest: Buffer.from(reply.rest).toString('latin1'),
      ended: true,
    };
  } catch (error) {
    if (error instanceof ClientFailure) return error.failure;
    throw error;
  }
}

const OK = 'HTTP/1.1 200 OK\r\n';

describe('a reply', () => {
  const whole = [
    ['with a length', `${OK}Content-Length: 5\r\n\r\nhello`, { status: 200, body: 'hello' }],
    ['with no bytes', `${OK}Content-Length: 0\r\n\r\n`, { status: 200, body: '' }],
    [
      'in chunks',
      `${OK}Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n0002;a="b"\r\nlo\r\n0\r\n\r\n`,
      { status: 200, body: 'hello' },
    ],
    [
      'in chunks, with trailers',
      `${OK}transfer-encoding: gzip, Chunked\r\n\r\nA\r\n0123456789\r\n0\r\nX-A: b\r\n\r\n`,
      { status: 200, body: '0123456789' },
    ],
    [
      'after interim ones',
      `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nX-A: b\r\n\r\n${OK}Content-Length: 2\r\n\r\n{}`,
      { status: 200, headers: [['Content-Length', '2']], body: '{}' },
    ],
    [
      'of 204, whatever it announces',
      'HTTP/1.1 204 No Content\r\nContent-Length: 9\r\n\r\n',
      { status: 204, body: '' },
    ],
    ['of 304', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n', { status: 304, body: '' }],
    ['that switches protocols', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n', { status: 101, body: '' }],
    ['without a reason', 'HTTP/1.1 400\r\nContent-Length: 0\r\n\r\n', { status: 400 }],
    ['with an empty reason', 'HTTP/1.1 400 \r\nContent-Length: 0\r\n\r\n', { status: 400 }],
    ['of HTTP/1.0', 'HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}', { status: 200, body: '{}' }],
    ['with bare line feeds', 'HTTP/1.1 200 OK\nContent-Length: 2\n\n{}', { status: 200, body: '{}' }],
    [
      'with the same length twice',
      `${OK}Content-Length: 2\r\ncontent-length: 2, 2\r\n\r\n{}`,
      { status: 200, body: '{}' },
    ],
    [
      'with blanks around a value',
      `${OK}X-A: \t b c \t\r\nX-B:\r\nContent-Length: 0\r\n\r\n`,
      {
        headers: [
          ['X-A', 'b c'],
          ['X-B', ''],
          ['Content-Length', '0'],
        ],
      },
    ],
    [
      'with bytes beyond ASCII',
      `${OK}X-A: \xe9\r\nContent-Length: 2\r\n\r\n\xff\x00`,
      {
        headers: [
          ['X-A', '\xe9'],
          ['Content-Length', '2'],
        ],
        body: '\xff\x00',
      },
    ],
  ] as const;

  it.each(whole)('%s is read, in one piece and cut anywhere', (_what, text, expected) => {
    const all = bytes(text);
    expect(parse([all])).toMatchObject({ ...expected, rest: '' });
    for (let at = 0; at <= all.length; at += 1)
      expect(parse([all.subarray(0, at), all.subarray(at)])).toEqual(parse([all]));
    expect(parse([...all].map((byte) => Uint8Array.of(byte)))).toEqual(parse([all]));
  });

  it.each(whole)('%s that is cut short is not a reply', (_what, text) => {
    const all = bytes(text);
    for (let at = 0; at < all.length; at += 1) expect(parse([all.subarray(0, at)])).toBe('reset');
  });

  it.each(whole)('%s leaves what comes after it', (_what, text) => {
    expect(parse([bytes(`${text}HTTP/1.1 rest`)])).toMatchObject({ rest: 'HTTP/1.1 rest' });
  });

  it.each([
    ['without a length', `${OK}X-A: b\r\n\r\nhello`],
    ['with a coding that is not chunked', `${OK}Transfer-Encoding: gzip\r\n\r\nhello`],
  ])('%s ends with the connection', (_what, text) => {
    expect(parse([bytes(text)])).toMatchObject({ body: 'hello', ended: true });
  });

  it('to HEAD has no body, nor has a 2xx to CONNECT', () => {
    expect(parse([bytes(`${OK}Content-Length: 5\r\n\r\n`)], { method: 'HEAD' })).toMatchObject({ body: '', rest: '' });
    expect(parse([bytes(`${OK}Content-Length: 5\r\n\r\nhello`)], { method: 'CONNECT' })).toMatchObject({
      body: '',
      rest: 'hello',
    });
    expect(parse([bytes('HTTP/1.1 407 No\r\nContent-Length: 5\r\n\r\nhello')], { method: 'CONNECT' })).toMatchObject({
      status: 407,
      body: 'hello',
    });
  });
});

describe('what is not a reply', () => {
  it.each([
    'garbage',
    'HTTP/2.0 200 OK\r\n\r\n',
    'HTTP/1.2 200 OK\r\n\r\n',
    '\r\nHTTP/1.1 200 OK\r\n\r\n',
    'http/1.1 200 OK\r\n\r\n',
    'HTTP/1.1  200 OK\r\n\r\n',
    'HTTP/1.1 99 OK\r\n\r\n',
    'HTTP/1.1 2000 OK\r\n\r\n',
    'HTTP/1.1 200 O\0K\r\n\r\n',
    `${OK}X-A\r\n\r\n`,
    `${OK}: b\r\n\r\n`,
    `${OK}X-A : b\r\n\r\n`,
    `${OK}X-A: b\r\n folded\r\n\r\n`,
    `${OK}X-A: b\rc\r\n\r\n`,
    `${OK}X-A: b\0c\r\n\r\n`,
    `${OK}Content-Length: -1\r\n\r\n`,
    `${OK}Content-Length: 1e2\r\n\r\n`,
    `${OK}Content-Length:\r\n\r\n`,
    `${OK}Content-Length: 2, 3\r\n\r\n{}`,
    `${OK}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n`,
    `${OK}Transfer-Encoding: chunked\r\n\r\n{}\r\n`,
    `${OK}Transfer-Encoding: chunked\r\n\r\n\r\n`,
    `${OK}Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n`,
    `${OK}Transfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n`,
    `${OK}Transfer-Encoding: chunked\r\n\r\n${'0'.repeat(9_000)}`,
  ])('is recognised at once: %j', (text) => {
    expect(parse([bytes(text)])).toBe('malformed');
  });

  it('is recognised by its first bytes', () => {
    const parser = new ReplyParser({ method: 'PUT', maxBodyBytes: 10 });
    expect(parser.push(bytes('HT'))).toBeNull();
    expect(() => parser.push(bytes('ML'))).toThrow('the reply is not HTTP: it begins with "HTML"');
  });
});

describe('a reply that is too large', () => {
  it.each([
    ['by its head', `${OK}X-A: ${'x'.repeat(500)}`],
    ['by its interim heads', `HTTP/1.1 103 Early\r\nX-A: ${'x'.repeat(100)}\r\n\r\n`.repeat(5)],
    ['by its length', `${OK}Content-Length: 1001\r\n\r\n`],
    ['by its bytes', `${OK}\r\n${'x'.repeat(1_001)}`],
    ['by the size of a chunk', `${OK}Transfer-Encoding: chunked\r\n\r\nffffffffffff\r\n`],
    [
      'by the sum of its chunks',
      `${OK}Transfer-Encoding: chunked\r\n\r\n${`1f4\r\n${'x'.repeat(500)}\r\n`.repeat(2)}1\r\n`,
    ],
    ['by its trailers', `${OK}Transfer-Encoding: chunked\r\n\r\n0\r\n${`X: ${'x'.repeat(1_000)}\r\n`.repeat(9)}`],
  ])('%s is recognised as such', (_what, text) => {
    expect(parse([bytes(text)])).toBe('too-large');
  });

  it('is one byte larger than the largest', () => {
    expect(parse([bytes(`${OK}Content-Length: 1000\r\n\r\n${'x'.repeat(1_000)}`)])).toMatchObject({ status: 200 });
    expect(
      parse([bytes(`${OK}Transfer-Encoding: chunked\r\n\r\n${`1f4\r\n${'x'.repeat(500)}\r\n`.repeat(2)}0\r\n\r\n`)]),
    ).toMatchObject({ status: 200 });
  });
});
