import { describe, expect, it } from 'vitest';
import { forbidden } from '../../judge/target.fixture.js';
import type { RecordedCase, RunRecord } from '../../record/read-record.js';
import { asRecorded, recordedPlan } from './recorded-plan.js';

function recordedIn(part: number, lane: number, order: number): RecordedCase {
  return { type: 'case', lane, part, group: 'batch', batch: 0, order, testCase: forbidden({}) };
}

describe('the plan of a lane as it was recorded', () => {
  it('has every part up to the last, even one in which the lane was dealt nothing', async () => {
    // The parts of a record that a plan is made of.
    const record = {
      cases: [recordedIn(0, 0, 0), recordedIn(0, 1, 1), recordedIn(1, 1, 3), recordedIn(2, 0, 4)],
      lanes: [{ counts: { a: 2 } }, { counts: { a: 2 } }],
    } as unknown as RunRecord;
    const parts: number[][] = [];
    for await (const { batches } of recordedPlan(record, 0, asRecorded).parts)
      parts.push(batches.flat().map(({ order }) => order));
    expect(parts).toEqual([[0], [], [4]]);
  });
});
