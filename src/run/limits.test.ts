import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCaptured } from '../cli/captured.fixture.js';
import type { MockServer } from '../mock/index.js';
import { isProduction } from '../config/production.js';
import type { Report } from '../report/report.js';
import { renderSummary } from '../report/summary.js';
import { configOf, failedOf, folder, held, judge, mock, targetOf } from '../run.fixture.js';
import { engine } from '../engine.js';

const variables = (target: MockServer) => ({
  VPCEP_TARGET: target.url,
  VPCEP_PROJECT_ID: target.projectId,
  VPCEP_SERVICE_ID: target.serviceIds.join(','),
  VPCEP_TOKEN: target.token,
});

/** Maximum number of requests to put a service back: a read, an update, a read. */
const PUTTING_BACK = 3;

function leftOut({ requirements }: Report): string[] {
  return requirements.flatMap(({ verdict }) => (verdict.kind === 'deselected' ? [verdict.reason] : []));
}

describe('a run whose budget is spent', () => {
  it('sends no more than --max-requests, keeps what it judged, names what it left out, and puts everything back', async () => {
    const target = await mock();
    const before = held(target);
    const reportDir = await folder();
    const report = await judge(targetOf(target), { cases: '1', maxRequests: '700', reportDir });
    expect(report).toMatchObject({ verdict: 'partial', exitCode: 2, options: { limits: { maxRequests: 700 } } });
    expect(failedOf(report)).toEqual([]);
    expect(target.requests).toBeLessThanOrEqual(700 + PUTTING_BACK * target.serviceIds.length);
    expect(target.requests).toBeGreaterThan(650);
    const { requests, attempts, restoring = 0 } = report.traffic;
    // The mock does not see what Node.js refuses by itself, and sees a request in front of each of these.
    const behind = report.requirements.find(({ id }) => id === 'robustness/http-next-request')?.cases.sent ?? 0;
    expect(attempts + behind).toBeGreaterThanOrEqual(target.requests);
    expect(requests).toBeLessThanOrEqual(attempts);
    expect(restoring).toBeGreaterThan(0);
    expect(attempts - restoring).toBeLessThanOrEqual(700);
    expect(report.totals.MUST.passed).toBeGreaterThan(50);
    expect(new Set(leftOut(report))).toEqual(new Set(['budget spent (--max-requests 700)']));
    const half = report.requirements.filter(({ verdict }) => verdict.kind === 'not-judged');
    expect(half.every(({ cases }) => cases.judged > 0 && 2 * cases.judged < cases.sent)).toBe(true);
    expect(report.because).toEqual([
      `the budget is spent (--max-requests 700): ${leftOut(report).length + half.length} requirements of ${report.requirements.length} left out, ${half.length} of them in part`,
    ]);
    const text = renderSummary(report, { colour: false, width: 200, quiet: false, verbose: false, reportDir: null });
    const passed = report.requirements.filter(({ verdict }) => verdict.kind === 'passed').length;
    const told = new RegExp(
      `^PARTIAL {2}${passed} .*, ${half.length} not judged, ${leftOut(report).length} left out\n`,
    );
    expect(text).toMatch(told);
    expect(text).toContain('LEFT OUT\n  budget spent (--max-requests 700)');
    expect(held(target)).toEqual(before);
    await expect(access(join(reportDir, 'backup', 'PENDING'))).rejects.toThrow('ENOENT');
  });

  it('judges nothing if the budget does not even allow reading the state', async () => {
    const target = await mock();
    const report = await judge(targetOf(target), { maxRequests: '1' });
    expect(report).toMatchObject({ verdict: 'partial', exitCode: 2, traffic: { requests: 1, attempts: 1 } });
    expect(report.because[0]).toContain('(--max-requests 1), too small to judge anything: ');
    expect({ requests: target.requests, left: leftOut(report).length }).toEqual({
      requests: 1,
      left: report.requirements.length,
    });
  });

  it('ends at --max-time, whatever the target makes it wait for', async () => {
    const target = await mock({ latencyMs: 20 });
    const before = held(target);
    const report = await judge(targetOf(target), { maxTime: '300ms' });
    expect(report).toMatchObject({ verdict: 'partial', exitCode: 2 });
    expect(report.because[0]).toContain('--max-time 0.3s');
    expect(leftOut(report).length).toBeGreaterThan(100);
    expect(held(target)).toEqual(before);
  });

  it('ends at --max-failures, still looks for the smallest body, and stays non-conformant', async () => {
    const target = await mock({ faults: ['name-16-rejected'] });
    const before = held(target);
    const only = ['request-body/service_name/accepts', 'effect/idempotent', 'methods'];
    const report = await judge(targetOf(target), { maxFailures: '1', only });
    expect(report).toMatchObject({ verdict: 'non-conformant', exitCode: 1 });
    expect(report.because.at(-1)).toMatch(/^the budget is spent \(--max-failures 1\): [1-9]/);
    const failures = report.requirements.flatMap((requirement) => requirement.failures);
    expect(failures[0]?.minimalBody).toBe('{"service_name":"abcdefghijklmnop"}');
    expect(held(target)).toEqual(before);
  });

  it('is conformant if the budget was enough', async () => {
    const target = await mock();
    const limits = { maxRequests: '500', maxTime: '1h', maxFailures: '1', rate: '2000/s' };
    const report = await judge(targetOf(target), { only: ['methods'], ...limits });
    expect(report).toMatchObject({ verdict: 'conformant', exitCode: 0 });
  });

  it.each([
    [['--max-requests', '0'], '--max-requests must be a whole number'],
    [['--max-time', '0'], '--max-time must be a time such as 90s'],
    [['--max-time', '25h'], '--max-time must be a time such as 90s'],
    [['--max-failures', 'all'], '--max-failures must be a whole number'],
    [['--rate', '20/d'], '--rate must be a rate such as 20/s'],
    [['--rate', '0/s'], '--rate must be a rate such as 20/s'],
  ])('is refused with %j', async (args, message) => {
    const { code, err } = await runCaptured(['run', ...args]);
    expect({ code, told: err.includes(message) }).toEqual({ code: 2, told: true });
  });
});

describe('the public cloud', () => {
  it.each([
    ['https://vpcep.cn-north-4.myhuaweicloud.com', true],
    ['https://VPCEP.cn-north-4.MyHuaweiCloud.com.:443/base', true],
    ['https://vpcep.eu-west-101.myhuaweicloud.eu', true],
    ['https://vpcep.eu-de.otc.t-systems.com', true],
    ['https://vpcep.eu-ch2.sc.otc.t-systems.com', true],
    ['https://vpcep.staging.example.com', false],
    ['https://notmyhuaweicloud.com', false],
    ['https://myhuaweicloud.com.example.com', false],
    ['http://127.0.0.1:8080', false],
  ])('%s: %s', (url, expected) => {
    expect(isProduction(url)).toBe(expected);
  });

  it('is sent nothing without --allow-production, and an earlier report is kept', async () => {
    const asked: string[] = [];
    const proxy = createServer();
    proxy.on('connect', (request: IncomingMessage, socket) => {
      asked.push(request.url ?? '');
      socket.end('HTTP/1.1 407 Who\r\nContent-Length: 0\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', () => resolve()));
    const reportDir = join(await folder(), 'report');
    await mkdir(reportDir);
    const earlier = '{"tool":{"name":"vpcep-contract"}}';
    await writeFile(join(reportDir, 'report.json'), earlier);
    const env = {
      ...variables(await mock()),
      VPCEP_TARGET: 'https://vpcep.cn-north-4.myhuaweicloud.com',
      VPCEP_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    };
    const args = ['run', '--only', 'methods', '--report-dir', reportDir];
    const refused = await runCaptured(args, env);
    expect({ code: refused.code, asked }).toEqual({ code: 2, asked: [] });
    expect(refused.err).toContain('vpcep.cn-north-4.myhuaweicloud.com belongs to the public cloud');
    expect(refused.err).toContain('--allow-production');
    expect(await readFile(join(reportDir, 'report.json'), 'utf8')).toBe(earlier);
    const allowed = await runCaptured([...args, '--allow-production'], env).finally(() => proxy.close());
    expect(allowed.out).toContain('the proxy requires credentials (407)');
    expect(new Set(asked)).toEqual(new Set(['vpcep.cn-north-4.myhuaweicloud.com:443']));
  });
});

describe('a dry run', () => {
  it('sends nothing, writes nothing, and estimates how much a run sends', async () => {
    const target = await mock();
    const reportDir = join(await folder(), 'none');
    const only = ['port-list', 'headers'];
    const args = ['run', '--dry-run', '--effort', 'quick', '--seed', '11', '--report-dir', reportDir];
    const plain = await runCaptured([...args, ...only.flatMap((one) => ['--only', one])], variables(target));
    expect({ code: plain.code, requests: target.requests }).toEqual({ code: 0, requests: 0 });
    await expect(access(reportDir)).rejects.toThrow('ENOENT');
    expect(plain.out).toMatch(/^PLAN {2}nothing was sent\n/);
    expect(plain.out).toContain('it needs a token of another project');
    expect(plain.out).toMatch(new RegExp(`lane 2 {2}${target.serviceIds[1] ?? ''} {2}\\d+ violations in \\d+ batches`));

    const forecast = engine.forecast(await configOf(targetOf(target), { only }));
    const report = await judge(targetOf(target), { only });
    expect(Math.abs(forecast.requests / report.traffic.requests - 1)).toBeLessThan(0.05);
    const [fast, slow] = forecast.times;
    expect(slow?.seconds).toBeGreaterThan(fast?.seconds ?? Infinity);
    const paced = engine.forecast(await configOf(targetOf(target), { only, rate: '1/s' }));
    expect(paced.times[0]?.seconds).toBeGreaterThanOrEqual(forecast.requests);
  });

  it('is data with --json, even for the public cloud', async () => {
    const env = { ...variables(await mock()), VPCEP_TARGET: 'https://vpcep.cn-north-4.myhuaweicloud.com' };
    const { code, out } = await runCaptured(['run', '--dry-run', '--json', '--only', 'methods'], env);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ url: env.VPCEP_TARGET, concurrency: 16, lanes: [{}, {}] });
  });
});
