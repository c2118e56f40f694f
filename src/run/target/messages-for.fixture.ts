import { expect } from 'vitest';
import type { Network } from '../../config/config.js';
import { engine } from '../../engine.js';
import { retryPolicy } from '../../judge/retry-policy.js';
import { configOf, failedOf, mock, targetOf } from '../../run.fixture.js';
import { doctor } from '../doctor/doctor.js';

/** What a run against a target that is not the API says, and what `doctor` says. */
export async function messagesFor(
  url: string,
  network: Partial<Network> = {},
): Promise<{ run: string; doctor: string }> {
  const resolved = await configOf({ ...targetOf(await mock()), url }, { only: ['methods'], timeout: '1' });
  const config = { ...resolved, network: { ...resolved.network, ...network } };
  const report = await engine.run(config, {
    signal: new AbortController().signal,
    progress: () => undefined,
    retryPolicy: { ...retryPolicy, firstContact: 50, budget: 500, overdraft: 500 },
  });
  expect(report).toMatchObject({ verdict: 'could-not-judge', exitCode: 2 });
  expect(failedOf(report)).toEqual([]);
  expect(report.totals.MUST['not-exercised']).toBe(0);
  const { checks, exitCode } = await doctor(config);
  expect(exitCode).toBe(2);
  const found = checks.find(({ outcome }) => outcome === 'problem');
  return { run: report.because[0] ?? '', doctor: `${found?.found ?? ''}: ${found?.remedy ?? ''}` };
}
