import { describe, expect, it } from 'vitest';
import { codeClass } from '../spec/document.js';
import * as scripted from './scripted.fixture.js';
import { answerAt, freePort, type Outcome } from './scripted.fixture.js';

/** A script with the error codes of the document. */
type Script = Omit<scripted.Script, 'classOf'>;

const play = (script: Script): Promise<Outcome> => scripted.play({ ...script, classOf: codeClass });
const settleAt = (url: string, script: Omit<Script, 'subject'>): Promise<Omit<Outcome, 'order'>> =>
  scripted.settleAt(url, { ...script, classOf: codeClass });

const state = { status: 400, code: 'EndPoint.2004' };
const throttled = { status: 400, code: 'EndPoint.0022' };

/** The rows of the table under Settling in ARCHITECTURE.md: what comes back, the outcome, and what is sent. */
const rows: readonly [name: string, script: Script, end: string, order: string][] = [
  ['200 is accepted', { subject: [200] }, 'answered 200', 's'],
  ['400 is rejected', { subject: [400] }, 'answered 400', 's'],
  ['400 of no class is rejected', { subject: [{ status: 400, code: 'Odd.1' }] }, 'answered 400', 's'],
  ['a throttled request is sent again', { subject: [throttled, throttled, 200] }, 'answered 200', 'sss'],
  [
    'the code for throttling ignores case',
    { subject: [{ status: 400, code: 'ENDPOINT.0022' }, { status: 400, code: 'endpoint.0022' }, 400] },
    'answered 400',
    'sss',
  ],
  ['a 429 is sent again', { subject: [429, 200] }, 'answered 200', 'ss'],
  [
    'a Retry-After of 0 is followed',
    { subject: [{ status: 429, headers: { 'Retry-After': '0' } }, 200] },
    'answered 200',
    'ss',
  ],
  [
    'a Retry-After with a past date is followed',
    { subject: [{ status: 429, headers: { 'Retry-After': 'Wed, 21 Oct 2015 07:28:00 GMT' } }, 200] },
    'answered 200',
    'ss',
  ],
  [
    'a Retry-After of hours is cut',
    { subject: [{ status: 429, headers: { 'Retry-After': '86400' } }, 200] },
    'answered 200',
    'ss',
  ],
  [
    'a 400 with APIGW.0308 is sent again',
    { subject: [{ status: 400, code: 'APIGW.0308' }, 200] },
    'answered 200',
    'ss',
  ],
  [
    'throttling in the envelope of the gateway is sent again',
    { subject: [{ status: 429, code: 'APIG.0308', flat: true }, { status: 400, code: 'APIGW.0308', flat: true }, 200] },
    'answered 200',
    'sss',
  ],
  [
    'an input breaks the service though it is throttled in between',
    { subject: [500, 500, 500, 429, 500, throttled, 429, 500] },
    'breaks: 500',
    'ssscsscssscs',
  ],
  ['endless throttling is unjudged', { subject: [throttled] }, 'unjudged: throttled', 'ssssc'],
  ['a platform state is sent again', { subject: [state, state, 200] }, 'answered 200', 'sss'],
  [
    'an endless platform state is unjudged',
    { subject: [state] },
    'unjudged: the platform, not the input: 400 with EndPoint.2004',
    'ssssc',
  ],
  [
    'an endless platform fault is unjudged',
    { subject: [{ status: 400, code: 'endpoint.4010' }] },
    'unjudged: the platform, not the input: 400 with endpoint.4010',
    'ssssc',
  ],
  [
    'an endless token code is unjudged',
    { subject: [{ status: 400, code: 'EndPoint.1008' }] },
    'unjudged: the platform, not the input: 400 with EndPoint.1008',
    'ssssc',
  ],
  [
    '401, and the same to the control',
    { subject: [401], control: [401] },
    'stopped: the target refuses the credentials (401), even for a request that it accepted before',
    'sc',
  ],
  [
    '403, and the same to the control',
    { subject: [403], control: [403] },
    'stopped: the target refuses the credentials (403), even for a request that it accepted before',
    'sc',
  ],
  ['401, and the control succeeds', { subject: [401] }, 'answered 401 controlled', 'sc'],
  ['403, and the control succeeds', { subject: [403] }, 'answered 403 controlled', 'sc'],
  [
    '401, and the control is throttled before it succeeds',
    { subject: [401], control: [429, throttled, 200] },
    'answered 401 controlled',
    'sccc',
  ],
  [
    '401, and the control fails otherwise',
    { subject: [401], control: [500] },
    'unjudged: 401, and the control failed too',
    'sc',
  ],
  ['401 to bad credentials', { subject: [401], asked: { good: 'nothing', statuses: [401] } }, 'answered 401', 's'],
  [
    '404, and the same to the control',
    { subject: [404], control: [404] },
    'stopped: the service under test is gone: it answers 404 to a request that it accepted before',
    'sc',
  ],
  ['404, and the control succeeds', { subject: [404] }, 'answered 404 controlled', 'sc'],
  ['404 to a path that is not good', { subject: [404], asked: { good: 'nothing' } }, 'answered 404', 's'],
  [
    '409 on mappings that another may own',
    { subject: [409], asked: { mappings: 'contestable' } },
    'unjudged: another service may own the port pair',
    's',
  ],
  [
    '400 with EndPoint.3044 on such mappings',
    { subject: [{ status: 400, code: 'EndPoint.3044' }], asked: { mappings: 'contestable' } },
    'unjudged: another service may own the port pair',
    's',
  ],
  [
    '400 with EndPoint.3046 on such mappings',
    { subject: [{ status: 400, code: 'EndPoint.3046' }], asked: { mappings: 'contestable' } },
    'unjudged: another service may own the port pair',
    's',
  ],
  ["409 on the service's own mappings", { subject: [409], asked: { mappings: 'own' } }, 'answered 409', 's'],
  ['409 that was asked for', { subject: [409], asked: { mappings: 'conflicting' } }, 'answered 409', 's'],
  [
    '409 without mappings',
    { subject: [409], asked: { mappings: 'none' } },
    'unjudged: the platform, not the input: 409',
    'ssssc',
  ],
  ['409 without mappings that passes', { subject: [409, 200] }, 'answered 200', 'ss'],
  [
    '407',
    { subject: [407] },
    'stopped: the proxy requires credentials (407): put user and password into the URL of --proxy',
    's',
  ],
  ['405', { subject: [405] }, 'answered 405', 's'],
  ['406', { subject: [406] }, 'answered 406', 's'],
  ['405 to a read', { subject: [405], asked: { sends: 'read' } }, 'answered 405', 's'],
  [
    'a read that fails is sent again, and never tried against an update',
    { subject: [500, 'reset', 500, 'reset', 200], asked: { sends: 'read' } },
    'answered 200',
    'sssss',
  ],
  [
    'a read that fails for good is unjudged',
    { subject: [500], asked: { sends: 'read' } },
    'unjudged: the network or the target: 500, not investigated further',
    'ssssss',
  ],
  ['501 to a read', { subject: [501], asked: { sends: 'read' } }, 'answered 501', 's'],
  ['404 to a read', { subject: [404], asked: { sends: 'read' } }, 'answered 404', 's'],
  ['5xx twice, then 200', { subject: [500, 503, 200] }, 'answered 200', 'sss'],
  ['408 once, then 400', { subject: [408, 400] }, 'answered 400', 'ss'],
  ['5xx always, and controls succeed', { subject: [500] }, 'breaks: 500', 'ssscscscs'],
  ['5xx in various kinds, and controls succeed', { subject: [500, 'reset', 502] }, 'breaks: 502', 'ssscscscs'],
  ['408 always, and controls succeed', { subject: [408] }, 'breaks: 408', 'ssscscscs'],
  ['5xx, and in the end 200', { subject: [500, 500, 500, 500, 500, 200] }, 'answered 200', 'ssscscscs'],
  ['5xx, and in the end 400', { subject: [500, 500, 500, 500, 400] }, 'answered 400', 'ssscscs'],
  [
    '5xx, and the control fails',
    { subject: [500], control: [500] },
    'unjudged: the network or the target: 500',
    'ssscsssc',
  ],
  [
    '5xx, and the last control fails',
    { subject: [500], control: [200, 200, 503] },
    'unjudged: the network or the target: 500',
    'ssscscscsssc',
  ],
  ['5xx, and the first control fails', { subject: [500], control: [503, 200] }, 'breaks: 500', 'ssscssscscscs'],
  [
    '5xx that is not to be investigated',
    { subject: [500], verify: false },
    'unjudged: the network or the target: 500, not investigated further',
    'sss',
  ],
  ['5xx that was asked for', { subject: [503], asked: { forces: 503, statuses: [503] } }, 'answered 503', 's'],
  ['a reset, then 200', { subject: ['reset', 200] }, 'answered 200', 'ss'],
  ['a reset below the API', { subject: ['reset'], asked: { belowApi: true } }, 'closed', 's'],
  ['a status that the document does not list', { subject: [422] }, 'answered 422', 's'],
  ['a success that it does not list', { subject: [202] }, 'answered 202', 's'],
];

describe('settle', () => {
  it.each(rows)('%s', async (_name, script, end, order) => {
    const outcome = await play(script);
    expect({ end: outcome.end, order: outcome.order }).toEqual({ end, order });
  });

  it('finds that an input breaks the connection while controls succeed', async () => {
    const { end, order } = await play({ subject: ['reset'] });
    expect(end).toMatch(/^breaks: /);
    expect(order).toBe('ssscscscs');
  });

  it('finds that an input is answered with what is not HTTP', async () => {
    const { end, order } = await play({ subject: ['garbage'] });
    expect(end).toMatch(/^breaks: /);
    expect(order).toBe('ssscscscs');
  });

  it('sends an input that is never answered twice, then tries it with a longer time limit', async () => {
    const { end, order } = await play({ subject: ['hang'], timeoutMs: 400 });
    expect({ end, order }).toEqual({ end: 'breaks: no answer in time', order: 'sscs' });
  });

  it('waits longer for an input that is answered late than for others', async () => {
    const { end, order } = await play({ subject: ['hang', 'hang', 'late'], timeoutMs: 400 });
    expect({ end, order }).toEqual({ end: 'answered 200', order: 'sscs' });
  });

  it('blames the network for a time-out if the control times out too', async () => {
    const { end, order } = await play({ subject: ['hang'], control: ['hang'], timeoutMs: 100 });
    expect({ end, order }).toEqual({
      end: 'unjudged: the network or the target: no answer in time',
      order: 'sscssc',
    });
  });

  it('observes every reply but throttled ones', async () => {
    const { observed, traffic } = await play({ subject: [429, throttled, state, 500, 400] });
    expect(observed).toEqual([400, 500, 400]);
    expect(traffic.report()).toMatchObject({
      requests: 1,
      attempts: 5,
      throttled: 2,
      platform: 1,
      transient: 1,
      statuses: { 400: 3, 429: 1, 500: 1 },
    });
  });

  it('stops if the target throttles every request for too long', async () => {
    const { end, order } = await play({ subject: [429], retryPolicy: { throttles: 1_000, putOffFor: 30 } });
    expect(end).toMatch(/^stopped: the target has throttled every request for \d+ s: run again/);
    expect(order).toMatch(/^s+$/);
  });

  it('stops if the target asks for long waits and keeps throttling', async () => {
    const retryPolicy = { throttles: 1_000, putOffFor: 0 };
    const { end, order, traffic } = await play({
      subject: [{ status: 429, headers: { 'Retry-After': '3600' } }],
      retryPolicy,
    });
    expect(end).toMatch(/^stopped: the target has throttled every request for \d+ s: run again/);
    expect(order).toBe('s');
    expect(traffic.report().throttling).toEqual({ waits: 0, retryAfters: 0, waitedMs: 0, lowestConcurrency: 2 });
  });

  it('counts how it gave way to throttling', async () => {
    const { traffic } = await play({
      subject: [429, { status: 429, headers: { 'Retry-After': '1' } }, throttled, 200],
    });
    const { waitedMs, ...counts } = traffic.report().throttling;
    expect(counts).toEqual({ waits: 3, retryAfters: 1, lowestConcurrency: 1 });
    expect(waitedMs).toBeGreaterThan(4);
  });

  it('stops if the target puts off every update for too long', async () => {
    const { end, order } = await play({ subject: [state], retryPolicy: { platform: 1_000, putOffFor: 30 } });
    expect(end).toMatch(/^stopped: the target has put off every update \(400 with EndPoint.2004\) for \d+ s: run/);
    expect(order).toMatch(/^s+$/);
  });

  it('stops if nothing listens', async () => {
    const { end, traffic } = await settleAt(`http://127.0.0.1:${await freePort()}`, {});
    expect(end).toMatch(/^stopped: the target cannot be reached: /);
    expect(traffic.report().statuses).toEqual({});
  });

  it('waits for a target that is not there yet', async () => {
    const port = await freePort();
    const settling = settleAt(`http://127.0.0.1:${port}`, { retryPolicy: { firstContact: 60_000 } });
    await answerAt(port);
    expect((await settling).end).toBe('answered 200');
  });

  it('ends with the reason of the signal if the run is being stopped', async () => {
    const stop = new AbortController();
    stop.abort(new Error('asked to stop'));
    await expect(play({ subject: [200], signal: stop.signal })).rejects.toThrow('asked to stop');
  });

  it('ends a wait if the run is being stopped', async () => {
    const stop = new AbortController();
    const settling = play({
      subject: [{ status: 429, headers: { 'Retry-After': '86400' } }],
      retryPolicy: { retryAfter: 86_400_000 },
      signal: stop.signal,
    });
    setTimeout(() => stop.abort(new Error('asked to stop')), 50);
    await expect(settling).rejects.toThrow('asked to stop');
  });
});
