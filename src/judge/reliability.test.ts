import { describe, expect, it } from 'vitest';
import type { Attempt } from '../shared/model.js';
import { Reliability } from './reliability.js';
import { padded, sizeOf } from './request-size.js';
import type { Controlled } from './settling.js';

/** Number of failures in a row that are significant when `failing` requests in `of` fail. */
function telling(failing: number, of = 100): number | null {
  const reliability = new Reliability();
  for (let n = 0; n < failing; n += 1) reliability.failed();
  for (let n = failing; n < of; n += 1) reliability.answered(0);
  return reliability.telling;
}

describe('failures in a row', () => {
  it('are the more significant the fewer good requests fail', () => {
    expect([0, 1, 5, 20].map((failing) => telling(failing))).toEqual([1, 3, 5, 8]);
  });

  it('are never significant if a third of all requests fail', () => {
    expect(telling(300, 900)).toBeNull();
  });

  it('count even if the request was answered in the end', () => {
    const reliability = new Reliability();
    for (let n = 0; n < 100; n += 1) reliability.answered(n % 10 === 0 ? 1 : 0);
    expect(reliability.telling).toBe(6);
  });

  it('can be significant early, even after a failed control', () => {
    expect(telling(1, 2)).toBe(5);
  });
});

describe('answers to requests that were accepted before', () => {
  const answeredWith =
    (...statuses: readonly number[]) =>
    () => {
      const reliability = new Reliability();
      for (const status of statuses) reliability.answeredAgain(status);
    };

  it('stop the run if their statuses keep changing', () => {
    expect(answeredWith(201, 200, 307, 418, 409)).toThrow(/ever-changing statuses \(200, 201, 307, 409, 418\)/);
  });

  it('do not stop it if they refuse in few ways, fail in many, or refuse credentials', () => {
    expect(answeredWith(409, 422, 400, 409, 422, 400)).not.toThrow();
    expect(answeredWith(500, 502, 503, 504, 599, 401, 403, 404, 200)).not.toThrow();
  });
});

const request = (bytes: number) => ({ method: 'PUT', path: '', headers: [], body: new Uint8Array(bytes) });
const timeout = (ms: number): Attempt => ({
  kind: 'failure',
  failure: 'timeout',
  detail: '',
  sentAt: 7,
  endedAt: 7 + ms,
});

/** A connection that carries this many bytes per millisecond and gives up after 5 s; its target takes `most` bytes. */
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
  it('is not judged if controls show that its bytes alone take so long', async () => {
    const { control, sizes } = connection(3);
    const reliability = new Reliability();
    expect(await reliability.weigh(request(60_000), timeout(5_000), control)).toContain('carries 3 KB/s');
    expect(sizes).toEqual([60_000, 30_000, 15_000, 7_500]);
    expect(reliability.tooSlow(request(60_000), timeout(5_000))).toContain('carries 3 KB/s');
    expect(reliability.tooSlow(request(5_000), timeout(5_000))).toBeNull();
    expect(reliability.tooSlow(request(60_000), timeout(3))).toBeNull();
  });

  it.each([
    ['the connection carries as much in time', 60_000, connection(1_000), [60_000]],
    ['the target hangs on what is large', 60_000, connection(1_000, 20_000), [60_000, 30_000, 15_000]],
    [
      'the target hangs on all but the smallest',
      60_000,
      connection(1_000, 600),
      [60_000, 30_000, 15_000, 7_500, 3_750, 1_875, 938],
    ],
    ['it is small', 2_000, connection(0.1), []],
    ['it is larger than a target must accept', 200_000, connection(1_000), [65_536]],
  ])('is judged if %s', async (_where, bytes, { control, sizes }, sent) => {
    expect(await new Reliability().weigh(request(bytes), timeout(5_000), control)).toBeNull();
    expect(sizes).toEqual(sent);
  });

  it('is judged without controls if it failed at once', async () => {
    const { control, sizes } = connection(1);
    expect(await new Reliability().weigh(request(60_000), timeout(20), control)).toBeNull();
    expect(sizes).toEqual([]);
  });
});

it('counts the bytes of a request, and pads JSON with spaces', () => {
  expect(sizeOf({ ...request(10), path: '/p', headers: [['A', 'b']] })).toBe(18);
  expect(sizeOf({ ...request(10), raw: new Uint8Array(99) })).toBe(99);
  expect(Buffer.from(padded(Buffer.from('{}'), 5)).toString()).toBe('{}   ');
  expect(Buffer.from(padded(Buffer.from('{}'), -5)).toString()).toBe('{}');
});
