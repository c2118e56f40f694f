import { describe, expect, it } from 'vitest';
import { BudgetSpent } from '../shared/errors.js';
import { fly } from './flight.js';
import { put } from './stage-log.fixture.js';
import { flyAround, forbidden, dealt, baseline, stage, base } from './target.fixture.js';
import { Budget, haltOn, orSpent, type Limits, type Reckoning } from './budget.js';

const HOUR = 3_600_000;

/** A budget of a run on one service without failures, unless told otherwise. */
function budget(limits: Partial<Limits>, reckoning: Partial<Reckoning> = {}): Budget {
  return new Budget(
    { maxRequests: null, maxTimeMs: null, maxFailures: null, ...limits },
    { lanes: 1, graceMs: 0, begun: () => undefined, failures: () => 0, ...reckoning },
  );
}

/** What ends an action: `requests: --max-requests 5`; null if it is allowed. */
function end(action: () => void): string | null {
  try {
    action();
    return null;
  } catch (error) {
    if (error instanceof BudgetSpent) return `${error.budget}: ${error.message}`;
    throw error;
  }
}

function take(from: Budget, times: number): void {
  for (let n = 0; n < times; n += 1) from.take();
}

describe('a budget', () => {
  it('without limits allows everything', () => {
    const endless = budget({}, { failures: () => 1_000 });
    take(endless, 1_000);
    expect(end(() => endless.begin())).toBeNull();
  });

  it('of requests begins no case with the last six of each lane, and sends none beyond', () => {
    const spent = budget({ maxRequests: 20 }, { lanes: 2 });
    take(spent, 7);
    expect(end(() => spent.begin())).toBeNull();
    spent.take();
    expect(end(() => spent.begin())).toBe('requests: --max-requests 20');
    take(spent, 12);
    expect(end(() => spent.take())).toBe('requests: --max-requests 20');
    expect(end(() => spent.take())).toBe('requests: --max-requests 20');
  });

  it('of time lets a case in progress go on for as long as a case may take', () => {
    let now = HOUR;
    const begun: number[] = [];
    const running = budget(
      { maxTimeMs: 60_000 },
      { graceMs: 500, now: () => now, begun: (withinMs) => begun.push(withinMs) },
    );
    // What comes before the first request costs nothing.
    expect(end(() => running.begin())).toBeNull();
    now += HOUR;
    expect([end(() => running.begin()), end(() => running.take())]).toEqual([null, null]);
    now += 59_999;
    expect([end(() => running.begin()), end(() => running.take())]).toEqual([null, null]);
    now += 1;
    expect([end(() => running.begin()), end(() => running.take())]).toEqual(['time: --max-time 60s', null]);
    now += 500;
    expect(end(() => running.take())).toBe('time: --max-time 60s');
    expect(begun).toEqual([60_500]);
  });

  it('of failures begins no case once that many requirements fail, except to make a failing body smaller', () => {
    let failures = 1;
    const counted = budget({ maxFailures: 2 }, { failures: () => failures });
    expect(end(() => counted.begin())).toBeNull();
    failures = 2;
    expect(end(() => counted.begin())).toBe('failures: --max-failures 2');
    expect(end(() => counted.take())).toBeNull();
    counted.minimise();
    expect(end(() => counted.begin())).toBeNull();
  });
});

describe('a spent budget', () => {
  const spent = new BudgetSpent('time', '--max-time 1s');

  it('halts nothing else in progress, unlike any other error', () => {
    const halt = new AbortController();
    const onFailure = haltOn(halt);
    onFailure(spent);
    expect(halt.signal.aborted).toBe(false);
    const broken = new Error('broken');
    onFailure(broken);
    expect(halt.signal.reason).toBe(broken);
  });

  it('is an outcome, unlike any other error', async () => {
    expect(await orSpent(Promise.resolve(1))).toBe(1);
    expect(await orSpent(Promise.reject(spent))).toBe(spent);
    await expect(orSpent(Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });

  it('ends a batch, and what was sent before is entered', async () => {
    let begun = 0;
    const made = await stage({
      begin: () => {
        begun += 1;
        if (begun > 2) throw spent;
      },
    });
    const cases = ['<1', '<2', '<3', '<4'].map((description) => forbidden({ description }));
    await expect(flyAround(made.sessions[0], base, dealt(...cases))).rejects.toBe(spent);
    expect(made.ledger.of('r')).toMatchObject({ judged: 2, failed: 0 });
    expect(made.ledger.of('r').unjudged.size).toBe(0);
    expect(made.target.log.at(-1)).toBe(put(base));
  });

  it('ends a flight between two batches: what breaches the contract is entered even without the base body', async () => {
    let begun = 0;
    let over = false;
    const made = await stage({
      begin: () => {
        begun += 1;
        over ||= begun > 2;
        if (over) throw spent;
      },
    });
    made.target.answer = ({ text }, serve) =>
      text.includes('<1') ? { status: 200, value: made.target.state() } : serve();
    const [one, two, three] = ['<1', '<2', '<3'].map((description) => dealt(forbidden({ description })));
    const batches = [one, two, three].map((cases = []) => ({ base, cases }));
    await expect(fly(made.sessions[0], { baseline, batches, afterwards: [] })).rejects.toBe(spent);
    expect(made.ledger.of('r')).toMatchObject({ judged: 2, failed: 1 });
    expect(made.target.log.filter((line) => line.includes('<'))).toHaveLength(2);
  });
});
