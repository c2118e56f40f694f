import { beforeAll, describe, expect, it } from 'vitest';
import type { TaskResult } from '../src/cli/matrix/judge-subject.js';
import { isCaught, subjects, type Subject } from '../src/cli/matrix/subject.js';
import { matchesAny } from '../src/glob.js';
import { contract } from '../src/engine.js';
import { begin, judged } from '../src/matrix.fixture.js';

const faults = subjects().filter(({ kind }) => kind === 'fault');
const ids = contract().requirements.map(({ id }) => id);

/** One that shows only while two services hold the same ports may need another go: how their updates meet is up to chance. */
const GOES = ['quick', 'standard', 'standard'] as const;

/** Judges by what a fault names alone: at quick effort, and where that does not reach it at standard effort. */
async function judgeByName(fault: Subject): Promise<TaskResult> {
  const only = fault.caughtBy;
  // Any failure of what one fault names is enough; of several at once each must be caught.
  const maxFailures = only.length === 1 ? 1 : null;
  let result = await judged(fault, { effort: GOES[0], only, maxFailures });
  for (const effort of GOES.slice(1)) {
    if (isCaught(fault, result.failed)) break;
    result = await judged(fault, { effort, only, maxFailures });
  }
  return result;
}

describe('every fault of the mock', () => {
  it.for(faults)('$id names requirements that there are', ({ caughtBy }) => {
    expect(caughtBy).not.toEqual([]);
    expect(caughtBy.filter((glob) => !ids.some((id) => matchesAny([glob], id)))).toEqual([]);
  });
});

describe('every fault of the mock is caught by what it names', { timeout: 120_000 }, () => {
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
