import { describe, expect, it } from 'vitest';
import type { Attempt } from '../shared/model.js';
import { Carriage, padded, weightOf } from './carriage.js';
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
function connection(pace: number, most = Infinity) {
  const weights: number[] = [];
  const control = (bytes: number): Promise<Controlled> => {
    weights.push(bytes);
    const ms = 1 + bytes / pace;
    return Promise.resolve(ms > 5_000 || bytes > most ? 'failed' : { status: 200, bytes, ms });
  };
  return { weights, control };
}

describe('a request that gets no answer in time', () => {
  it('is not judged where controls show that its bytes alone take so long', async () => {
    const { control, weights } = connection(3);
    const carriage = new Carriage();
    const settled = await carriage.trial(request(60_000), [timeout(5_000)], control);
    expect(settled).toMatchObject({ kind: 'unjudged', reason: expect.stringContaining('carries 3 KB/s') as string });
    expect(weights).toEqual([60_000, 30_000, 15_000, 7_500]);
    expect(carriage.known(request(60_000), timeout(5_000))).toContain('carries 3 KB/s');
    expect(carriage.known(request(5_000), timeout(5_000))).toBeNull();
    expect(carriage.known(request(60_000), timeout(3))).toBeNull();
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
  ])('is judged where %s', async (_where, bytes, { control, weights }, sent) => {
    expect(await new Carriage().trial(request(bytes), [timeout(5_000)], control)).toBeNull();
    expect(weights).toEqual(sent);
  });

  it('is judged without more ado where it failed at once', async () => {
    const { control, weights } = connection(1);
    expect(await new Carriage().trial(request(60_000), [timeout(20)], control)).toBeNull();
    expect(weights).toEqual([]);
  });
});

it('weighs what is sent, and pads JSON with blanks', () => {
  expect(weightOf({ ...request(10), path: '/p', headers: [['A', 'b']] })).toBe(18);
  expect(weightOf({ ...request(10), raw: new Uint8Array(99) })).toBe(99);
  expect(Buffer.from(padded(Buffer.from('{}'), 5)).toString()).toBe('{}   ');
  expect(Buffer.from(padded(Buffer.from('{}'), -5)).toString()).toBe('{}');
});
