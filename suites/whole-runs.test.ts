import { beforeAll, describe, expect, it } from 'vitest';
import type { Subject } from '../src/cli/kill-matrix.js';
import { subjects } from '../src/cli/specimen.js';
import { matchesAny } from '../src/glob.js';
import { begin, failedOf, judgeSubject } from '../src/matrix.fixture.js';
import type { Report } from '../src/report/report.js';

const all = subjects();
const together = [
  'decorated-names+minimal-reply+reversed-ports+throttled-400',
  'decorated-names-dotted-prefix+get-405+approval-reset-when-omitted',
  'get-404+approval-reset-when-omitted+reversed-ports+state-fault-every-13th',
  'throttled-429-retry-after+resets-2-percent+minimal-reply',
  'resets-after-the-work+decorated-names+get-501',
];
const variants = [
  ...all.filter(({ kind }) => kind === 'variant'),
  ...together.map((id): Subject => ({ kind: 'variant', id, says: 'all of these at once', caughtBy: [] })),
];
/** Two at once, each of which must be seen beside the other. */
const pairs = [
  ['name-16-rejected', 'reply-default-protocol-left-out'],
  ['description-written-to-all', 'repeat-400'],
] as const;
/** One in so many faults, of all chapters and always the same ones. */
const faults = sample(
  all.filter(({ kind }) => kind === 'fault'),
  8,
);

function sample<T>(items: readonly T[], count: number): readonly T[] {
  const stretch = items.length / count;
  return items.filter((_, n) => Math.floor((n - 1) / stretch) !== Math.floor(n / stretch));
}

/** What is left out of the runs of variants: kinds of text and type by the hundred, of which every variant thinks alike. */
const likeOthers = ['*/accepts/pattern', '*/accepts/type', '*/*/type', '*/*/enum', '*/*/pattern', '*/*/format'];

describe('a whole run', { timeout: 120_000 }, () => {
  let reportOf: (subject: Subject) => Promise<Report>;
  beforeAll(() => {
    reportOf = begin([...faults, ...variants], (subject) =>
      judgeSubject(subject, subject.kind === 'fault' ? { strict: true, effort: 'standard' } : { skip: likeOthers }),
    );
  });

  it('is made for faults of every part of the catalogue', () => {
    expect(faults).toHaveLength(8);
  });

  it.for(faults)('catches $id: $says', async (fault) => {
    const report = await reportOf(fault);
    expect(failedOf(report).filter((id) => matchesAny(fault.caughtBy, id))).not.toEqual([]);
    expect(report).toMatchObject({ verdict: 'non-conformant', exitCode: 1 });
  });

  it.for(pairs)('catches both of %s and %s', async ([a, b]) => {
    const faulty: Subject = { kind: 'fault', id: `${a}+${b}`, says: '', caughtBy: [] };
    const failed = failedOf(await judgeSubject(faulty, { strict: true, effort: 'standard' }));
    for (const id of [a, b]) {
      const caughtBy = all.find((subject) => subject.id === id)?.caughtBy ?? [];
      expect(failed.filter((requirement) => matchesAny(caughtBy, requirement))).not.toEqual([]);
    }
  });

  it.for(variants)('accuses nobody who conforms, $id: $says', async (variant) => {
    const report = await reportOf(variant);
    expect(failedOf(report)).toEqual([]);
    expect(report).toMatchObject({ verdict: 'conformant', exitCode: 0 });
    expect(report.restore.map(({ outcome }) => outcome)).toEqual(['restored', 'restored']);
  });
});
