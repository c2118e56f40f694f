import { describe, expect, it } from 'vitest';
import type { Attempt } from '../shared/model.js';
import { Timeline } from './timeline.js';

function reply(status: number, endedAt: number): Attempt {
  return { kind: 'response', status, headers: [], body: new Uint8Array(), sentAt: endedAt, endedAt };
}

describe('Timeline', () => {
  it('counts replies by kind, at the time of their arrival', () => {
    const timeline = new Timeline(1_000);
    for (const [status, at] of [
      [200, 1_000],
      [400, 1_050],
      [503, 1_099],
      [204, 1_250],
      [302, 1_250],
    ] as const)
      timeline.add(reply(status, at));
    timeline.add({ kind: 'failure', failure: 'reset', detail: '', sentAt: 0, endedAt: 1_250 });
    expect(timeline.report()).toEqual({
      bucketMs: 100,
      buckets: [
        { accepted: 1, refused: 1, other: 1, unanswered: 0 },
        { accepted: 0, refused: 0, other: 0, unanswered: 0 },
        { accepted: 1, refused: 0, other: 1, unanswered: 1 },
      ],
    });
  });

  it('keeps its number of buckets, and every count, however long the run', () => {
    const timeline = new Timeline(0);
    for (let second = 0; second < 3_600; second += 1) timeline.add(reply(second % 2 === 0 ? 200 : 400, second * 1_000));
    const { bucketMs, buckets } = timeline.report();
    expect(bucketMs).toBe(51_200);
    expect(buckets).toHaveLength(Math.ceil(3_600_000 / 51_200));
    expect(buckets.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(1_800);
    expect(buckets.reduce((sum, { refused }) => sum + refused, 0)).toBe(1_800);
  });

  it('tells statuses apart at the bounds of their classes', () => {
    const timeline = new Timeline(0);
    for (const status of [199, 200, 299, 300, 399, 400, 499, 500]) timeline.add(reply(status, 0));
    expect(timeline.report().buckets).toEqual([{ accepted: 2, refused: 2, other: 4, unanswered: 0 }]);
  });

  it('keeps all kinds of a run that grows long', () => {
    const timeline = new Timeline(0);
    const later = 3_600_000;
    for (const at of [0, 150, 250]) {
      timeline.add(reply(503, at));
      timeline.add({ kind: 'failure', failure: 'reset', detail: '', sentAt: 0, endedAt: at });
    }
    timeline.add(reply(200, later));
    expect(timeline.report().buckets[0]).toEqual({ accepted: 0, refused: 0, other: 3, unanswered: 3 });
    expect(timeline.report().buckets.at(-1)).toEqual({ accepted: 1, refused: 0, other: 0, unanswered: 0 });
  });

  it('counts what ended before it began in its first bucket', () => {
    const timeline = new Timeline(500);
    timeline.add(reply(200, 499));
    expect(timeline.report().buckets).toHaveLength(1);
  });
});
