import { expect, it } from 'vitest';
import { engine } from '../../engine.js';
import type { Report } from '../../report/report.js';
import { altered, configOf, held, judge, listenTo, mock, targetOf } from '../../run.fixture.js';
import type { Replayed } from './replay-result.js';

const hooks = { signal: new AbortController().signal, progress: () => undefined };
const only = {
  only: ['request-body/approval_enabled/type/null', 'effect/echo/description', 'request-body/description'],
};

async function again(
  report: Report,
  target: Parameters<typeof configOf>[0],
  cases: string | null = null,
): Promise<Replayed> {
  return engine.replay(report, cases, await configOf(target), hooks);
}

it('sends everything that failed again, reading the state once and putting it back once', async () => {
  const faulty = await mock({ faults: ['approval-null-accepted', 'description-trimmed'] });
  const report = await judge(targetOf(faulty), only);
  const failures = report.requirements.flatMap(({ failures: own }) => own);
  expect(failures.length).toBeGreaterThan(2);
  const before = held(faulty);
  const got = listenTo(faulty);
  const { results, restore } = await again(report, targetOf(faulty));
  expect(results.map(({ case: id }) => id)).toEqual(failures.map(({ case: id }) => id));
  expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(['still-failing']));
  expect(results[0]?.findings.length).toBeGreaterThan(0);
  expect(restore.map(({ outcome }) => outcome).sort()).toEqual(['restored', 'restored']);
  expect(held(faulty)).toEqual(before);
  expect(got.length).toBeGreaterThan(failures.length * 3);

  const sound = await again(report, targetOf(await mock({ seed: 2 })));
  expect(new Set(sound.results.map(({ outcome }) => outcome))).toEqual(new Set(['fixed']));
});

it('tells apart what still fails, what fails now and then, and what cannot be judged', async () => {
  const faulty = await mock({ faults: ['description-trimmed'] });
  const report = await judge(targetOf(faulty), only);
  const [failure] = report.requirements.flatMap(({ failures }) => failures);
  const sound = await mock({ seed: 3 });
  let times = 0;
  const url = await altered(sound, (method, shown) => {
    const { description } = shown;
    if (method !== 'PUT' || typeof description !== 'string' || description === description.trim()) return shown;
    times += 1;
    return times === 2 ? { ...shown, description: description.trim() } : shown;
  });
  const flaky = await again(report, { ...targetOf(sound), url }, failure?.case ?? '');
  expect(flaky.results).toMatchObject([{ case: failure?.case, outcome: 'flaky' }]);

  const gone = await again(report, { ...targetOf(sound), token: 'no-good-token' });
  expect(new Set(gone.results.map(({ outcome }) => outcome))).toEqual(new Set(['could-not-judge']));
  expect(gone.results[0]?.reason).toContain('refuses the credentials');
  expect(gone.restore).toEqual([]);
});
