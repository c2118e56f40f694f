import { describe, expect, it } from 'vitest';
import { failed, failure, report, requirement } from './report.fixture.js';
import type { Report } from './report.js';
import type { RequirementReport } from './requirement-report.js';
import { renderSummary, type SummaryOptions } from './summary.js';

const options: SummaryOptions = {
  colour: false,
  width: 100,
  quiet: false,
  verbose: false,
  reportDir: 'reports/latest',
};

const lacking = [
  requirement('effect/conflict/sibling', {
    verdict: { kind: 'not-exercised', reason: 'need a sibling service (--sibling-service-id)' },
  }),
  requirement('effect/isolation', {
    verdict: { kind: 'not-exercised', reason: 'need a second service (--service-id)' },
  }),
];

const nameTooLong = failed('request-body/service_name/maxLength/one-over', { failed: 6 });
const decided = failed('reply/created_at/constant', {
  clause: { table: 5, row: 'created_at' },
  reading: 'R26',
  says: 'created_at never moves',
  failures: [
    failure({
      case: 'effect/idempotent/same-reply#3',
      findings: [
        {
          requirement: 'reply/created_at/constant',
          pointer: '/created_at',
          expected: '"2022-04-14T09:35:47Z"',
          received: '"2024-05-06T07:08:10Z"',
        },
      ],
      minimalBody: null,
      requestId: null,
    }),
  ],
});

describe('the summary of a run', () => {
  it('of a conformant target says so first, and what was not looked at', () => {
    const text = renderSummary(
      report([requirement('reply/status'), requirement('reply/json'), ...lacking], {
        because: ['every requirement that was judged is kept'],
        facts: ['An omitted approval_enabled was left unchanged (R12).'],
      }),
      options,
    );
    expect(text).toMatchSnapshot();
  });

  it('of a failing target shows each cause with all that is needed to see it again', () => {
    const advisory = failed('headers/accept-absent', {
      level: 'SHOULD',
      clause: { section: 'Request headers' },
      reading: null,
    });
    const text = renderSummary(
      report([requirement('reply/status'), nameTooLong, decided, advisory, ...lacking], {
        verdict: 'non-conformant',
        exitCode: 1,
        because: ['2 requirements failed'],
      }),
      options,
    );
    expect(text).toMatchSnapshot();
  });

  it('of a target that cannot be judged says why, and what to do about a service that was not put back', () => {
    const unjudged = (id: string) =>
      requirement(id, { verdict: { kind: 'not-judged', reason: 'more than half throttled' } });
    const text = renderSummary(
      report(
        [
          requirement('reply/status'),
          ...['a', 'b', 'c', 'd', 'e', 'f'].map((name) => unjudged(`port-list/client_port/accepts/${name}`)),
        ],
        {
          verdict: 'could-not-judge',
          exitCode: 2,
          because: ['6 requirements could not be judged', 'not restored: 4189d3c2-8882-4871-a3c2-d380272eed83'],
          restore: [
            {
              serviceId: '4189d3c2-8882-4871-a3c2-d380272eed83',
              outcome: 'failed',
              details: [
                'service_name is "x", and was "test"',
                'send it again: PUT /v1/p/vpc-endpoint-services/s {"service_name":"test"}',
              ],
            },
          ],
          warnings: ['The service has 3 connections.'],
        },
      ),
      options,
    );
    expect(text).toMatchSnapshot();
  });

  it('of a run that left something out', () => {
    const left = requirement('reply/json', { verdict: { kind: 'deselected', reason: 'of the time that was left' } });
    const text = renderSummary(
      report([requirement('reply/status'), left], { verdict: 'partial', exitCode: 2, because: ['the time was spent'] }),
      options,
    );
    expect(text).toMatchSnapshot();
  });

  it('of an interrupted run', () => {
    const left = requirement('reply/json', { verdict: { kind: 'not-judged', reason: 'interrupted' } });
    const text = renderSummary(
      report([requirement('reply/status'), left], {
        verdict: 'interrupted',
        exitCode: 130,
        because: ['the run was interrupted'],
      }),
      options,
    );
    expect(text).toMatchSnapshot();
  });

  it('says of a selection that it is one', () => {
    const base = report([requirement('reply/status')]);
    const text = renderSummary({ ...base, options: { ...base.options, only: ['reply/status'] } }, options);
    expect(text.split('\n')[0]).toBe('CONFORMANT in what was selected  1 requirement kept, none breached');
  });

  it('counts a failed SHOULD as a breach with --strict', () => {
    const base = report([failed('headers/accept-absent', { level: 'SHOULD' })], {
      verdict: 'non-conformant',
      exitCode: 1,
    });
    expect(renderSummary(base, options)).toContain('ADVISORY FAILURES');
    const strict = renderSummary({ ...base, options: { ...base.options, strict: true } }, options);
    expect(strict).toContain('1 of 1 requirement breached');
    expect(strict).not.toContain('ADVISORY FAILURES');
  });

  it('stays readable with three hundred failures, and lets no cause hide another', () => {
    const text = renderSummary(manyFailures(), options);
    expect(text.split('\n').length).toBeLessThan(130);
    expect(text).toContain(
      '1)   Rejections are 422; the document knows 400  150 requirements, 150 requests\n     sent  ',
    );
    expect(text).toContain('1)   request-body/service_name (75), request-body/ports (75)');
    expect(text).toContain('Again: vpcep-contract replay reports/latest --cause 1');
    expect(text.match(/^ {5}curl /gm)).toHaveLength(12);
    expect(text).toContain('… and 91 more causes in the report');
  });

  it('shows of a cause what was sent, what was said to it, and the request for a shell, a line each', () => {
    const text = renderSummary(report([nameTooLong], { verdict: 'non-conformant', exitCode: 1 }), options);
    const at = text.indexOf('FAILED');
    expect(text.slice(at).split('\n').slice(1, 5)).toEqual([
      '1)   A text of another length is accepted in service_name; it must be rejected  1 requirement, 6 requests',
      '     sent      PUT /v1/{project_id}/vpc-endpoint-services/{service_id} {"service_name":"seventeen-letters"} -> 200 (X-Request-Id c1f3), expected 400',
      expect.stringMatching(/^ {5}curl {6}curl -X PUT /),
      '',
    ]);
  });

  it('shows every failure in full when asked to', () => {
    const text = renderSummary(manyFailures(), { ...options, verbose: true });
    for (const { id } of manyFailures().requirements) expect(text).toContain(id);
    expect(text.match(/^ {5}replay /gm)).toHaveLength(300);
  });

  it('is brief when asked to, yet names what was not put back', () => {
    const base = report([nameTooLong], {
      verdict: 'non-conformant',
      exitCode: 1,
      because: ['1 requirement failed'],
      restore: [{ serviceId: 's', outcome: 'failed', details: ['send PUT'] }],
    });
    const text = renderSummary(base, { ...options, quiet: true });
    expect(text).toContain('NON-CONFORMANT');
    expect(text).toContain('NOT PUT BACK\n  service s: failed\n      send PUT');
    expect(text).not.toContain('curl');
  });

  it('lets nothing that the target said steer the terminal', () => {
    const attack = '\u001b]0;owned\u0007\u001b[2J\r\u202e\u009b31m';
    const hostile = failed('reply/json', {
      failures: [
        failure({
          case: 'reply/json#0',
          findings: [{ requirement: 'reply/json', pointer: `/${attack}`, expected: 'JSON', received: attack }],
          minimalBody: attack,
          curl: `curl ${attack}`,
          requestId: attack,
        }),
      ],
    });
    const unjudged = requirement('reply/utf-8', { verdict: { kind: 'not-judged', reason: attack } });
    const unseen = requirement('reply/object', { verdict: { kind: 'not-exercised', reason: attack } });
    const text = renderSummary(
      report([hostile, unjudged, unseen], {
        verdict: 'non-conformant',
        exitCode: 1,
        because: [attack],
        facts: [attack],
        warnings: [attack],
        restore: [{ serviceId: attack, outcome: 'failed', details: [attack] }],
      }),
      { ...options, verbose: true },
    );
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    expect(text).toContain('\\u001b]0;owned\\u0007');
  });

  it('colours only when told to', () => {
    const base = report([nameTooLong], { verdict: 'non-conformant', exitCode: 1 });
    expect(renderSummary(base, { ...options, colour: true })).toContain('\u001b[31m');
    expect(renderSummary(base, options)).not.toContain('\u001b');
  });
});

function manyFailures(): Report {
  const answer = (received: string, id: string): Partial<RequirementReport> => ({
    failures: [failure({ case: `${id}#0`, findings: [{ requirement: id, expected: '400', received }] })],
  });
  const requirements = Array.from({ length: 300 }, (_, index) => {
    const id = `request-body/${index % 2 === 0 ? 'service_name' : 'ports'}/way-${index}`;
    return failed(id, answer(index < 150 ? '422' : `text number ${index}`, id));
  });
  return report(requirements, { verdict: 'non-conformant', exitCode: 1 });
}
