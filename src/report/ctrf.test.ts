import { parse, validate } from 'ctrf';
import { describe, expect, it } from 'vitest';
import { renderCtrf } from './ctrf.js';
import { hostileReport } from './hostile.fixture.js';
import { failed, failure, report, requirement } from './report.fixture.js';

describe('a report in the Common Test Report Format', () => {
  const given = report(
    [
      requirement('reply/status'),
      failed('reply/json'),
      failed('reply/utf-8', { known: { reason: 'a proxy', ticket: 'T-1', expires: null } }),
      failed('methods/allow', { level: 'SHOULD' }),
      requirement('reply/object', { verdict: { kind: 'not-judged', reason: 'throttled' } }),
      requirement('effect/isolation', { verdict: { kind: 'not-exercised', reason: 'needs a second service' } }),
      requirement('effect/race', { verdict: { kind: 'not-exercised', reason: 'needs concurrency' } }),
      requirement('effect/atomic', { verdict: { kind: 'deselected', reason: '--skip' } }),
      requirement('methods/patch', { verdict: { kind: 'not-applicable', reading: 'R21' } }),
    ],
    { verdict: 'non-conformant', exitCode: 1, options: { ...report([]).options, require: ['effect/race'] } },
  );

  it('keeps to its schema, even if the target is hostile', () => {
    for (const one of [given, hostileReport()]) {
      const { valid, errors } = validate(JSON.parse(renderCtrf(one)));
      expect({ valid, errors }).toEqual({ valid: true, errors: [] });
    }
  });

  it('says how often the case that failed was sent again', () => {
    const own = failure({ case: 'reply/json#0' });
    const failures = [{ ...own, exchanges: own.exchanges.map((one) => ({ ...one, attempts: 3 })) }];
    const { results } = parse(renderCtrf(report([failed('reply/json', { failures }), failed('reply/utf-8')])));
    expect(results.tests.map(({ retries }) => retries)).toEqual([2, undefined, undefined, undefined]);
  });

  it('marks what passed as flaky if a case was sent again', () => {
    const { cases } = requirement('reply/json');
    const resent = requirement('reply/json', { cases: { ...cases, resent: 2 } });
    const { results } = parse(renderCtrf(report([resent, requirement('reply/utf-8')])));
    expect(results.tests.map(({ retries, flaky }) => [retries, flaky]).slice(0, 2)).toEqual([
      [2, true],
      [undefined, undefined],
    ]);
    expect(results.summary.flaky).toBe(1);
    expect(parse(renderCtrf(given)).results.summary.flaky).toBe(0);
  });

  it('fails what makes the exit code nonzero, and says why the others ended as they did', () => {
    const { results } = parse(renderCtrf(given));
    expect(results.tests.map(({ name, status, message }) => [name, status, message])).toEqual([
      ['reply/status', 'passed', undefined],
      ['reply/json', 'failed', 'expected 400, received 200'],
      ['reply/utf-8', 'other', 'known: a proxy, T-1: expected 400, received 200'],
      ['methods/allow', 'other', 'failed, but only a SHOULD: expected 400, received 200'],
      ['reply/object', 'failed', 'not judged: throttled'],
      ['effect/isolation', 'skipped', 'not exercised: needs a second service'],
      ['effect/race', 'failed', 'not exercised: needs concurrency'],
      ['effect/atomic', 'skipped', 'left out: --skip'],
      ['methods/patch', 'skipped', 'not applicable by reading R21'],
      ['run/complete', 'passed', undefined],
      ['run/put-back', 'passed', undefined],
    ]);
    expect(results.summary).toMatchObject({
      tests: 11,
      passed: 3,
      failed: 3,
      skipped: 3,
      other: 2,
      start: Date.parse(given.startedAt),
      stop: Date.parse(given.finishedAt),
    });
    expect(results.tests[1]?.trace).toContain('vpcep-contract replay reports/latest "reply/json#0"');
  });
});
