import { describe, expect, it } from 'vitest';
import type { Attempt } from '../shared/model.js';
import { Throughput, padded, sizeOf } from './throughput.js';
import type { Controlled } from './settling.js';

const request = (bytes: number) => ({ method: 'PUT', path: '', headers: [], body: new Uint8Array(bytes) });
const timeout = (ms: number): Attempt => ({
  kind: 'failure',
  failure: 'timeout',
  detail: '',
  sentAt: 7,
  endedAt: 7 + ms,
});

/** A connection of so many bytes per millisecond, which gives up after 5 s, with a target that takes `most` bytes. */
function connection(bytesPerMs: number, most = Infinity) {
  const sizes: number[] = [];
  const control = (bytes: number): Promise<Controlled> => {
    sizes.push(bytes);
    const ms = 1 + bytes / bytesPerMs;
    return Promise.resolve(ms > 5_000 || bytes > most ? 'failed' : { status: 200, bytes, ms });
  };
  return { sizes, control };
}

describe('a request that gets no answer in time', () => {
  it('is not judged where controls show that its bytes alone take so long', async () => {
    const { control, sizes } = connection(3);
    const throughput = new Throughput();
    const settled = await throughput.trial(request(60_000), [timeout(5_000)], control);
    expect(settled).toMatchObject({ kind: 'unjudged', reason: expect.stringContaining('carries 3 KB/s') as string });
    expect(sizes).toEqual([60_000, 30_000, 15_000, 7_500]);
    expect(throughput.known(request(60_000), timeout(5_000))).toContain('carries 3 KB/s');
    expect(throughput.known(request(5_000), timeout(5_000))).toBeNull();
    expect(throughput.known(request(60_000), timeout(3))).toBeNull();
  });

  it.each([
    ['the connection carries as much in time', 60_000, connection(1_000), [60_000]],
    ['the target hangs on what is large', 60_000, connection(1_000, 20_000), [60_000, 30_000, 15_000]],
    [
      'the target hangs on all but the least',
      60_000,
      connection(1_000, 600),
      [60_000, 30_000, 15_000, 7_500, 3_750, 1_875, 938],
    ],
    ['it is small', 2_000, connection(0.1), []],
    ['it is larger than JSON need be', 200_000, connection(1_000), [65_536]],
  ])('is judged where %s', async (_where, bytes, { control, sizes }, sent) => {
    expect(await new Throughput().trial(request(bytes), [timeout(5_000)], control)).toBeNull();
    expect(sizes).toEqual(sent);
  });

  it('is judged without more ado where it failed at once', async () => {
    const { control, sizes } = connection(1);
    expect(await new Throughput().trial(request(60_000), [timeout(20)], control)).toBeNull();
    expect(sizes).toEqual([]);
  });
});

it('weighs what is sent, and pads JSON with blanks', () => {
  expect(sizeOf({ ...request(10), path: '/p', headers: [['A', 'b']] })).toBe(18);
  expect(sizeOf({ ...request(10), raw: new Uint8Array(99) })).toBe(99);
  expect(Buffer.from(padded(Buffer.from('{}'), 5)).toString()).toBe('{}   ');
  expect(Buffer.from(padded(Buffer.from('{}'), -5)).toString()).toBe('{}');
});
