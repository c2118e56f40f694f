import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TARGETS, configured, folder, told, useFolder, write } from './config-file.fixture.js';

useFolder();

describe('a configuration file', () => {
  it('may say all that flags may say', async () => {
    write(`
url: http://localhost:8080
projectId: p1
serviceIds: [a, b]
siblingServiceId: c
token: \${T}
foreignToken: \${F}
portIds: 4189d3c2-8882-4871-a3c2-d380272eed83
proxy: http://user:\${PASSWORD}@proxy:3128
headers:
  X-Trace: nightly
  X-Count: 7
  Authorization: Basic \${CREDS}
timeout: 0.25
readings: production
effort: quick
cases: 12
seed: 7
only: effect
skip: [effect/race, methods]
require: [effect/*]
concurrency: \${CONCURRENCY:-3}
strict: true
reportDir: out
verbose: true
`);
    const config = await configured({ T: 'token', F: 'foreign', PASSWORD: 'pw', CREDS: 'abc' });
    expect(config).toMatchObject({
      target: {
        url: 'http://localhost:8080',
        projectId: 'p1',
        serviceIds: ['a', 'b'],
        siblingServiceId: 'c',
        token: 'token',
        foreignToken: 'foreign',
        portIds: ['4189d3c2-8882-4871-a3c2-d380272eed83'],
      },
      network: { proxy: 'http://user:pw@proxy:3128' },
      headers: [
        ['X-Trace', 'nightly'],
        ['X-Count', '7'],
        ['Authorization', 'Basic abc'],
      ],
      timeoutMs: 250,
      readings: 'production',
      effort: 'quick',
      cases: 12,
      seed: 7,
      only: ['effect'],
      skip: ['effect/race', 'methods'],
      require: ['effect/*'],
      concurrency: 3,
      strict: true,
      reportDir: 'out',
      quiet: false,
      verbose: true,
      json: false,
    });
  });

  it.each<[given: string, want: string]>([
    ['document+R21+R7', 'document+R7+R21'],
    ['{ R7: production, R2: document }', 'document+R7'],
    ['{ profile: production, R7: document, R21: production }', 'production-R7'],
    ['{ profile: production }', 'production'],
  ])('switches single readings: %s', async (given, want) => {
    write(`readings: ${given}\n`);
    expect((await configured()).readings).toBe(want);
  });

  it('may begin with a byte order mark, and end its lines as Windows does', async () => {
    write('\ufeffeffort: quick\r\nonly:\r\n  - effect\r\nseed: 7\r\n');
    expect(await configured({})).toMatchObject({ effort: 'quick', only: ['effect'], seed: 7 });
  });

  it('is weaker than the environment, which is weaker than flags', async () => {
    write('seed: 1\nconcurrency: 1\nstrict: true\nreportDir: from-file\nquiet: true\n');
    const env = { VPCEP_SEED: '2', VPCEP_CONCURRENCY: '2' };
    const config = await configured(env, { seed: '3', strict: false, verbose: true });
    expect(config).toMatchObject({ seed: 3, concurrency: 2, reportDir: 'from-file', strict: false });
    expect(config).toMatchObject({ quiet: false, verbose: true });
  });

  it('is the nearest one, here or above, or the one that is named, or none', async () => {
    write('seed: 1\nreportDir: out\n');
    const below = join(folder, 'a', 'b');
    mkdirSync(below, { recursive: true });
    mkdirSync(join(folder, '.git'));
    expect(await configured({}, {}, below)).toMatchObject({ seed: 1, reportDir: join('..', '..', 'out') });
    write('{"seed": 2}', join('a', 'vpcep.config.json'));
    expect(await configured({}, {}, below)).toMatchObject({ seed: 2 });
    expect(await configured({}, { config: '../../vpcep.config.yaml' }, below)).toMatchObject({ seed: 1 });
    expect(await configured({ VPCEP_CONFIG: '../vpcep.config.json' }, {}, below)).toMatchObject({ seed: 2 });
    expect((await configured({}, { config: false }, below)).reportDir).toBe('reports/latest');
  });

  it.each<[name: string, text: string]>([
    ['vpcep.config.yml', 'seed: 5'],
    ['vpcep.config.json', '{"seed": 5}'],
    ['vpcep.config.mjs', 'export default { seed: 5, cases: undefined };'],
    ['vpcep.config.cjs', 'module.exports = { seed: 5 };'],
    ['vpcep.config.js', 'export default async () => ({ seed: 5 });'],
    ['vpcep.config.ts', 'const seed: number = 5; export default { seed } satisfies { seed: number };'],
  ])('may be %s', async (name, text) => {
    write('{"type": "module"}', 'package.json');
    write(text, name);
    expect(await configured()).toMatchObject({ seed: 5 });
  });

  it('that is a program may take secrets from the environment by itself, and hold none', async () => {
    const own = (token: string) =>
      `export default { url: 'http://h', projectId: 'p', serviceIds: ['s'], token: ${token} };`;
    write(own('process.env.CONFIG_TEST_TOKEN'), 'a.mjs');
    write(own("'plain-token'"), 'b.mjs');
    process.env['CONFIG_TEST_TOKEN'] = 'from-the-environment';
    try {
      const env = { CONFIG_TEST_TOKEN: 'from-the-environment' };
      expect((await configured(env, { config: 'a.mjs' })).target?.token).toBe('from-the-environment');
      const refused = await told(env, { config: 'b.mjs' });
      expect(refused.message).toBe('token in b.mjs is a secret in plain text');
    } finally {
      delete process.env['CONFIG_TEST_TOKEN'];
    }
  });
});

describe('what is wrong in a configuration file is named with its place and the way out', () => {
  it.each<[name: string, text: string, message: string | RegExp, remedy: RegExp, env?: Record<string, string>]>([
    [
      'a wrong key',
      'seed: 1\ntimeot: 3\n',
      'timeot in vpcep.config.yaml:2 is not an option; did you mean timeout?',
      /schema/,
    ],
    [
      'the flag for a key',
      'targets:\n  a:\n    service-id: x\n',
      'targets.a.service-id in vpcep.config.yaml:3 is not an option; did you mean serviceIds?',
      /schema/,
    ],
    ['the variable for a key', 'VPCEP_TARGET: http://h\n', /did you mean url\?/, /schema/],
    ['a wrong key of the mock', 'mock:\n  fault: [x]\n', /mock\.fault .* did you mean faults\?/, /schema/],
    [
      'a misspelt value',
      'seed: 1\n\neffort: thorogh\n',
      'effort in vpcep.config.yaml:3 cannot be "thorogh"; did you mean thorough?',
      /quick/,
    ],
    [
      'a number out of bounds',
      'concurrency: 0\n',
      /^concurrency in vpcep\.config\.yaml:1 must be a whole number from 1/,
      /^$/,
    ],
    ['text for a number', 'seed: "7"\n', 'seed in vpcep.config.yaml:1 must be a whole number, not "7"', /^$/],
    ['a list for a text', 'url: [a]\n', /^url in vpcep\.config\.yaml:1 must be/, /localhost|^$/],
    ['a switch that is not one', 'strict: 1\n', /strict .* must be true or false|cannot be "1"/, /true|^$/],
    [
      'a reading that no profile loosens',
      'readings: { profile: production, R12: document }\n',
      /switches "R12"/,
      /R2, R4, R6, R7, R21/,
    ],
    ['no value', 'seed:\n', 'seed in vpcep.config.yaml:1 has no value', /leave it out/],
    ['invalid YAML', 'seed: 1\n  cases: [\n', /^vpcep\.config\.yaml:\d+:\d+ cannot be read/, /YAML/],
    [
      'a reference that is not quoted',
      'headers: { A: ${B} }\n',
      /^vpcep\.config\.yaml:1:16 cannot be read/,
      /inside \{ \} and \[ \], \$\{NAME\} needs quotes/,
    ],
    ['a list alone', '- seed\n', /holds no options/, /member/],
    ['a key twice', 'seed: 1\nseed: 2\n', /^vpcep\.config\.yaml:2:1 cannot be read: Map keys must be unique/, /YAML/],
    [
      'a token in plain text',
      'url: http://h\ntoken: plain-secret\n',
      'token in vpcep.config.yaml:2 is a secret in plain text',
      /Export it, for example as VPCEP_TOKEN, and write \$\{VPCEP_TOKEN\}/,
    ],
    ['a default for a token', 'token: ${T:-plain-secret}\n', /secret in plain text/, /Export/],
    [
      'a header with a secret',
      'headers:\n  X-Trace: a\n  Cookie: plain-secret\n',
      /^headers\.Cookie in .*:3 is a secret/,
      /Export/,
    ],
    ['a password of a proxy', 'proxy: http://u:plain-secret@p\n', /^proxy in .*:1 is a secret/, /Export/],
    [
      'a variable that is not set',
      'targets: { a: { url: "${U}" } }\ntarget: a\n',
      'targets.a.url in vpcep.config.yaml:1 takes ${U}, and U is not set',
      /Export it/,
    ],
    [
      'an invalid reference',
      'only: ["${a b}"]\n',
      /^only\.0 in .* holds "\$\{a b\}", which is not a reference/,
      /\$\$/,
    ],
    [
      'an unknown default target',
      'target: stagin\ntargets: { staging: {} }\n',
      /not a target .* did you mean staging\?/,
      /staging/,
    ],
    [
      'targets and none chosen',
      'targets: { a: {}, b: {} }\n',
      /has the targets a, b, but none of them is selected/,
      /--target/,
    ],
    [
      'a target that variables contradict',
      TARGETS,
      /^VPCEP_TARGET_NAME selects staging, but VPCEP_TOKEN contradicts that target/,
      /Unset VPCEP_TOKEN/,
      { VPCEP_TARGET_NAME: 'staging', VPCEP_TOKEN: 'plain-secret', STAGING_TOKEN: 's' },
    ],
    [
      'a misspelt variable of the program',
      'seed: 1\n',
      /VPCEP_TARGET_NAM,/,
      /VPCEP_TARGET_NAME/,
      { VPCEP_TARGET_NAM: 'a' },
    ],
  ])('%s', async (_name, text, message, remedy, env = {}) => {
    write(text);
    const error = await told(env);
    expect(error.message).toMatch(message);
    if (typeof message === 'string') expect(error.message).toBe(message);
    expect(error.remedy ?? '').toMatch(remedy);
    expect(error.message + (error.remedy ?? '')).not.toContain('plain-secret');
  });

  it('a missing target or file, a rival in the folder, a program that fails', async () => {
    expect((await told({}, { target: 'a' })).message).toMatch(/--target names the target "a", but there is no conf/);
    expect((await told({}, { config: 'nowhere.yaml' })).message).toMatch(/cannot be read: nowhere\.yaml \(ENOENT\)/);
    expect((await told({}, { config: 'vpcep.toml' })).remedy).toMatch(/ends in \.yaml/);
    write('throw new Error("no network");', 'failing.mjs');
    expect((await told({}, { config: 'failing.mjs' })).message).toBe('failing.mjs cannot be read: no network');
    write(TARGETS);
    expect((await told({}, { target: 'relese' })).message).toMatch(/did you mean release\?/);
    expect((await told({}, { target: 'local', config: false })).remedy).toBe('Leave --no-config out.');
    write('{}', 'vpcep.config.json');
    expect((await told()).message).toMatch(/^vpcep\.config\.yaml and vpcep\.config\.json are in one folder/);
  });

  it('leaves a variable alone that the file refers to', async () => {
    write('seed: ${VPCEP_SEEDS}\n');
    expect(await configured({ VPCEP_SEEDS: '9' })).toMatchObject({ seed: 9 });
  });
});
