import { beforeAll, describe, expect, it } from 'vitest';
import type { TaskResult } from '../src/cli/matrix/judge-subject.js';
import { isCaught, subjects, type Subject } from '../src/cli/matrix/subject.js';
import { contract } from '../src/engine.js';
import { begin, judged } from '../src/matrix.fixture.js';

/** A fixed sample from every part of the catalogue; `faults --matrix` judges all of it. */
function sample(kind: Subject['kind'], together: boolean, count: number): readonly Subject[] {
  const all = subjects().filter((subject) => subject.kind === kind && subject.id.includes('+') === together);
  return Array.from({ length: count }, (_, n) => all[Math.floor(((n + 0.5) * all.length) / count)]).filter(
    (subject) => subject !== undefined,
  );
}

const musts = new Set(contract().requirements.flatMap(({ id, level }) => (level === 'MUST' ? [id] : [])));
const faults = [...sample('fault', false, 2), ...sample('fault', true, 1)];
const variants = [...sample('variant', false, 3), ...sample('variant', true, 1)];

/** Judges at quick effort, and at standard effort a fault that this does not catch. */
async function judgeWhole(subject: Subject): Promise<TaskResult> {
  const quick = await judged(subject, { effort: 'quick' });
  return subject.kind === 'variant' || isCaught(subject, quick.failed)
    ? quick
    : judged(subject, { effort: 'standard' });
}

describe('a whole run', () => {
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
    // What conforms may break a SHOULD.
    const broken = failed.filter((id) => musts.has(id));
    expect({ verdict, broken, notJudged }).toEqual({ verdict: 'conformant', broken: [], notJudged: [] });
  });
});
