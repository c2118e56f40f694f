/** Runs against mocks that misbehave, several at a time. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Subject } from './cli/kill-matrix.js';
import { startSpecimen } from './cli/specimen.js';
import { resolveConfig, type Flags } from './config.js';
import { engine } from './engine.js';
import { Gate } from './judge/gate.js';
import type { Report } from './report/report.js';

/** More than there are cores: many faults make a run wait. */
const WIDTH = 12;

/** Judges a mock that behaves as a subject says, with time-outs that suit an idle machine. */
export async function judgeSubject(subject: Subject, flags: Flags = {}): Promise<Report> {
  const specimen = await startSpecimen(subject);
  const reportDir = await mkdtemp(join(tmpdir(), 'matrix-'));
  try {
    const own = { effort: 'quick', seed: '1', timeout: '2', ...flags, reportDir };
    const config = { ...resolveConfig(own, {}), target: specimen.target };
    return await engine.run(config, { signal: new AbortController().signal, progress: () => undefined });
  } finally {
    await specimen.close();
    await rm(reportDir, { recursive: true, force: true });
  }
}

/** The ids of the requirements that failed. */
export function failedOf(report: Report): string[] {
  return report.requirements.filter(({ verdict }) => verdict.kind === 'failed').map(({ id }) => id);
}

/** Begins a task for each item, a few at a time and in order; gives the outcome of one when asked for it. */
export function begin<K, T>(items: readonly K[], task: (item: K) => Promise<T>): (item: K) => Promise<T> {
  const gate = new Gate(WIDTH);
  const outcomes = new Map(
    items.map((item) => {
      const outcome = gate.run(() => task(item));
      // It is reported where the outcome is asked for.
      outcome.catch(() => undefined);
      return [item, outcome];
    }),
  );
  return (item) => outcomes.get(item) ?? Promise.reject(new Error('no task was begun for it'));
}
