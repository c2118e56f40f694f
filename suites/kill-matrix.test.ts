import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSpecimen, subjects } from '../src/cli/specimen.js';
import type { Subject } from '../src/cli/kill-matrix.js';
import { resolveConfig, type Flags } from '../src/config.js';
import { matchesAny } from '../src/glob.js';
import { contract, engine } from '../src/index.js';
import type { Report } from '../src/report/report.js';

let reportDir = '';
beforeAll(async () => {
  reportDir = await mkdtemp(join(tmpdir(), 'matrix-'));
});
afterAll(async () => {
  await rm(reportDir, { recursive: true, force: true });
});

/** Judges a mock that behaves as a subject says. */
async function judge(subject: Subject, flags: Flags = {}): Promise<Report> {
  const specimen = await startSpecimen(subject);
  try {
    const own = { ...flags, effort: 'quick', seed: '1', reportDir: join(reportDir, subject.id) };
    const config = { ...resolveConfig(own, {}), target: specimen.target };
    return await engine.run(config, { signal: new AbortController().signal, progress: () => undefined });
  } finally {
    await specimen.close();
  }
}

function failed(report: Report): string[] {
  return report.requirements.filter(({ verdict }) => verdict.kind === 'failed').map(({ id }) => id);
}

const all = subjects();
const faults = all.filter(({ kind }) => kind === 'fault');
const variants = all.filter(({ kind }) => kind === 'variant');
const ids = contract().requirements.map(({ id }) => id);

/** Every so manieth, from the middle of the first stretch on: of all chapters, and always the same. */
function sample<T>(items: readonly T[], count: number): T[] {
  const stretch = items.length / count;
  return Array.from({ length: Math.min(count, items.length) }, (_, n) => items[Math.floor((n + 0.5) * stretch)]).filter(
    (item) => item !== undefined,
  );
}

describe('the catalogue', () => {
  it.each(faults)('$id names requirements that there are', ({ caughtBy }) => {
    expect(caughtBy.length).toBeGreaterThan(0);
    for (const glob of caughtBy)
      expect(
        ids.filter((id) => matchesAny([glob], id)),
        glob,
      ).not.toEqual([]);
  });
});

describe.concurrent('a fault is caught by what it names', () => {
  it.for(faults)('$id: $says', async (fault, { expect: own }) => {
    const report = await judge(fault, { only: fault.caughtBy });
    own(failed(report), report.because.join('; ')).not.toEqual([]);
    own(report.exitCode).toBe(1);
  });
});

describe.concurrent('a fault is caught by a whole run, there and in few other places', () => {
  it.for(sample(faults, 15))('$id: $says', async (fault, { expect: own }) => {
    const report = await judge(fault);
    own(failed(report).filter((id) => matchesAny(fault.caughtBy, id))).not.toEqual([]);
    own(report).toMatchObject({ verdict: 'non-conformant', exitCode: 1 });
  });
});

describe.concurrent('a conforming variant is not accused', () => {
  it.for(variants)('$id: $says', async (variant, { expect: own }) => {
    const report = await judge(variant);
    own(failed(report)).toEqual([]);
    own({
      exitCode: report.exitCode,
      because: report.because,
      restore: report.restore.map(({ outcome }) => outcome),
    }).toEqual({
      exitCode: 0,
      because: ['every requirement that was judged is kept'],
      restore: ['restored', 'restored'],
    });
  });
});
