import { describe, expect, it } from 'vitest';
import { RunStopped } from '../shared/errors.js';
import type { FailureKind } from '../shared/failure.js';
import type { Attempt } from '../shared/model.js';
import { codeClass } from '../spec/document.js';
import { ConcurrencyLimiter } from './concurrency-limiter.js';
import { NOT_RECORDED } from './not-recorded.js';
import { asked, quick } from './scripted.fixture.js';
import { Settler } from './settle.js';
import type { Control, Settling } from './settling.js';
import { Traffic } from './traffic.js';

const request = { method: 'PUT', path: '/subject', headers: [], body: null };
const good: Control = () => Promise.resolve({ status: 200, bytes: 0, ms: 0 });

function reply(status: number, [sentAt, endedAt] = [0, 1], headers: [string, string][] = []): Attempt {
  return { kind: 'response', status, headers, body: new Uint8Array(), sentAt, endedAt };
}
function failure(kind: FailureKind, detail = ''): Attempt {
  return { kind: 'failure', failure: kind, detail, sentAt: 0, endedAt: 1 };
}

/** A settler that gets these attempts from the network, the last one forever, and never waits. */
function given(attempts: readonly Attempt[], env: Partial<Settling> = {}) {
  const traffic = new Traffic();
  const waits: number[] = [];
  let sent = 0;
  const settler = new Settler({
    send: () => {
      sent += 1;
      return Promise.resolve(attempts[Math.min(sent, attempts.length) - 1] as Attempt);
    },
    begin: () => undefined,
    concurrencyLimiter: new ConcurrencyLimiter(4),
    traffic,
    retryPolicy: quick,
    classOf: codeClass,
    signal: new AbortController().signal,
    observe: () => undefined,
    ping: () => request,
    pause: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
    ...env,
  });
  return {
    settler,
    traffic,
    waits,
    sent: () => sent,
    settle: () => settler.settle(request, asked(), good, () => true),
  };
}

describe('a record that is judged again', () => {
  it('leaves unjudged what it does not hold, and counts no attempt', async () => {
    const { settle, traffic } = given([failure('unrecorded')]);
    expect(await settle()).toEqual({ kind: 'unjudged', reason: NOT_RECORDED, attempts: [] });
    expect(traffic.attempts).toBe(0);
  });

  it('shows the attempts that it does hold', async () => {
    const first = reply(503);
    const { settle, traffic } = given([first, failure('unrecorded')]);
    expect(await settle()).toEqual({ kind: 'unjudged', reason: NOT_RECORDED, attempts: [first] });
    expect(traffic.attempts).toBe(1);
  });
});

describe('a request', () => {
  it('that the run cut off ends with the reason for stopping', async () => {
    const stop = new AbortController();
    const send = (): Promise<Attempt> => {
      stop.abort(new Error('asked to stop'));
      return Promise.resolve(failure('aborted'));
    };
    await expect(given([], { send, signal: stop.signal }).settle()).rejects.toThrow('asked to stop');
    await expect(given([failure('aborted')]).settle()).rejects.toThrow(new RunStopped('the run was stopped'));
    await expect(given([failure('aborted')]).settler.once(request, asked())).rejects.toThrow('the run was stopped');
  });

  it('for which no connection can be made is unjudged after ten outages', async () => {
    const { settle } = given(
      Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? failure('refused', 'ECONNREFUSED') : reply(200))),
    );
    const settled = await settle();
    expect(settled).toMatchObject({ kind: 'unjudged', reason: 'the network or the target: ECONNREFUSED' });
    expect(settled.attempts).toHaveLength(11);
  });

  it('is reported once, in the end', async () => {
    const told: unknown[] = [];
    const { settle } = given([reply(503), reply(200)], {
      settled: (...of) => {
        told.push(of);
      },
    });
    const settled = await settle();
    expect(settled).toMatchObject({ kind: 'answered', response: { status: 200 } });
    expect(told).toEqual([[request, asked(), settled]]);
  });
});

describe('an input', () => {
  const accused = async (good: number, lost: number) => {
    const before = Array.from({ length: good + lost }, (_, n) => (n < lost ? failure('reset') : reply(200)));
    const { settler, settle } = given([...before, failure('reset', 'ECONNRESET')]);
    for (const _ of before) await settler.once(request, asked());
    return settle();
  };

  it('breaks the service if it fails more often in a row than the network explains', async () => {
    for (const [good, lost, least] of [
      [80, 0, 6],
      [65, 15, 8],
    ] as const) {
      const settled = await accused(good, lost);
      expect(settled).toMatchObject({ kind: 'breaks', what: 'ECONNRESET' });
      expect(settled.attempts).toHaveLength(least);
    }
  });

  it('is not accused if nearly half of all good requests fail too', async () => {
    expect(await accused(40, 40)).toMatchObject({ kind: 'unjudged', reason: 'the network or the target: ECONNRESET' });
  });

  it('is not accused of the time that its bytes take', async () => {
    const late: Attempt = { ...failure('timeout'), endedAt: 5_000 };
    const { settler } = given([late]);
    const control: Control = (_behalf, bytes = 500) => Promise.resolve({ status: 200, bytes, ms: bytes / 10 });
    const heavy = (bytes: number) => ({ ...request, body: new Uint8Array(bytes) });
    expect(await settler.settle(heavy(40_000), asked(), control, () => true)).toMatchObject({
      reason: 'the connection carries 10 KB/s, too little for a request of this size: see --timeout',
    });
    expect((await settler.settle(heavy(40_000), asked(), control, () => true)).attempts).toHaveLength(1);
    expect(await settler.settle(heavy(9_000), asked(), control, () => true)).toMatchObject({ kind: 'breaks' });
  });
});

describe('a single answer', () => {
  it('is the first that is neither throttled nor put off, or none', async () => {
    const once = ({ settler }: ReturnType<typeof given>) => settler.once(request, asked());
    const throttled = given([reply(429), reply(429), reply(500)]);
    expect(await once(throttled)).toMatchObject({ status: 500 });
    expect(throttled.waits).toHaveLength(2);
    const never = given([reply(429)]);
    expect(await once(never)).toBeNull();
    expect(never.sent()).toBe(quick.platform);
    expect(await once(given([failure('reset')]))).toBeNull();
  });
});

describe('a target that puts off every update', () => {
  const retryPolicy = { ...quick, throttles: 1_000, putOffFor: 60_000 };
  const throttledUntil = (...ends: number[]): Attempt[] => ends.map((end) => reply(429, [end - 1, end]));

  it('is given up on once it has been silent for longer than the retry policy allows', async () => {
    const attempts = [...throttledUntil(1, 30_000, 60_000), reply(200)];
    expect(await given(attempts, { retryPolicy }).settle()).toMatchObject({ kind: 'answered' });
    await expect(given(throttledUntil(1, 30_000, 60_001), { retryPolicy }).settle()).rejects.toThrow(
      'the target has throttled every request for 60 s',
    );
  });

  it('counts as heard after any other answer, except to a read', async () => {
    const attempts = [...throttledUntil(1), reply(503, [50_000, 50_001]), ...throttledUntil(100_000), reply(200)];
    expect(await given(attempts, { retryPolicy }).settle()).toMatchObject({ kind: 'answered' });
    const read = given(attempts, { retryPolicy });
    await expect(
      read.settler.settle(request, asked({ sends: 'read', statuses: [200] }), good, () => true),
    ).rejects.toThrow('for 100 s: run again');
  });
});

describe('a wait', () => {
  it('is as long as the reply asks, up to a limit, and otherwise doubles up to the fifth', async () => {
    const after = (seconds: number): Attempt => reply(429, [0, 1], [['Retry-After', String(seconds)]]);
    const retryPolicy = { ...quick, first: 1, longest: 1_000, throttles: 20, retryAfter: 60_000 };
    const asks = given([after(7), after(600), reply(200)], { retryPolicy });
    await asks.settle();
    for (const [n, least] of [7_000, 60_000].entries()) {
      expect(asks.waits[n]).toBeGreaterThanOrEqual(least);
      expect(asks.waits[n]).toBeLessThanOrEqual(least * 1.1);
    }
    const silent = given([...Array.from({ length: 9 }, () => reply(429)), reply(200)], { retryPolicy });
    await silent.settle();
    for (const [n, doubled] of [1, 2, 4, 8, 16, 16, 16, 16, 16].entries()) {
      expect(silent.waits[n]).toBeGreaterThanOrEqual(doubled * 0.75);
      expect(silent.waits[n]).toBeLessThanOrEqual(doubled * 1.25);
    }
  });
});
