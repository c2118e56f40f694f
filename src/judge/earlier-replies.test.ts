import { describe, expect, it } from 'vitest';
import type { AttemptResponse } from '../shared/model.js';
import { EarlierReplies } from './earlier-replies.js';

const START = Date.UTC(2026, 0, 1);

/** A reply with this id that the target made at a second of the run, and that came at that time or later. */
function reply(id: string | null, second: number, cameAt = second): AttemptResponse {
  const date = new Date(START + second * 1_000).toUTCString();
  return {
    kind: 'response',
    status: 200,
    headers: [['Date', date], ...(id === null ? [] : [['X-Request-ID', id] as const])],
    body: Buffer.from('{}'),
    sentAt: cameAt * 1_000,
    endedAt: cameAt * 1_000 + 1,
  };
}

/** The doubts about replies to these requests, in this order. */
function doubts(...exchanges: readonly (readonly [request: 'GET a' | 'GET b' | 'PUT a', reply: AttemptResponse])[]) {
  const earlier = new EarlierReplies();
  return exchanges.map(([asked, came]) => {
    const [method = '', path = ''] = asked.split(' ');
    const doubt = earlier.doubtAbout({ method, path, headers: [], body: null }, came);
    return doubt?.doubt ?? null;
  });
}

const SAME_ID = '200 with the X-Request-Id of an earlier reply';
const BACK = '200 with a Date before that of an earlier reply';

describe('a read through a forwarding proxy', () => {
  it('that repeats the id of an earlier one of the same service may be from a cache', () => {
    expect(
      doubts(['GET a', reply('1', 0)], ['PUT a', reply('2', 0)], ['GET a', reply('1', 0)], ['GET a', reply('3', 0)]),
    ).toEqual([null, null, SAME_ID, null]);
  });

  it('is no repetition where ids are the same for updates or other services', () => {
    expect(
      doubts(['GET a', reply('1', 0)], ['GET b', reply('1', 0)], ['GET a', reply('1', 0)], ['GET b', reply('1', 0)]),
    ).toEqual([null, null, null, null]);
    expect(doubts(['PUT a', reply('1', 0)], ['PUT a', reply('1', 0)], ['GET a', reply('1', 0)])).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('whose Date runs backwards by more than a second may be from a cache', () => {
    expect(
      doubts(
        ['GET a', reply(null, 0)],
        ['PUT a', reply(null, 2)],
        ['GET a', reply(null, 1, 3)],
        ['GET a', reply(null, 0, 3)],
        ['GET a', reply(null, 3)],
      ),
    ).toEqual([null, null, null, BACK, null]);
  });

  it('that was under way longer than another one is not older', () => {
    const slow = { ...reply(null, 0), endedAt: 9_000 };
    expect(doubts(['PUT a', reply(null, 5)], ['GET a', slow])).toEqual([null, null]);
  });

  it('is not older where the Dates of updates run backwards too, as those of several machines do', () => {
    expect(doubts(['PUT a', reply(null, 9, 9)], ['PUT a', reply(null, 2, 10)], ['GET a', reply(null, 2, 11)])).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('without an id and a Date shows nothing', () => {
    const bare = { ...reply(null, 0), headers: [] };
    expect(doubts(['GET a', bare], ['GET a', bare])).toEqual([null, null]);
  });
});
