import { describe, expect, it } from 'vitest';
import { engine } from '../engine.js';
import type { Target } from '../config.js';
import { altered, configOf, failedOf, folder, held, judge, listenTo, mock, targetOf } from '../run.fixture.js';
import type { MockServer } from '../mock/index.js';
import { markedName, markedText, markOfSeed } from '../run-mark.js';
import { pendingFolder } from '../report/write-report.js';

async function update(target: MockServer, body: object): Promise<void> {
  const url = `${target.url}/v1/${target.projectId}/vpc-endpoint-services/${target.serviceIds[0]}`;
  const headers = { 'X-Auth-Token': target.token, 'Content-Type': 'application/json' };
  const reply = await fetch(url, { method: 'PUT', headers, body: JSON.stringify(body) });
  expect(reply.status).toBe(200);
}

/** The same services by another URL, as a run on another machine has them: locks on this one do not tell of them. */
async function elsewhere(target: MockServer): Promise<Target> {
  return { ...targetOf(target), url: await altered(target, (_method, shown) => shown) };
}

const only = ['effect/persist', 'effect/kept', 'port-list/type'];

describe('a run that meets another one', () => {
  it.each([
    ['name', { service_name: markedName(markOfSeed(11), 'rest') }],
    ['description', { description: markedText('At rest', markOfSeed(12)) }],
  ])('changes nothing where a service shows a %s of it at first, also of the same seed', async (_which, left) => {
    const target = await mock();
    await update(target, left);
    const before = held(target);
    const got = listenTo(target);
    const reportDir = await folder();
    const report = await judge(targetOf(target), { reportDir, seed: '11', only });
    expect(report.exitCode).toBe(2);
    expect(report.because.join()).toMatch(/shows values of another run \(test run [a-z0-9]{8}\)/);
    expect(new Set(got.map(({ method }) => method))).toEqual(new Set(['GET']));
    expect(held(target)).toEqual(before);
    expect(await pendingFolder(reportDir)).toBeNull();
  });

  it.each([
    ['that begins with it', ['11', '12'], 0],
    ['of the same seed that begins with it', ['11', '11'], 0],
    ['that begins later', ['11', '12'], 150],
    ['of the same seed that begins later', ['11', '11'], 400],
  ])(
    'accuses no service of what one did on another machine %s, and leaves none changed',
    async (_which, seeds, after) => {
      const target = await mock({ latencyMs: 2 });
      const before = held(target);
      const targets = [targetOf(target), await elsewhere(target)];
      const runs = targets.map(async (one, n) => {
        const config = await configOf(one, { seed: seeds[n] ?? '', only });
        if (n > 0) await new Promise((resolve) => setTimeout(resolve, after));
        return engine.run(config, { signal: new AbortController().signal, progress: () => undefined });
      });
      const reports = await Promise.all(runs);
      expect(reports.flatMap(failedOf)).toEqual([]);
      expect(reports.map(({ exitCode }) => exitCode)).toContain(2);
      expect(held(target)).toEqual(before);
    },
  );

  it('sends nothing where that one is on the same machine', async () => {
    const target = await mock({ latencyMs: 2 });
    const before = held(target);
    const reportDir = await folder();
    const [first, second] = await Promise.all([
      judge(targetOf(target), { reportDir, only }),
      judge(targetOf(target), { only }),
    ]);
    const [judged, refused] = first.exitCode === 0 ? [first, second] : [second, first];
    expect(judged.exitCode).toBe(0);
    expect(refused).toMatchObject({ exitCode: 2, verdict: 'could-not-judge', traffic: { attempts: 0 } });
    expect(refused.because[0]).toMatch(/ is in use: run works on it since /);
    expect(held(target)).toEqual(before);
  });
});
