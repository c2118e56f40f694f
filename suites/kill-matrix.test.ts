import { beforeAll, describe, expect, it } from 'vitest';
import type { Subject } from '../src/cli/kill-matrix.js';
import { subjects } from '../src/cli/specimen.js';
import { matchesAny } from '../src/glob.js';
import { contract } from '../src/engine.js';
import { begin, failedOf, judgeSubject } from '../src/matrix.fixture.js';
import type { Report } from '../src/report/report.js';

const faults = subjects().filter(({ kind }) => kind === 'fault');
const ids = contract().requirements.map(({ id }) => id);

/** Judges by what a fault names alone: at quick effort, and where that does not reach it at standard effort. */
async function judgeByName(fault: Subject): Promise<Report> {
  const flags = { only: fault.caughtBy, strict: true };
  const quick = await judgeSubject(fault, flags);
  return failedOf(quick).length > 0 ? quick : judgeSubject(fault, { ...flags, effort: 'standard' });
}

describe('every fault of the mock', () => {
  it.for(faults)('$id names requirements that there are', ({ caughtBy }) => {
    expect(caughtBy).not.toEqual([]);
    expect(caughtBy.filter((glob) => !ids.some((id) => matchesAny([glob], id)))).toEqual([]);
  });
});

describe('every fault of the mock is caught by what it names', { timeout: 120_000 }, () => {
  let reportOf: (fault: Subject) => Promise<Report>;
  beforeAll(() => {
    reportOf = begin(faults, judgeByName);
  });

  it.for(faults)('$id: $says', async (fault) => {
    const report = await reportOf(fault);
    expect(failedOf(report), report.because.join('; ')).not.toEqual([]);
    expect(report).toMatchObject({ verdict: 'non-conformant', exitCode: 1 });
  });
});
