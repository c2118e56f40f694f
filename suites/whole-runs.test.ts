import { beforeAll, describe, expect, it } from 'vitest';
import type { TaskResult } from '../src/cli/matrix/judge-subject.js';
import { isCaught, subjects, type Subject } from '../src/cli/matrix/subject.js';
import { begin, judged } from '../src/matrix.fixture.js';

/** `faults --matrix` judges all of them; here it is always the same ones, of every part of the catalogue. */
function sample(kind: Subject['kind'], together: boolean, count: number): readonly Subject[] {
  const all = subjects().filter((subject) => subject.kind === kind && subject.id.includes('+') === together);
  return Array.from({ length: count }, (_, n) => all[Math.floor(((n + 0.5) * all.length) / count)]).filter(
    (subject) => subject !== undefined,
  );
}

const faults = [...sample('fault', false, 3), ...sample('fault', true, 2)];
const variants = [...sample('variant', false, 8), ...sample('variant', true, 4)];

/** At quick effort, and where that does not reach a fault at standard effort. */
async function judgeWhole(subject: Subject): Promise<TaskResult> {
  const quick = await judged(subject, { effort: 'quick' });
  return subject.kind === 'variant' || isCaught(subject, quick.failed)
    ? quick
    : judged(subject, { effort: 'standard' });
}

describe('a whole run', { timeout: 120_000 }, () => {
  let resultOf: (subject: Subject) => Promise<TaskResult>;
  beforeAll(() => {
    resultOf = begin([...faults, ...variants], judgeWhole);
  });

  it.for(faults)('catches $id: $says', async (fault) => {
    const { verdict, failed } = await resultOf(fault);
    expect(isCaught(fault, failed), failed.join(', ')).toBe(true);
    expect(verdict).toBe('non-conformant');
  });

  it.for(variants)('accuses nobody who conforms, $id: $says', async (variant) => {
    const { verdict, failed, notJudged } = await resultOf(variant);
    expect({ verdict, failed, notJudged }).toEqual({ verdict: 'conformant', failed: [], notJudged: [] });
  });
});
