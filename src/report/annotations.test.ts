import { describe, expect, it } from 'vitest';
import { renderAnnotations } from './annotations.js';
import { hostileReport } from './hostile.fixture.js';
import { failed, failure, report, requirement } from './report.fixture.js';

const broken = { verdict: 'non-conformant', exitCode: 1, because: ['1 requirement failed'] } as const;

describe('annotations of GitHub Actions', () => {
  it('are an error for each cause', () => {
    const own = failed('request-body/service_name/maxLength/one-over');
    expect(renderAnnotations(report([requirement('reply/status'), own], broken))).toEqual([
      '::error title=accepted/length::A text of another length is accepted in service_name; it must be rejected (1 requirement, 1 request)%0A' +
        'expected 400%0Areceived 200%0A' +
        'MUST, Table 3, service_name, reading R2: A service_name of more than 16 characters is rejected%0A' +
        'vpcep-contract replay reports/latest "request-body/service_name/maxLength/one-over#0"',
    ]);
  });

  it('are ten errors at most, and a notice that says how many more there are', () => {
    const many = Array.from({ length: 40 }, (_, n) =>
      failed(`a${n}/b`, {
        failures: [
          failure({ case: `a${n}/b#0`, findings: [{ requirement: `a${n}/b`, expected: `x${n}`, received: 'y' }] }),
        ],
      }),
    );
    const lines = renderAnnotations(report(many, broken));
    expect(lines.map((line) => line.split(' ')[0])).toEqual([...Array<string>(10).fill('::error'), '::notice']);
    expect(lines.at(-1)).toMatch(/^::notice title=vpcep-contract::30 more requirements failed: 40 of 40/);
  });

  it('say that a run could not judge, what is known, and what was not put back', () => {
    const lines = renderAnnotations(
      report([failed('reply/utf-8', { known: { reason: 'a proxy', ticket: null, expires: null } })], {
        verdict: 'could-not-judge',
        exitCode: 2,
        incomplete: ['nothing was judged', '50 % are lost'],
        restore: [{ serviceId: 's', outcome: 'failed', details: ['send {}'] }],
      }),
    );
    expect(lines).toEqual([
      '::error title=run/complete::The run judges all that it set out to judge; but nothing was judged; 50 %25 are lost',
      '::error title=run/put-back::Every service is left as it was found; but service s: send {}',
      '::warning title=Failed as known%3A reply/utf-8::a proxy',
    ]);
    expect(renderAnnotations(report([requirement('reply/status')]))).toEqual([]);
  });

  it('stay one line each, whatever the target said', () => {
    const lines = renderAnnotations(hostileReport());
    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines)
      expect(line).toMatch(/^::(?:error|warning|notice) title=[^:,\n\r]+::[^\n\r\u001b\u2028\u202e]*$/u);
  });
});
