import { describe, expect, it } from 'vitest';
import { rawRequest, type RawRequestParts } from './raw-request.js';

function text(parts: Partial<RawRequestParts>): string {
  const bytes = rawRequest({
    method: 'PUT',
    path: '/p',
    host: 'h:1',
    headers: [],
    body: Buffer.from('{}'),
    framing: 'content-length',
    ...parts,
  });
  return Buffer.from(bytes).toString('latin1');
}

describe('rawRequest', () => {
  it.each([
    [{}, 'PUT /p HTTP/1.1\r\nHost: h:1\r\nContent-Length: 2\r\n\r\n{}'],
    [{ body: null }, 'PUT /p HTTP/1.1\r\nHost: h:1\r\nContent-Length: 0\r\n\r\n'],
    [{ framing: 'none' }, 'PUT /p HTTP/1.1\r\nHost: h:1\r\n\r\n{}'],
    [
      {
        framing: 'none',
        headers: [
          ['Content-Length', '1'],
          ['Content-Length', '3'],
        ],
      },
      'PUT /p HTTP/1.1\r\nHost: h:1\r\nContent-Length: 1\r\nContent-Length: 3\r\n\r\n{}',
    ],
    [{ framing: 'chunked' }, 'PUT /p HTTP/1.1\r\nHost: h:1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n'],
    [
      { framing: 'small-chunks', body: Buffer.from('{"a":true}') },
      'PUT /p HTTP/1.1\r\nHost: h:1\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{"a":tr\r\n3\r\nue}\r\n0\r\n\r\n',
    ],
    [{ framing: 'chunked', body: null }, 'PUT /p HTTP/1.1\r\nHost: h:1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    [
      { framing: 'trailers' },
      'PUT /p HTTP/1.1\r\nHost: h:1\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n2;name=value\r\n{}\r\n0\r\nX-Sum: 1\r\nX-Late: 2\r\n\r\n',
    ],
    [{ omitHost: true }, 'PUT /p HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}'],
    [{ requestLine: 'PUT  /q HTTP/9' }, 'PUT  /q HTTP/9\r\nHost: h:1\r\nContent-Length: 2\r\n\r\n{}'],
    [
      { headers: [['X A', 'b\r\nX-C: d\0']] },
      'PUT /p HTTP/1.1\r\nHost: h:1\r\nX A: b\r\nX-C: d\0\r\nContent-Length: 2\r\n\r\n{}',
    ],
  ] as [Partial<RawRequestParts>, string][])('%j is written as it is given', (parts, expected) => {
    expect(text(parts)).toBe(expected);
  });

  it('writes Latin-1 if a text fits, else UTF-8, and bytes as they are', () => {
    expect(
      text({
        headers: [
          ['A', '\u00e9'],
          ['B', '\u4e2d'],
          ['C', Uint8Array.of(0xff, 0x00)],
        ],
      }),
    ).toContain('A: \xe9\r\nB: \xe4\xb8\xad\r\nC: \xff\x00\r\n');
  });

  it('cuts a long body into chunks', () => {
    const written = text({ framing: 'chunked', body: Buffer.alloc(5_000, 'x') });
    expect(written).toMatch(/\r\n\r\n1000\r\nx{4096}\r\n388\r\nx{904}\r\n0\r\n\r\n$/);
  });
});
