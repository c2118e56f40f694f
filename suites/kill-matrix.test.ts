import { beforeAll, describe, expect, it } from 'vitest';
import type { TaskResult } from '../src/cli/matrix/judge-subject.js';
import { isCaught, subjects, type Subject } from '../src/cli/matrix/subject.js';
import { matchesAny } from '../src/glob.js';
import { contract } from '../src/engine.js';
import { begin, judged } from '../src/matrix.fixture.js';

const faults = subjects().filter(({ kind }) => kind === 'fault');
const ids = contract().requirements.map(({ id }) => id);

/** Judges by what a fault names alone: at quick effort, and where that does not reach it at standard effort. */
async function judgeByName(fault: Subject): Promise<TaskResult> {
  const only = fault.caughtBy;
  // Any failure of what one fault names is enough; of several at once each must be caught.
  const asked = { only, maxFailures: only.length === 1 ? 1 : null };
  const quick = await judged(fault, { effort: 'quick', ...asked });
  if (isCaught(fault, quick.failed)) return quick;
  const standard = await judged(fault, { effort: 'standard', ...asked });
  // What shows only while two services hold the same ports hangs on how their updates meet; the run says so itself.
  return standard.verdict === 'could-not-judge' ? judged(fault, { effort: 'standard', ...asked }) : standard;
}

describe('every fault of the mock', () => {
  it.for(faults)('$id names requirements that there are', ({ caughtBy }) => {
    expect(caughtBy).not.toEqual([]);
    expect(caughtBy.filter((glob) => !ids.some((id) => matchesAny([glob], id)))).toEqual([]);
  });
});

describe('every fault of the mock is caught by what it names', { timeout: 600_000 }, () => {
  let resultOf: (fault: Subject) => Promise<TaskResult>;
  beforeAll(() => {
    resultOf = begin(faults, judgeByName);
  });

  it.for(faults)('$id: $says', async (fault) => {
    const { verdict, failed, because } = await resultOf(fault);
    expect(isCaught(fault, failed), because.join('; ')).toBe(true);
    expect(verdict).toBe('non-conformant');
  });
});
