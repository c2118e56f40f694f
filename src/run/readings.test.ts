import { expect, it } from 'vitest';
import type { FaultId } from '../mock/index.js';
import type { Verdict } from '../shared/model.js';
import { judge, mock } from '../run.fixture.js';

it.each<
  [fault: FaultId, requirement: string, readings: readonly (readonly [profile: string, verdict: Verdict['kind']])[]]
>([
  [
    'approval-null-accepted',
    'request-body/approval_enabled/type/null',
    [
      ['document', 'failed'],
      ['document+R7', 'not-applicable'],
      ['production-R7', 'failed'],
    ],
  ],
  [
    '401-flat',
    'errors/envelope/401',
    [
      ['document', 'failed'],
      ['document+R28', 'passed'],
    ],
  ],
])('%s is a breach of %s unless a switched reading leaves it open', async (fault, requirement, readings) => {
  const target = await mock({ faults: [fault] });
  for (const [profile, kind] of readings) {
    const report = await judge(target, { only: [requirement], readings: profile, effort: 'quick' });
    const { verdict } = report.requirements.find(({ id }) => id === requirement) ?? {};
    expect({ profile, kind: verdict?.kind, readings: report.options.readings }).toEqual({
      profile,
      kind,
      readings: profile,
    });
  }
});
