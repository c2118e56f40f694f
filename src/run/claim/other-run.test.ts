import { describe, expect, it } from 'vitest';
import { engine } from '../../engine.js';
import type { Target } from '../../config/config.js';
import { altered, configOf, failedOf, folder, held, judge, listenTo, mock, targetOf } from '../../run.fixture.js';
import type { MockServer } from '../../mock/index.js';
import { markedName, markedText, markOfSeed, marksOfBody, uniqueMark } from '../../shared/run-mark.js';
import { pendingFolder } from '../../report/write-report.js';
import { before as behind } from '../killed.fixture.js';

async function update(target: MockServer, body: object): Promise<void> {
  const url = `${target.url}/v1/${target.projectId}/vpc-endpoint-services/${target.serviceIds[0] ?? ''}`;
  const headers = { 'X-Auth-Token': target.token, 'Content-Type': 'application/json' };
  const reply = await fetch(url, { method: 'PUT', headers, body: JSON.stringify(body) });
  expect(reply.status).toBe(200);
}

/** The same services under another URL, as a run on another machine sees them: the locks here do not cover them. */
async function elsewhere(target: MockServer): Promise<Target> {
  return { ...targetOf(target), url: await altered(target, (_method, shown) => shown) };
}

const only = ['effect/persist/ports', 'effect/kept/*'];

describe('a run that meets another one', () => {
  it.each([
    ['name', { service_name: markedName(markOfSeed(11), 'rest') }],
    ['description', { description: markedText('At rest', markOfSeed(12)) }],
  ])('changes nothing if a service first shows a %s of it, even with the same seed', async (_which, left) => {
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
    ['with the same seed, begun at the same time', ['11', '11'], 0],
    ['begun later', ['11', '12'], 150],
    ['with the same seed, begun later', ['11', '11'], 400],
  ])(
    'accuses no service of what a run on another machine did (%s), and leaves none changed',
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

  it('writes nothing, to find out or to put back, if somebody else writes before it has changed anything', async () => {
    const target = await mock();
    const got = listenTo(target);
    let replies = 0;
    const url = await altered(target, (_method, shown) => {
      replies += 1;
      // Unmarked from the first update on, like much of what a run sends.
      return replies <= target.serviceIds.length ? shown : { ...shown, ports: [], description: `Other ${replies}` };
    });
    const report = await judge({ ...targetOf(target), url, siblingServiceId: null }, { only: ['effect/kept'] });
    expect(report.because.join()).toContain('another writer is changing');
    expect(failedOf(report)).toEqual([]);
    expect(report.exitCode).toBe(2);
    expect(new Set(got.filter(({ method }) => method !== 'GET').map(({ body }) => body))).toEqual(new Set(['{}']));
    expect(report.restore.map(({ outcome }) => outcome)).toEqual(['not-needed', 'not-needed']);
  });

  it('sends nothing if the other run is on the same machine', async () => {
    const target = await mock({ latencyMs: 2 });
    const before = held(target);
    const reportDir = await folder();
    const [first, second] = await Promise.all([
      judge(targetOf(target), { reportDir, only: ['effect/cleared'] }),
      judge(targetOf(target), { only: ['effect/cleared'] }),
    ]);
    const [judged, refused] = first.exitCode === 0 ? [first, second] : [second, first];
    expect(judged.exitCode).toBe(0);
    expect(refused).toMatchObject({ exitCode: 2, verdict: 'could-not-judge', traffic: { attempts: 0 } });
    expect(refused.because[0]).toMatch(/ is in use: run has been working on it since /);
    expect(held(target)).toEqual(before);
  });

  it.each([
    ['that goes on writing', Infinity],
    ['that wrote once, and died', 1],
  ])('is not taken for a breach, nor for a state to restore, if it interferes: one %s', async (_which, most) => {
    const target = await mock();
    const [was, sibling] = [held(target)[0], held(target).slice(1)];
    const mark = uniqueMark();
    let [updates, writes] = [0, 0];
    const write = async (): Promise<void> => {
      writes += 1;
      await update(target, { service_name: markedName(mark, writes), description: markedText('Other', mark) });
    };
    let writing: NodeJS.Timeout | undefined;
    const taken = async (serviceId: string): Promise<void> => {
      if (serviceId !== target.serviceIds[0] || ++updates !== 30) return;
      await write();
      if (most > 1) writing = setInterval(() => void write(), 40);
    };
    const reportDir = await folder();
    const at = { ...targetOf(target), url: await behind(target, { taken }) };
    const report = await judge(at, { reportDir, only: ['effect/persist'] });
    clearInterval(writing);
    expect(failedOf(report)).toEqual([]);
    expect(report).toMatchObject({ verdict: 'could-not-judge', exitCode: 2 });
    expect(report.because.join()).toContain(
      `${target.serviceIds[0] ?? ''} shows values of another run (test run ${mark})`,
    );
    expect(report.marks).not.toContain(mark);
    expect(held(target).slice(1)).toEqual(sibling);
    const [first] = report.restore;
    if (most === 1) {
      expect(held(target)[0]).toEqual(was);
      expect(first?.outcome).toBe('restored');
      return;
    }
    expect(held(target)[0]).toMatchObject({ description: markedText('Other', mark) });
    expect(first).toMatchObject({
      outcome: 'failed',
      details: [expect.stringContaining(`test run ${mark} is at work`)],
    });
    expect(await pendingFolder(reportDir)).toBe(reportDir);
  });

  it('shows its marks in the report, so that a leftover value tells whose it is', async () => {
    const target = await mock();
    const got = listenTo(target);
    const { marks = [] } = await judge(targetOf(target), { only: ['effect/cleared'] });
    const shown = got.flatMap(({ body }) => marksOfBody(body));
    expect(new Set(shown)).toEqual(new Set(marks));
    expect(marks).toContain(markOfSeed(11));
    expect(marks).toHaveLength(2);
  });
});
