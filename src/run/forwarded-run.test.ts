import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Config, Flags } from '../config/config.js';
import { contract, engine } from '../engine.js';
import { forwardingProxy, type ForwardingOptions } from '../forwarding-proxy.fixture.js';
import type { FaultId, MockServer } from '../mock/index.js';
import { retryPolicy } from '../judge/retry-policy.js';
import { readRecord } from '../record/read-record.js';
import type { Report } from '../report/report.js';
import { RECORD_FILE } from '../report/record-file.js';
import { renderSummary } from '../report/summary.js';
import { configOf, failedOf, folder, held, judge, mock, onClose, targetOf } from '../run.fixture.js';
import { NEEDS_TUNNEL } from '../shared/way.js';
import { doctor } from './doctor/doctor.js';

const policy = { ...retryPolicy, first: 1, longest: 5, firstUpdate: 50 };
const hooks = { signal: new AbortController().signal, progress: () => undefined, retryPolicy: policy };
const CREDENTIALS = 'someone:hushed word';

/** The configuration of a run through a forwarding proxy. */
async function through(options: ForwardingOptions, target: MockServer, flags: Flags = {}) {
  const proxy = await forwardingProxy(options);
  onClose(() => proxy.close());
  const user = options.credentials === undefined ? '' : `${encodeURI(options.credentials)}@`;
  const config = await configOf(targetOf(target), { timeout: '1', ...flags });
  return { proxy, config: { ...config, network: { ...config.network, proxy: `http://${user}${proxy.authority}` } } };
}

const run = (config: Config): Promise<Report> => engine.run(config, { ...hooks, record: true });

function verdictsOf({ requirements }: Report): string[] {
  return requirements.map(({ id, verdict }) => `${id} ${JSON.stringify(verdict)}`);
}

const SOME = ['path/service-*', 'headers/content-type-*', 'methods/*', 'effect/echo/description', 'robustness/http-*'];

describe('through a forwarding proxy', () => {
  it('a conforming service is not accused, what the proxy may rewrite is left out, and no secret is kept', async () => {
    const target = await mock();
    const before = held(target);
    const { proxy, config } = await through({ credentials: CREDENTIALS }, target, { only: SOME });
    const report = await run(config);
    expect({
      failed: failedOf(report),
      exitCode: report.exitCode,
      notJudged: report.totals.MUST['not-judged'],
    }).toEqual({
      failed: [],
      exitCode: 0,
      notJudged: 0,
    });
    expect(held(target)).toEqual(before);
    expect(report.target.way).toEqual({ proxy: proxy.authority, refused: 405 });
    const reasons = new Map(
      report.requirements.flatMap(({ id, verdict }) =>
        verdict.kind === 'not-exercised' ? [[id, verdict.reason]] : [],
      ),
    );
    for (const id of ['path/service-encoded-twice', 'headers/content-type-twice', 'robustness/http-chunked'])
      expect([id, reasons.get(id)]).toEqual([id, NEEDS_TUNNEL]);
    const left = [...reasons.values()].filter((reason) => reason.startsWith(NEEDS_TUNNEL)).length;
    const summary = renderSummary(report, { colour: false, width: 200, quiet: false, verbose: false, reportDir: null });
    expect(summary).toContain(
      `Through the proxy ${proxy.authority}, which answers 405 to CONNECT and forwards the requests: what it may rewrite or answer is left out, ${left} requirements\n`,
    );

    const files = await readdir(config.reportDir, { recursive: true, withFileTypes: true });
    const kept = files
      .filter((file) => file.isFile())
      .map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8'));
    const all = [JSON.stringify(report), summary, ...(await Promise.all(kept))].join('\n');
    const basic = Buffer.from(CREDENTIALS).toString('base64');
    for (const secret of [target.token, 'hushed word', 'hushed%20word', basic])
      expect(all.includes(secret)).toBe(false);
    expect(new Set(proxy.forwarded.map(({ headers }) => headers['proxy-authorization']))).toEqual(
      new Set([`Basic ${basic}`]),
    );

    const sent = proxy.forwarded.length;
    const record = await readRecord(join(config.reportDir, RECORD_FILE));
    const again = await engine.rejudge(record, { reportDir: await folder() }, hooks);
    expect({ verdicts: verdictsOf(again), way: again.target.way }).toEqual({
      verdicts: verdictsOf(report),
      way: report.target.way,
    });
    expect(proxy.forwarded.length).toBe(sent);
  });

  it('neither the form of replies nor the envelope of errors is judged, by which it is told whose they are', () => {
    const ids = contract().requirements.flatMap(({ id, needs }) => (needs.includes('verbatim') ? [id] : []));
    expect([...new Set(ids.map((id) => id.replace(/\/\d+$/, '/NNN')))]).toEqual([
      'reply/utf-8',
      'reply/content-coding',
      'reply/json',
      'errors/envelope/NNN',
      'errors/envelope/unlisted',
    ]);
  });

  it('faults of the service are found', async () => {
    const found: Partial<Record<FaultId, string>> = {
      'approval-null-accepted': 'request-body/approval_enabled/type/null',
      'description-trimmed': 'request-body/description-letters',
      'token-missing-accepted': 'headers/token-missing',
      'lost-description': 'effect/persist/description',
    };
    const target = await mock({ faults: Object.keys(found) as FaultId[] });
    const { proxy, config } = await through({ credentials: CREDENTIALS }, target, { only: Object.values(found) });
    const report = await run(config);
    expect(report.exitCode).toBe(1);
    const lines = report.requirements.flatMap(({ failures }) => failures.map(({ curl }) => curl));
    for (const line of lines) expect(line).toContain(` --proxy http://${proxy.authority} `);
    expect(failedOf(report)).toEqual(expect.arrayContaining(Object.values(found)));
  });

  it('that answers some requests itself, nothing is accused', async () => {
    let n = 0;
    const itself: ForwardingOptions['itself'] = ({ method }, response) => {
      n += 1;
      if (n % 5 !== 0) return false;
      response.writeHead(n % 2 === 0 ? 503 : 200, { 'Content-Type': 'text/html' }).end(`<p>${method}: busy</p>`);
      return true;
    };
    const target = await mock();
    const before = held(target);
    const { config } = await through({ itself }, target, {
      only: ['methods/*', 'reply/status', 'headers/token-*'],
    });
    const report = await run(config);
    expect({ failed: failedOf(report), exitCode: report.exitCode }).toEqual({ failed: [], exitCode: 0 });
    expect(held(target)).toEqual(before);
  });

  it.each([20, 600_000])(
    'that answers reads from a cache without a sign, for %i ms, nothing is accused',
    async (ms) => {
      const target = await mock();
      const before = held(target);
      const alone = { ...target, serviceIds: target.serviceIds.slice(0, 1) };
      const { config } = await through({ cachesFor: ms }, alone, { only: ['effect/persist/description'] });
      const report = await run(config);
      expect({ failed: failedOf(report), held: held(target) }).toEqual({ failed: [], held: before });
      const [restored] = report.restore;
      if (restored?.outcome === 'failed')
        expect(restored.details[0]).toContain(
          'forwarded requests get 200 with the X-Request-Id of an earlier reply: let',
        );
      expect(restored?.outcome).toBe(ms > 1_000 ? 'failed' : 'restored');
    },
  );

  it.each([
    [
      403,
      'PUT',
      /^the proxy \S+ answers 405 to CONNECT \S+, and forwarded requests get 403 without the error envelope: let it /,
    ],
    [504, '', /get 504 without the error envelope: can it reach \S+, and is that the target\?$/],
    [407, '', /^the proxy requires credentials \(407\)/],
  ])('that answers %i to every %s, the run says what to do', async (status, only, expected) => {
    const itself: ForwardingOptions['itself'] = ({ method }, response) => {
      if (only !== '' && method !== only) return false;
      response.writeHead(status, { 'Content-Type': 'text/html' }).end('<p>no</p>');
      return true;
    };
    const { config } = await through({ itself }, await mock(), { only: ['methods'] });
    const report = await engine.run(config, hooks);
    expect({ failed: failedOf(report), exitCode: report.exitCode }).toEqual({ failed: [], exitCode: 2 });
    expect(report.because[0]).toMatch(expected);
  });

  it('doctor says so, and a recorded case that the proxy may rewrite is not sent again', async () => {
    const target = await mock({ faults: ['token-missing-accepted'] });
    const { proxy, config } = await through({}, target);
    const { checks, exitCode } = await doctor(config);
    expect({ exitCode, proxy: checks.find(({ name }) => name === 'proxy') }).toMatchObject({
      exitCode: 0,
      proxy: {
        outcome: 'note',
        found: expect.stringContaining(`${proxy.authority} answers 405 to CONNECT, so `) as string,
      },
    });
    const report = await judge(targetOf(target), { only: ['robustness/crossed/special-forms'] });
    const sent = proxy.forwarded.length;
    const { results } = await engine.replay(report, null, config, hooks);
    expect(new Set(results.map(({ outcome, reason }) => `${outcome}: ${reason ?? ''}`))).toEqual(
      new Set([`could-not-judge: ${NEEDS_TUNNEL}`]),
    );
    expect(proxy.forwarded.slice(sent).filter(({ method }) => method !== 'GET' && method !== 'PUT')).toEqual([]);
  });
});
