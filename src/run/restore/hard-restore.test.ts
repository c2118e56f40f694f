import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { engine } from '../../engine.js';
import type { JsonObject } from '../../shared/json.js';
import type { FaultId } from '../../mock/index.js';
import { configOf, failedOf, held, judge, mock, targetOf } from '../../run.fixture.js';
import { before, killed } from '../killed.fixture.js';

describe('restore, when a service makes it hard', () => {
  it('sends the members one by one if the whole is refused, and says which one was the cause', async () => {
    const { target, before: wanted, reportDir } = await killed();
    const url = await before(target, { refuses: ({ description }) => (description === undefined ? null : 400) });
    const reports = await engine.restore(reportDir, await configOf({ ...targetOf(target), url }));
    expect(reports.map(({ outcome }) => outcome)).toEqual(['failed', 'failed']);
    expect(reports[0]?.details[0]).toBe(
      'description is "Left behind", and was "Service number 1": its update alone was answered 400',
    );
    const left = held(target).map((state) => ({ ...state, description: null }));
    expect(left).toEqual(wanted.map((state) => ({ ...state, description: null })));
    await expect(access(join(reportDir, 'backup', 'PENDING'))).resolves.toBeUndefined();
  });

  it('reads again if a read lags behind an update', async () => {
    const { target, before: wanted, reportDir } = await killed();
    const behind = new Map<string, number>();
    const old = new Map<string, JsonObject>();
    const url = await before(target, {
      taken: (id) => void behind.set(id, 3),
      shows: (id, state) => {
        const reads = behind.get(id) ?? 0;
        behind.set(id, reads - 1);
        if (reads > 0) return old.get(id) ?? state;
        old.set(id, state);
        return state;
      },
    });
    const reports = await engine.restore(reportDir, await configOf({ ...targetOf(target), url }));
    expect(reports.map(({ outcome }) => outcome)).toEqual(['restored', 'restored']);
    expect(held(target)).toEqual(wanted);
  });

  it.each([true, false])('does not take a read from a cache for proof; updates are stored: %s', async (stores) => {
    const target = await mock();
    const wanted = held(target);
    const cache = new Map<string, JsonObject>();
    let updates = 0;
    const url = await before(target, {
      refuses: () => ((updates += 1) > 3 && !stores ? 400 : null),
      shows: (id, state) => {
        const first = cache.get(id) ?? state;
        cache.set(id, first);
        return first;
      },
    });
    const { restore } = await judge({ ...targetOf(target), url }, { only: ['effect/persist/description'] });
    if (stores) expect(held(target)).toEqual(wanted);
    else
      expect(restore.flatMap(({ details }) => details)).toContain(
        'reads show it as it was, but no reply to an update does: they may come from a cache',
      );
  });

  it.each([true, false])(
    'after a killed run does not trust a read that says that it is cached; updates are stored: %s',
    async (stores) => {
      const { target, before: wanted, reportDir } = await killed();
      const url = await before(target, {
        refuses: () => (stores ? null : 400),
        shows: (id, state) => ({ ...state, ...wanted[target.serviceIds.indexOf(id)] }),
        readHeaders: { Age: '3' },
      });
      const reports = await engine.restore(reportDir, await configOf({ ...targetOf(target), url }));
      const outcome = stores ? 'restored' : 'failed';
      expect(reports.map((report) => report.outcome)).toEqual([outcome, outcome]);
      if (stores) expect(held(target)).toEqual(wanted);
    },
  );

  it('proves all services when the last one is put back, and puts back again what changed', async () => {
    const { target, before: wanted, reportDir, update } = await killed();
    const [first = '', second] = target.serviceIds;
    let times = 0;
    const url = await before(target, {
      taken: async (id) => {
        times += 1;
        if (id === second && times < 4) await update(first, { description: 'Changed by the other' });
      },
    });
    const reports = await engine.restore(reportDir, await configOf({ ...targetOf(target), url }));
    expect(reports.map(({ outcome }) => outcome)).toEqual(['restored', 'restored']);
    expect(held(target)).toEqual(wanted);
  });

  it('says so if putting one back always changes another', async () => {
    const { target, reportDir, update } = await killed();
    const [first = '', second = ''] = target.serviceIds;
    const url = await before(target, {
      taken: (id) => update(id === first ? second : first, { description: 'Changed by the other' }),
    });
    const reports = await engine.restore(reportDir, await configOf({ ...targetOf(target), url }));
    expect(reports.map(({ outcome }) => outcome)).toContain('failed');
    expect(reports.flatMap(({ details }) => details).join()).toContain('changed when another service was put back');
  });
});

describe('a run against a service whose reads differ from its replies', () => {
  it.each<[fault: FaultId, id: string]>([
    ['read-shows-ports-as-strings', 'effect/persist/ports'],
    ['read-shows-null-for-no-description', 'effect/persist/description'],
  ])('accuses it of that (%s), and leaves it as it was', async (fault, id) => {
    const target = await mock({ faults: [fault] });
    const url = `${target.url}/v1/${target.projectId}/vpc-endpoint-services/${target.serviceIds[0]}`;
    const headers = { 'X-Auth-Token': target.token, 'Content-Type': 'application/json' };
    await fetch(url, { method: 'PUT', headers, body: '{"description":""}' });
    const wanted = held(target);
    const report = await judge(targetOf(target), { only: ['effect/persist', 'effect/cleared'] });
    expect(report.exitCode).toBe(1);
    expect(failedOf(report)).toContain(id);
    expect(report.because.join()).not.toContain('another writer');
    expect(held(target)).toEqual(wanted);
  });
});
