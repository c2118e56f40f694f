import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { engine } from '../engine.js';
import { retryPolicy } from '../judge/retry-policy.js';
import { configOf, failedOf, held, judge, mock, server, targetOf } from '../run.fixture.js';

const hooks = { signal: new AbortController().signal, progress: () => undefined };

describe('a run against a target that throttles', () => {
  it('forever, soon ends as could not judge', async () => {
    const url = await server((request, response) => {
      request.resume().on('end', () => response.writeHead(429, { 'Retry-After': '3600' }).end());
    });
    const config = await configOf({ ...targetOf(await mock()), url });
    const report = await engine.run(config, {
      ...hooks,
      retryPolicy: { ...retryPolicy, retryAfter: 20, putOffFor: 100 },
    });
    expect(report).toMatchObject({ verdict: 'could-not-judge', exitCode: 2 });
    expect(failedOf(report)).toEqual([]);
    expect(report.because[0]).toMatch(/throttle/);
  });

  it('now and then, sends fewer at once, counts its waits, and judges all', async () => {
    const target = await mock({ variants: ['throttled-429'] });
    const before = held(target);
    const report = await judge(targetOf(target), { only: ['port-list', 'methods'] });
    expect(report).toMatchObject({ verdict: 'conformant', exitCode: 0 });
    const { throttled, throttling } = report.traffic;
    expect(throttling.waits).toBe(throttled);
    expect(throttling.retryAfters).toBe(0);
    expect(throttling.waitedMs).toBeGreaterThan(throttled);
    expect(throttling.lowestConcurrency).toBeLessThan(8);
    expect(held(target)).toEqual(before);
  });
});

describe('a run against a target that makes no connection in time', () => {
  it('says that it cannot be reached', async () => {
    const silent = createServer((socket) => socket.on('error', () => undefined));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', () => resolve()));
    const url = `https://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const config = await configOf({ ...targetOf(await mock()), url }, { connectTimeout: '0.1' });
    const report = await engine.run(config, { ...hooks, retryPolicy: { ...retryPolicy, firstContact: 150 } });
    silent.close();
    expect(report).toMatchObject({ verdict: 'could-not-judge', exitCode: 2 });
    expect(report.because[0]).toBe(
      'the target cannot be reached: no connection within 100 ms; to look closer: vpcep-contract doctor --connect-timeout 0.1',
    );
  });
});
