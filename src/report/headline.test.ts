import { describe, expect, it } from 'vitest';
import { verdictMeaning } from './headline.js';

describe('what a verdict means', () => {
  it('is told with the file of known failures where that alone makes the exit code 1', () => {
    expect(verdictMeaning({ verdict: 'conformant', exitCode: 1 })).toContain(
      'the file of known failures is out of date',
    );
    expect(verdictMeaning({ verdict: 'conformant', exitCode: 0 })).not.toContain('out of date');
    expect(verdictMeaning({ verdict: 'non-conformant', exitCode: 1 })).not.toContain('out of date');
  });
});
