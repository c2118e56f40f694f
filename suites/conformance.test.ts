import { describe, expect, it } from 'vitest';
import { conformanceOf } from '../src/vitest.js';

const { report, requirements } = await conformanceOf(process.env);

describe(`UpdateEndpointService at ${report.target.url}`, () => {
  it.for(requirements)('$level $id: $says', ({ verdict, failures }, { skip }) => {
    if (verdict.kind === 'not-exercised') skip(verdict.reason);
    if (verdict.kind === 'not-applicable') skip(`open by ${verdict.reading}`);
    expect({ verdict: verdict.kind, failures: failures.flatMap(({ findings }) => findings) }).toEqual({
      verdict: 'passed',
      failures: [],
    });
  });

  it('leaves every service as it was', () => {
    expect(report.restore.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  });
});
