/** The faults of the mock in parts, so that each core judges some of them. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { TaskResult } from './cli/matrix/judge-subject.js';
import { isCaught, subjects, type Subject } from './cli/matrix/subject.js';
import { contract } from './engine.js';
import { matchesAny } from './glob.js';
import { begin, judged } from './matrix.fixture.js';

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

/** Judges every fault whose place in the catalogue is the given one of as many parts. */
export function faultsAreCaught(part: number, parts: number): void {
  const faults = subjects()
    .filter(({ kind }) => kind === 'fault')
    .filter((_, n) => n % parts === part - 1);
  const ids = contract().requirements.map(({ id }) => id);

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
}
