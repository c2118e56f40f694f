import { describe, expect, it } from 'vitest';
import { createProgressLine, duration, type Progress, progressText } from './progress.js';

const state = (changes: Partial<Progress> = {}): Progress => ({
  phase: 'judging',
  requirementsDone: 12,
  requirementsTotal: 48,
  requests: 300,
  requestsPlanned: 1200,
  startedAt: 1000,
  ...changes,
});

/** A progress line with a clock that the test sets, and what it wrote. */
function watched(style: 'live' | 'lines' | 'silent', columns = 80) {
  const clock = { ms: 1000 };
  const written: string[] = [];
  const line = createProgressLine({ write: (text) => written.push(text), style, columns, now: () => clock.ms });
  return { clock, written, line };
}

describe('a line of progress', () => {
  it('says requirements, requests, rate and time left', () => {
    expect(progressText(state(), 4000)).toBe('judging: 12/48 requirements, 300/1200 requests, 100/s, 9.0 s left');
  });

  it('says what it knows before anything is planned', () => {
    const start = state({ phase: 'reading state', requests: 0, requestsPlanned: 0, requirementsDone: 0 });
    expect(progressText(start, 1000)).toBe('reading state: 0 requests, 0/s');
  });

  it('never plans less than was sent, and shows notes safely', () => {
    expect(progressText(state({ requests: 1300, note: 'slowed\u001b[2J' }), 2000)).toBe(
      'judging: 12/48 requirements, 1300/1300 requests, 1300/s, slowed\\u001b[2J',
    );
  });

  it('is rewritten on a terminal, ten times a second at most, and never wraps', () => {
    const { clock, written, line } = watched('live', 30);
    line.update(state());
    clock.ms += 99;
    line.update(state({ requests: 301 }));
    clock.ms += 1;
    line.update(state({ requests: 302 }));
    expect(written).toHaveLength(2);
    for (const text of written) expect(text).toMatch(/^\r\u001b\[2K[^\n]{29}$/);
    line.clear();
    line.clear();
    expect(written.slice(2)).toEqual(['\r\u001b[2K']);
  });

  it('is elsewhere a line when a phase begins and every ten seconds', () => {
    const { clock, written, line } = watched('lines');
    line.update(state({ phase: 'reading state' }));
    line.update(state());
    for (let second = 0; second < 25; second += 1) {
      clock.ms += 1000;
      line.update(state());
    }
    line.clear();
    expect(written.map((text) => text.split(':')[0])).toEqual(['reading state', 'judging', 'judging', 'judging']);
    for (const text of written) expect(text).toMatch(/^[^\r\u001b]*\n$/);
  });

  it('is nothing when silent', () => {
    const { written, line } = watched('silent');
    line.update(state());
    line.clear();
    expect(written).toEqual([]);
  });
});

describe('a duration', () => {
  it.each([
    [0, '0 ms'],
    [850.4, '850 ms'],
    [3249, '3.2 s'],
    [59_949, '59.9 s'],
    [59_960, '1 min 0 s'],
    [245_000, '4 min 5 s'],
  ])('of %d ms reads %s', (milliseconds, want) => {
    expect(duration(milliseconds)).toBe(want);
  });
});
