import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCaptured } from '../captured.fixture.js';
import type { ShownConfig } from './config.js';

const FILE = `
headers:
  X-Trace: nightly
  Cookie: session=\${SESSION}
proxy: http://user:\${SESSION}@proxy:3128
target: staging
mock: { services: 3 }
targets:
  staging:
    url: https://staging.example.com/\${SESSION}
    token: \${STAGING_TOKEN}
    serviceIds: [a, b]
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-'));
  writeFileSync(join(folder, 'vpcep.config.yaml'), FILE);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const env = { STAGING_TOKEN: 'secret-token', SESSION: 'secret-session', VPCEP_CONCURRENCY: '4' };

describe('config --show', () => {
  it('says of each option what is in force and where it comes from, without secrets', async () => {
    const { code, out, err } = await runCaptured(['config', '--show', '--json', '--timeout', '2'], env, folder);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const { options, ...of } = JSON.parse(out) as ShownConfig;
    expect(of).toEqual({ file: 'vpcep.config.yaml', target: 'staging' });
    expect(options).toMatchObject({
      token: { value: '***', source: 'file', from: 'targets.staging.token in vpcep.config.yaml:11' },
      serviceIds: { value: ['a', 'b'], source: 'file' },
      headers: { value: ['X-Trace: nightly', 'Cookie: ***'], source: 'file' },
      proxy: { value: 'http://user:***@proxy:3128', source: 'file' },
      timeout: { value: 2, source: 'flag', from: '--timeout' },
      concurrency: { value: 4, source: 'environment', from: 'VPCEP_CONCURRENCY' },
      seed: { value: null, source: 'default', from: 'random, and printed' },
      projectId: { value: null, source: 'default', from: null },
      json: { value: false, source: 'default' },
    });
    expect(out).not.toMatch(/secret-token/);
    expect(JSON.stringify({ ...options, url: null })).not.toMatch(/secret-session/);
  });

  it('shows the same to people, even if there is no file', async () => {
    const { out } = await runCaptured(['config'], env, folder);
    expect(out).toMatch(/^File: vpcep\.config\.yaml, target staging\n/);
    expect(out).toMatch(/^concurrency +4 +VPCEP_CONCURRENCY$/m);
    expect(out).toMatch(/^token +\*\*\* +targets\.staging\.token in vpcep\.config\.yaml:11$/m);
    const bare = await runCaptured(['config', '--no-config'], { VPCEP_TOKEN: 'secret-token' }, folder);
    expect(bare.out).toMatch(/^File: none\n[^]*^token +\*\*\* +VPCEP_TOKEN$/m);
  });

  it('prints the JSON Schema of the file', async () => {
    const { code, out } = await runCaptured(['config', '--schema'], {}, folder);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ $id: 'vpcep-contract/config.schema.json' });
    expect((await runCaptured(['config', '--schema', '--show'], {}, folder)).err).toMatch(/exclude each other/);
  });
});

it('a run is configured by the file of its folder', async () => {
  const { code, err } = await runCaptured(['run'], env, folder);
  expect(code).toBe(2);
  expect(err).toMatch(
    /^error: targets\.staging\.url in vpcep\.config\.yaml:10 names a target, but something is missing/,
  );
});
