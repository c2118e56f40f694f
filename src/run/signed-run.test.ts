import { describe, expect, it } from 'vitest';
import { failedOf, held, judge, listenTo, mock, targetOf, type Got } from '../run.fixture.js';

/** Maximum number of consecutive requests under one key whose signature was refused. */
function longestRefused(got: readonly Got[]): number {
  let [longest, now] = [0, 0];
  for (const one of got) {
    if (!one.headers.includes('Authorization')) continue;
    now = one.status() === 401 ? now + 1 : 0;
    longest = Math.max(longest, now);
  }
  return longest;
}

/** Chapters that concern signatures, without the hundreds of bodies. */
const chapters = ['headers', 'path', 'robustness', 'methods', 'errors', 'effect/atomic', 'reply/object'];

describe('a run with AK and SK instead of a token', () => {
  it('finds that the mock conforms, though its gateway reads odd paths in its own way, and locks no key', async () => {
    const made = await mock({ variants: ['signature-resolved-path'] });
    const before = held(made);
    const got = listenTo(made);
    const { token: _, ...target } = targetOf(made);
    const report = await judge({ ...target, token: null }, { only: chapters });
    expect(failedOf(report), report.because.join('; ')).toEqual([]);
    expect(report.verdict).toBe('conformant');
    expect(held(made)).toEqual(before);

    const verdicts = new Map(report.requirements.map(({ id, verdict }) => [id, verdict.kind]));
    expect(verdicts.get('headers/signature-other-body')).toBe('passed');
    expect(verdicts.get('headers/token-cut')).toBe('not-exercised');
    expect(verdicts.get('headers/token-foreign')).toBe('passed');
    expect(verdicts.get('path/service-dot-segments')).toBe('passed');
    expect([...verdicts].filter(([id, kind]) => id.startsWith('headers/signature-') && kind !== 'passed')).toEqual([]);

    const signed = got.filter(({ headers }) => headers.includes('Authorization'));
    expect(signed.length).toBeGreaterThan(got.length / 2);
    expect(got.filter(({ headers }) => headers.includes('X-Auth-Token') && headers.includes(made.token))).toEqual([]);
    for (const { headers } of signed) expect(headers[headers.indexOf('X-Project-Id') + 1]).toBe(made.projectId);
    expect(signed.filter((one) => one.status() === 401).length).toBeGreaterThan(15);
    expect(longestRefused(got)).toBeLessThanOrEqual(3);
  });

  it('never sends more than three bad signatures in a row, whatever else is sent and goes wrong', async () => {
    const made = await mock({ faults: ['signature-malformed-500', 'signature-of-the-day'], latencyMs: 3 });
    const got = listenTo(made);
    const report = await judge(targetOf(made), { only: ['headers'] });
    // A bearer token takes the place of a signature and counts as a malformed one.
    expect(failedOf(report)).toEqual([
      'headers/token-as-bearer',
      'headers/signature-old',
      'headers/signature-malformed',
    ]);
    const bad = got.filter((one) => one.headers.includes('Authorization') && one.status() !== 200);
    expect(bad.length).toBeGreaterThan(20);
    expect(longestRefused(got)).toBeLessThanOrEqual(3);
  });

  it('sends the security token of temporary keys, and shows none of the three', async () => {
    const made = await mock();
    const got = listenTo(made);
    const keys = { ...made.keys, securityToken: 'a-security-token-0123456789' };
    const report = await judge({ ...targetOf(made), token: null, keys }, { only: ['methods'] });
    expect(report.verdict).toBe('conformant');
    const signed = got.filter(({ headers }) => headers.includes('Authorization'));
    for (const { headers } of signed) {
      expect(headers[headers.indexOf('X-Security-Token') + 1]).toBe(keys.securityToken);
      expect(headers[headers.indexOf('Authorization') + 1]).toContain(
        '=host;x-project-id;x-sdk-date;x-security-token,',
      );
    }
    expect(signed.length).toBeGreaterThan(3);
  });

  it('stops at once if the keys are wrong', async () => {
    const made = await mock();
    const got = listenTo(made);
    const keys = { ...made.keys, secretKey: 'not-this-one' };
    const report = await judge({ ...targetOf(made), token: null, keys });
    expect(report).toMatchObject({ verdict: 'could-not-judge', exitCode: 2 });
    expect(report.because.join()).toMatch(/refuses the credentials \(401\): are AK and SK valid/);
    expect(got.length).toBeLessThanOrEqual(3);
  });
});
