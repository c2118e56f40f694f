import { describe, expect, it } from 'vitest';
import { headline, verdictMeaning } from './headline.js';
import { report, requirement } from './report.fixture.js';

describe('what a verdict means', () => {
  it('names the file of known failures if that alone makes the exit code 1', () => {
    const outdated = report([requirement('a/b')], { verdict: 'outdated-known-failures', exitCode: 1 });
    expect(verdictMeaning(outdated)).toContain('the file is out of date');
    expect(headline(outdated)).toMatch(
      /^KNOWN FAILURES OUT OF DATE: 1 requirement kept, none breached \(exit code 1\)$/,
    );
    expect(verdictMeaning({ verdict: 'conformant' })).not.toContain('out of date');
  });
});
