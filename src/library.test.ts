import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { configOf, requirements, run, type RunOptions } from './library.js';
import { createMock } from './mock/index.js';
import type { Report } from './report/report.js';

const folder = mkdtempSync(join(tmpdir(), 'library-'));
afterAll(() => rmSync(folder, { recursive: true }));

const target = {
  url: 'https://vpcep.staging.example.com',
  projectId: '6e9dfd51d1124e8d8498dce894923a0d',
  serviceIds: ['4189d3c2-8882-4871-a3c2-d380272eed88'],
  token: 'a-token-of-some-length',
};

describe('the options of the library', () => {
  it('are those of the command line, with its defaults', () => {
    const { seed, ...config } = configOf({});
    expect(config).toMatchObject({ target: null, effort: 'standard', concurrency: 16, timeoutMs: 5_000, only: [] });
    expect(seed).toBeGreaterThanOrEqual(0);
    const options: RunOptions = {
      target: { ...target, foreignToken: 'a-token-of-another-project', siblingServiceId: null },
      headers: { 'X-Trace': 'nightly' },
      seed: 7,
      effort: 'quick',
      timeoutMs: 1_500,
      connectTimeoutMs: 700,
      maxRequests: 100,
      maxTimeMs: 90_000,
      perSecond: 20,
      insecure: true,
      only: ['effect', 'methods'],
      readings: 'production',
    };
    expect(configOf(options)).toMatchObject({
      target: { ...target, foreignToken: 'a-token-of-another-project', siblingServiceId: null, portIds: [] },
      headers: [['X-Trace', 'nightly']],
      seed: 7,
      effort: 'quick',
      timeoutMs: 1_500,
      connectTimeoutMs: 700,
      spending: { maxRequests: 100, maxTimeMs: 90_000, maxFailures: null, perSecond: 20 },
      only: ['effect', 'methods'],
      readings: 'production',
    });
  });

  it('default to the variables given, and to no others', () => {
    const env = { VPCEP_TARGET: target.url, VPCEP_PROJECT_ID: target.projectId, VPCEP_TOKEN: target.token };
    const named = { ...env, VPCEP_SERVICE_ID: target.serviceIds.join() };
    expect(configOf({ env: named, seed: 1 })).toMatchObject({ target, seed: 1 });
    expect(configOf({ seed: 1 }).target).toBeNull();
  });

  it.for<readonly [RunOptions, string]>([
    [{ seed: -1 }, '--seed'],
    [{ effort: 'much' as 'quick' }, '--effort'],
    [{ target: { ...target, serviceIds: [] } }, 'something is missing'],
    [{ target: { ...target, url: 'ftp://host' } }, 'begins with http'],
  ])('are refused with a message if they cannot be used: %j', ([options, message]) => {
    expect(() => configOf(options)).toThrow(message);
  });
});

describe('run', () => {
  it('tolerates methods that only the gateway knows of, if the readings are those of production', async () => {
    const mock = await createMock({ faults: ['methods-unknown-to-gateway'] });
    onTestFinished(() => mock.close());
    const { url, projectId, serviceIds, token } = mock;
    const judged = { target: { url, projectId, serviceIds, token }, only: ['methods'], seed: 1, reportDir: folder };
    expect(await run(judged)).toMatchObject({ verdict: 'non-conformant' });
    expect(await run({ ...judged, readings: 'production' })).toMatchObject({ verdict: 'conformant' });
  });

  it('judges the embedded mock, writes the report and returns it', async () => {
    const seen: string[] = [];
    const report = await run({
      only: ['methods'],
      effort: 'quick',
      seed: 1,
      reportDir: folder,
      onProgress: ({ phase }) => seen.push(phase),
    });
    expect(report).toMatchObject({ verdict: 'conformant', exitCode: 0 });
    const written = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report;
    expect(written.requirements.map(({ id }) => id)).toEqual(requirements().map(({ id }) => id));
    expect(seen).toContain('judging');
  });
});
