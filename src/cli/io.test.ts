import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { progressOn } from './commands/run.js';
import { processIo } from './io.js';

/** What progress on a terminal writes, with these variables. */
function shownOn(env: Record<string, string>): string {
  const terminal = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY: true, columns: 80 });
  const { stderr } = processIo({ ...process, stdout: terminal, stderr: terminal, env } as unknown as NodeJS.Process);
  const line = progressOn(stderr, false);
  line.update({
    phase: 'judging',
    requirementsDone: 1,
    requirementsTotal: 2,
    requests: 3,
    requestsPlanned: 4,
    startedAt: performance.now(),
  });
  line.clear();
  return String(terminal.read());
}

describe('progress on a terminal', () => {
  it('is one rewritten line', () => {
    expect(shownOn({ TERM: 'xterm' })).toMatch(/^\r\u001b\[2Kjudging: .*\r\u001b\[2K$/);
  });

  it('is in lines if the terminal is dumb', () => {
    expect(shownOn({ TERM: 'dumb' })).toMatch(/^judging: [ -~]*\n$/);
  });
});
