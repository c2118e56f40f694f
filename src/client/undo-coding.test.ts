import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Attempt } from '../shared/model.js';
import { undoCoding } from './undo-coding.js';

const plain = Buffer.from('{"a":"ä"}');
const attempt = (coding: string, body: Uint8Array): Attempt => ({
  kind: 'response',
  status: 200,
  headers: coding === '' ? [] : [['content-Encoding', coding]],
  body,
  sentAt: 1,
  endedAt: 2,
});
/** Returns the text of the body, or why there is none. */
function undone(coding: string, body: Uint8Array): string {
  const after = undoCoding(attempt(coding, body), 1_000);
  return after.kind === 'response' ? Buffer.from(after.body).toString('latin1') : `${after.failure}: ${after.detail}`;
}

describe('a reply that is coded', () => {
  it.each<[string, string, Uint8Array]>([
    ['gzip', 'gzip', gzipSync(plain)],
    ['gzip by another name', ' X-GZip', gzipSync(plain)],
    ['deflate', 'deflate', deflateSync(plain)],
    ['deflate without its head', 'deflate', deflateRawSync(plain)],
    ['br', 'br', brotliCompressSync(plain)],
    ['two, one on the other', 'gzip, br', brotliCompressSync(gzipSync(plain))],
    ['identity', 'identity', plain],
    ['nothing', '', plain],
    ['declared as gzip, which it is not', 'gzip', plain],
    ['a coding that is unknown', 'lzma', plain],
  ])('is read through it: %s', (_name, coding, body) => {
    expect(undone(coding, body)).toBe(plain.toString('latin1'));
  });

  it('is no reply if it grows beyond the limit', () => {
    expect(undone('gzip', gzipSync(Buffer.alloc(1_001)))).toMatch(/^too-large: .*gzip, is larger than 1000 bytes/);
    expect(undone('gzip', gzipSync(Buffer.alloc(1_000)))).toHaveLength(1_000);
    expect(undone('br, gzip', gzipSync(brotliCompressSync(Buffer.alloc(2 ** 24))))).toMatch(/^too-large/);
  });

  it('stays as it came if it is coded more often than anyone would, or is empty', () => {
    expect(undone('gzip,gzip,gzip,gzip,gzip', plain)).toBe(plain.toString('latin1'));
    expect(undone('gzip', new Uint8Array())).toBe('');
  });
});
