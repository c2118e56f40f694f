import { describe, expect, it } from 'vitest';
import type { Flags } from '../config/config.js';
import { engine } from '../engine.js';
import { retryPolicy } from '../judge/retry-policy.js';
import type { Report } from '../report/report.js';
import { configOf, failedOf, held, mock, onClose, targetOf } from '../run.fixture.js';
import { recordedCase } from './again/replay.js';
import { frontOf, sicknesses, sickTarget, whole, type Sickness } from './sick-targets.fixture.js';

/** The retry policy of a run, scaled down. */
const short = { ...retryPolicy, longest: 100, firstUpdate: 200, budget: 1_500, overdraft: 500 };

/** Requirements that every reply is judged by, without cases of their own. */
const watched = {
  only: ['errors/documented-status', 'errors/envelope', 'reply/json', 'reply/content-type'],
  skip: ['request-body', 'port-list', 'headers', 'path', 'methods', 'robustness', 'effect'],
};

async function judged({ update, isSlow }: Sickness, flags: Flags): Promise<{ report: Report; isAsFound: boolean }> {
  const behind = await mock();
  const before = held(behind);
  const front = await sickTarget(behind.url, { update });
  onClose(() => front.close());
  const timeout = isSlow === true ? '1' : '10';
  const config = await configOf({ ...targetOf(behind), url: front.url }, { timeout, ...flags });
  const report = await engine.run(config, {
    signal: new AbortController().signal,
    progress: () => undefined,
    retryPolicy: short,
  });
  return { report, isAsFound: JSON.stringify(held(behind)) === JSON.stringify(before) };
}

describe('a target that accepts no update', () => {
  const few = { ...watched, concurrency: '4' };

  it('is described in one sentence, whatever its trouble, and is left as it was', async () => {
    const all = await Promise.all(
      sicknesses.map(async (one) => ({ one, ...(await judged(one, one.id === 'hangs' ? few : watched)) })),
    );
    for (const { one, report, isAsFound } of all) {
      const sentence = report.because.find((text) => text.includes('no update is accepted'));
      expect({
        id: one.id,
        code: report.exitCode,
        isAsFound,
        told: sentence !== undefined,
        restored: report.restore.filter(({ outcome }) => outcome === 'failed'),
      }).toEqual({
        id: one.id,
        code: one.exitCode,
        isAsFound: true,
        told: true,
        restored: [],
      });
      // Only what breaches the contract on its own.
      expect(failedOf(report).length).toBeLessThanOrEqual(2 * Number(one.exitCode === 1));
      expect(report.traffic.attempts).toBeLessThan(200);
      if (one.exitCode === 1)
        expect(report.because[0]).toMatch(/^(?:1 requirement failed: |\d+ requirements failed, for 1 cause; )\S/);
    }
    const [hang] = all.filter(({ one }) => one.id === 'hangs');
    expect(hang?.report.because[0]).toMatch(
      /can be read, but no update is accepted, not even an empty one: \d+ requests met no answer in time, \d+ times\. Try vpcep-contract doctor/,
    );
    // What was proven several times is not proven at full price again.
    const hung = Number(/: (\d+) requests met no answer/.exec(hang?.report.because[0] ?? '')?.[1]);
    const refused = all.find(({ one }) => one.id === '400')?.report.because.join(' ');
    expect(hung).toBeLessThan(Number(/: (\d+) requests met 400/.exec(refused ?? '')?.[1]));
  });

  it('gets some requests of each kind that must not be accepted, and is accused if they fare differently', async () => {
    const wrong: Sickness = {
      id: '201 to a description that is no text',
      exitCode: 1,
      update: (socket, { body }) =>
        whole(
          /"description":[^"]/.test(body.toString()) ? 'HTTP/1.1 201 Created\r\n' : 'HTTP/1.1 400 Bad Request\r\n',
          '',
        )(socket),
    };
    const only = ['request-body/description', 'methods'];
    const { report, isAsFound } = await judged(wrong, { only });
    expect({ code: report.exitCode, isAsFound }).toEqual({ code: 1, isAsFound: true });
    const failed = failedOf(report);
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.filter((id) => !id.startsWith('request-body/description'))).toEqual([]);
    const sent = report.requirements.filter(({ cases }) => cases.sent > 0).map(({ id }) => id.split('/')[0]);
    expect(sent).toEqual(expect.arrayContaining(['request-body', 'methods']));
    expect(report.because.at(-1)).toContain('could not be judged');
  });
});

describe('a target one of whose services accepts no update', () => {
  it('is judged to the end by the others, and the run ends with what is wrong with that one', async () => {
    const chosen = sicknesses.filter(({ id }) => ['503 with envelope', '400', 'resets', 'hangs'].includes(id));
    const all = await Promise.all(
      chosen.map(async (one) => {
        const behind = await mock();
        const before = held(behind);
        const [well = '', sick = ''] = behind.serviceIds;
        const front = await frontOf(behind.url, async (socket, incoming, pass) => {
          if (incoming.method !== 'PUT' || !incoming.path.includes(sick)) socket.write((await pass()).text);
          else await one.update(socket, incoming, pass);
        });
        onClose(() => front.close());
        // An unanswered request may still arrive within the time limit of a reply: putting back waits as long.
        const flags = { only: ['request-body/description'], timeout: one.isSlow === true ? '1' : '2' };
        const config = await configOf({ ...targetOf(behind), url: front.url }, flags);
        const signal = new AbortController().signal;
        const report = await engine.run(config, { signal, progress: () => undefined, retryPolicy: short });
        return { one, well, sick, report, isAsFound: JSON.stringify(held(behind)) === JSON.stringify(before) };
      }),
    );
    expect(all.length).toBe(4);
    for (const { one, well, sick, report, isAsFound } of all) {
      const own = report.requirements.filter(({ id }) => id.startsWith('request-body/description/'));
      expect({
        id: one.id,
        code: report.exitCode,
        isAsFound,
        told: report.because[0]?.startsWith(`${sick} can be read, but no update is accepted`),
        others: report.because.some((text) => text.includes(well)),
        verdicts: [...new Set(own.map(({ verdict }) => verdict.kind))],
      }).toEqual({ id: one.id, code: 2, isAsFound: true, told: true, others: false, verdicts: ['passed'] });
    }
  });
});

describe('a target that goes down for good during a request', () => {
  it('is reported with what was in flight, and how to send that again', async () => {
    const behind = await mock();
    const front = await frontOf(behind.url, async (socket, { body }, pass) => {
      if (!/"description":[^"]/.test(body.toString())) socket.write((await pass()).text);
      else await front.close();
    });
    const flags = { timeout: '10', only: ['request-body/description'], concurrency: '2' };
    const config = await configOf({ ...targetOf(behind), url: front.url }, flags);
    const signal = new AbortController().signal;
    const quick = { ...short, outage: 100, firstContact: 100 };
    const report = await engine.run(config, { signal, progress: () => undefined, retryPolicy: quick });
    expect(report.exitCode).toBe(2);
    expect(report.because[0]).toMatch(/^the target cannot be reached: .*; to look closer: .*doctor/);
    const cases = (report.inFlight ?? []).map(({ case: id }) => id);
    expect(cases.length).toBeGreaterThan(0);
    expect(cases.length).toBeLessThanOrEqual(2);
    for (const id of cases) {
      expect(id).toMatch(/^request-body\/description\//);
      expect(report.warnings.join()).toContain(`vpcep-contract replay ${config.reportDir} "${id}"`);
      expect(recordedCase(report, id).one?.testCase.requirement).toBe(id.split('#')[0]);
    }
  });
});

describe('a target whose connections break, in a run whose retry budget is spent', () => {
  it('is named with the command that looks closer, and is not accused', async () => {
    const behind = await mock();
    const front = await frontOf(behind.url, async (socket, { body }, pass) => {
      if (/"description":[^"]/.test(body.toString())) socket.resetAndDestroy();
      else socket.write((await pass()).text);
    });
    onClose(() => front.close());
    const config = await configOf({ ...targetOf(behind), url: front.url }, { only: ['request-body/description'] });
    const report = await engine.run(config, {
      signal: new AbortController().signal,
      progress: () => undefined,
      retryPolicy: { ...short, budget: 0, overdraft: Infinity },
    });
    expect(failedOf(report)).toEqual([]);
    expect(report).toMatchObject({ verdict: 'could-not-judge', exitCode: 2 });
    expect(report.warnings.join('\n')).toMatch(
      /^the network or the target kept \d+ requirements? from being judged; to look closer: vpcep-contract doctor/m,
    );
  });
});
