import { describe, expect, it } from 'vitest';
import type { FailureKind } from '../shared/failure.js';
import type { Attempt, AttemptFailure } from '../shared/model.js';
import { Outage } from './outage.js';
import { quick } from './scripted.fixture.js';

const times = { sentAt: 0, endedAt: 0 };
const failure = (kind: FailureKind): AttemptFailure => ({ kind: 'failure', failure: kind, detail: '', ...times });
const refused = { ...failure('refused'), detail: 'connect ECONNREFUSED' };
const response: Attempt = { kind: 'response', status: 503, headers: [], body: new Uint8Array(), ...times };

/** Pings a target that gives these answers, the last one forever. */
function pinging(attempts: readonly Attempt[], { firstContact = 60_000, outage = 60_000 } = {}) {
  const pauses: number[] = [];
  let pings = 0;
  const made = new Outage({
    retryPolicy: { ...quick, first: 400, longest: 1_600, firstContact, outage },
    pause: (ms) => {
      pauses.push(ms);
      return Promise.resolve();
    },
    ping: () => {
      pings += 1;
      return Promise.resolve(attempts[Math.min(pings, attempts.length) - 1] ?? response);
    },
  });
  return { made, pauses, pings: () => pings };
}

describe('an outage', () => {
  it.each<[string, Attempt]>([
    ['answers', response],
    ['takes a connection and breaks it', failure('reset')],
  ])('is over when the target %s', async (_name, last) => {
    const { made, pings } = pinging([failure('refused'), failure('unresolved'), failure('tls'), last]);
    await made.over(refused);
    expect(pings()).toBe(4);
  });

  it('is waited out with the same pings by all requests that meet it, and with new pings next time', async () => {
    const { made, pings } = pinging([failure('refused'), response]);
    await Promise.all([made.over(refused), made.over(refused), made.over(refused)]);
    expect(pings()).toBe(2);
    await made.over(refused);
    expect(pings()).toBe(3);
  });

  it('is probed at least twice a second', async () => {
    const { made, pauses } = pinging([...Array.from({ length: 5 }, () => failure('refused')), response]);
    await made.over(refused);
    expect(pauses).toHaveLength(6);
    for (const ms of pauses) {
      expect(ms).toBeLessThanOrEqual(500);
      expect(ms).toBeGreaterThan(0);
    }
    expect(pauses.slice(2)).toEqual([500, 500, 500, 500]);
  });

  it('is waited for longer once the target has answered', async () => {
    const retryPolicy = { firstContact: -1, outage: 60_000 };
    const never = pinging([response], retryPolicy);
    await expect(never.made.over(refused)).rejects.toMatchObject({
      message: 'the target cannot be reached: connect ECONNREFUSED',
      instead: refused,
    });
    expect(never.pings()).toBe(0);
    const before = pinging([response], retryPolicy);
    before.made.reached();
    await before.made.over(refused);
    expect(before.pings()).toBe(1);
  });
});
