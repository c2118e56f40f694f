import { expect, it } from 'vitest';
import { ReceivedBytes } from './received-bytes.js';

it('bytes that come in pieces are one copy of them, however small the pieces are', () => {
  const bytes = new ReceivedBytes();
  const socket = Buffer.from('0123456789'.repeat(1_000));
  for (let at = 0; at < socket.length; at += 3) bytes.push(socket.subarray(at, at + 3));
  const before = socket.toString();
  socket.fill(0);
  const taken = bytes.take();
  expect(Buffer.from(taken).toString()).toBe(before);
  expect(taken.buffer.byteLength).toBe(before.length);
  expect(bytes.take()).toEqual(new Uint8Array(0));
});

it('one piece takes no more room than it needs, and what is forgotten is gone', () => {
  const bytes = new ReceivedBytes();
  bytes.push(Buffer.from('whole'));
  expect(bytes.take().buffer.byteLength).toBe(5);
  bytes.push(Buffer.from('lost'));
  bytes.clear();
  bytes.push(Buffer.from('kept'));
  expect(Buffer.from(bytes.take()).toString()).toBe('kept');
});
