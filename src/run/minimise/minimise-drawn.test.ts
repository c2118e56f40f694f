import { describe, expect, it } from 'vitest';
import type { FaultId } from '../../mock/index.js';
import { judge, mock, targetOf } from '../../run.fixture.js';

describe('a drawn body that fails', () => {
  it.each<[fault: FaultId, only: string, minimal: RegExp]>([
    ['description-non-ascii-rejected', 'request-body/drawn', /^\{"description":"[^\0-\x7f]"\}$/u],
    ['name-last-dot-accepted', 'request-body/service_name/pattern/dot-inside', /^\{"service_name":"[\w-]?\."\}$/],
  ])('becomes equally small at any concurrency, and keeps its violations (%s)', async (fault, only, minimal) => {
    const bodies: (string | null | undefined)[] = [];
    for (const concurrency of ['1', '16']) {
      const target = targetOf(await mock({ faults: [fault] }));
      const report = await judge(target, { only: [only], effort: 'standard', seed: '1', concurrency });
      const [failure] = report.requirements.find(({ id }) => id === only)?.failures ?? [];
      expect(failure?.recorded).toMatchObject({ probe: { drawn: true } });
      bodies.push(failure?.minimalBody);
      expect(report.traffic.requests).toBeLessThan(500);
    }
    expect(bodies[0]).toMatch(minimal);
    expect(bodies[1]).toBe(bodies[0]);
  });
});
