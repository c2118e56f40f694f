import { describe, expect, it } from 'vitest';
import { codeClass } from '../spec/document.js';
import { play, type Script } from './scripted.fixture.js';
import type { Renewal } from './settling.js';

/** Plays a script with a token that can be renewed `times` times; `log` lists the calls of the renewal. */
async function renewing(script: Omit<Script, 'classOf' | 'renewal'>, times = 1) {
  const log: string[] = [];
  let left = times;
  const renewal: Renewal = {
    accepted: () => log.push('accepted'),
    renewed: (request) => {
      log.push('asked');
      left -= 1;
      return Promise.resolve(left < 0 ? null : request);
    },
  };
  const { end, order } = await play({ ...script, classOf: codeClass, renewal });
  return { end, order, log: log.join(' ') };
}

describe('a token that expires during a run', () => {
  it('is renewed, and the request sent again', async () => {
    expect(await renewing({ subject: [401, 200] })).toEqual({
      end: 'answered 200',
      order: 'ss',
      log: 'asked accepted',
    });
  });

  it('is refused if there is no new one, as the control shows', async () => {
    expect(await renewing({ subject: [401], control: [401] }, 0)).toEqual({
      end: 'stopped: the target refuses the credentials (401), even for a request that it accepted before',
      order: 'sc',
      log: 'asked asked',
    });
  });

  it('is renewed for the control too', async () => {
    expect(await renewing({ subject: [403], control: [401, 200] })).toEqual({
      end: 'answered 403 controlled',
      order: 'scc',
      log: 'asked accepted',
    });
  });

  it('is renewed if only the path is bad', async () => {
    expect((await renewing({ subject: [401, 404], asked: { good: 'credentials', statuses: [404] } })).order).toBe('ss');
  });

  it('is renewed for a read', async () => {
    expect((await renewing({ subject: [401, 200], asked: { sends: 'read' } })).order).toBe('ss');
  });

  it.each([
    ['403', { subject: [403] }],
    ['401 to bad credentials', { subject: [401], asked: { good: 'nothing' as const } }],
    ['401 that is expected', { subject: [401], asked: { statuses: [401] } }],
    ['no answer at all', { subject: ['reset' as const], asked: { belowApi: true } }],
  ])('is not the reason for %s', async (_name, script) => {
    expect((await renewing(script)).log.split(' ')).not.toContain('asked');
  });

  it('is known to be good only once a request with good credentials is accepted', async () => {
    expect((await renewing({ subject: [200] })).log).toBe('accepted');
    expect((await renewing({ subject: [200], asked: { good: 'nothing' } })).log).toBe('');
    expect((await renewing({ subject: [400] })).log).toBe('');
  });
});

describe('a budget', () => {
  const begun = async (script: Omit<Script, 'classOf' | 'begin'>): Promise<number> => {
    let begins = 0;
    await play({ ...script, classOf: codeClass, begin: () => (begins += 1) });
    return begins;
  };

  it('is asked once for a case, however often it is sent', async () => {
    expect(await begun({ subject: [500, 429, 200], asked: { sends: 'case' } })).toBe(1);
    expect(await begun({ subject: [500], asked: { sends: 'case' } })).toBe(1);
  });

  it('is not asked for what belongs to a case that has begun', async () => {
    expect(await begun({ subject: [200] })).toBe(0);
    expect(await begun({ subject: [401], asked: { sends: 'case' } })).toBe(1);
  });

  it('stops a case before anything is sent', async () => {
    const stop = play({
      subject: [200],
      classOf: codeClass,
      asked: { sends: 'case' },
      begin: () => {
        throw new Error('spent');
      },
    });
    await expect(stop).rejects.toThrow('spent');
  });
});
