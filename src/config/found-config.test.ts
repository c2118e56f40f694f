import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCaptured } from '../cli/captured.fixture.js';
import { readConfigFile } from './config-file.js';

let home: string;
let project: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'found-'));
  project = join(home, 'project');
  mkdirSync(join(project, 'below'), { recursive: true });
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const trap = (at: string) =>
  `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(at)}, '');\nexport default {};\n`;

describe('a configuration file that is found', () => {
  it.for(['package.json', '.git'])('is not looked for above the project, whose root holds %s', async (mark) => {
    writeFileSync(join(project, mark), '{}');
    const ran = join(home, 'ran');
    writeFileSync(join(home, 'vpcep.config.mjs'), trap(ran));
    expect(await readConfigFile(null, join(project, 'below'))).toBeNull();
    writeFileSync(join(project, 'vpcep.config.yaml'), 'seed: 3\n');
    expect((await readConfigFile(null, join(project, 'below')))?.content).toEqual({ seed: 3 });
    expect(existsSync(ran)).toBe(false);
  });

  it('is not looked for above the current folder outside a project', async () => {
    const ran = join(home, 'ran');
    writeFileSync(join(home, 'vpcep.config.mjs'), trap(ran));
    expect(await readConfigFile(null, project)).toBeNull();
    expect((await runCaptured(['config'], { VPCEP_TOKEN: 't' }, project)).out).toMatch(/^File: none/);
    expect(existsSync(ran)).toBe(false);
  });

  it.skipIf(process.platform === 'win32')('is refused, unread, if anyone may write it', async () => {
    const ran = join(home, 'ran');
    const file = join(project, 'vpcep.config.mjs');
    writeFileSync(file, trap(ran));
    chmodSync(file, 0o666);
    for (const args of [['config'], ['run', '--dry-run'], ['doctor'], ['mock']]) {
      const { code, err } = await runCaptured(args, { VPCEP_TOKEN: 't' }, project);
      expect(code).toBe(2);
      expect(err).toContain('vpcep.config.mjs can be written by anyone');
    }
    expect(existsSync(ran)).toBe(false);
    expect(await readConfigFile('vpcep.config.mjs', project)).not.toBeNull();
    expect(existsSync(ran)).toBe(true);
  });

  it.skipIf(process.getuid?.() !== 0)('is refused if another user owns it (needs root)', async () => {
    const file = join(project, 'vpcep.config.yaml');
    writeFileSync(file, 'tokenCommand: touch ran\n');
    chownSync(file, 12_345, 12_345);
    await expect(readConfigFile(null, project)).rejects.toThrow(
      'vpcep.config.yaml belongs to another user, and is not read',
    );
    expect(await readConfigFile('vpcep.config.yaml', project)).not.toBeNull();
  });

  it('is not run just to be shown, if it is a program', async () => {
    const ran = join(home, 'ran');
    writeFileSync(join(project, 'vpcep.config.mjs'), trap(ran));
    const shown = await runCaptured(['config', '--show'], { VPCEP_TOKEN: 't' }, project);
    expect(shown).toMatchObject({ code: 2, out: '' });
    expect(shown.err).toContain('vpcep.config.mjs is a program, and is not run just to be shown');
    expect(existsSync(ran)).toBe(false);
    expect((await runCaptured(['config', '--config', 'vpcep.config.mjs'], {}, project)).code).toBe(0);
    expect(existsSync(ran)).toBe(true);
  });

  it('is mentioned in the first line if it says who gets the credentials', async () => {
    const ran = join(home, 'ran');
    const text = `url: http://127.0.0.1:1\nprojectId: p\nserviceIds: [s]\nproxy: http://127.0.0.1:2\ntokenCommand: touch ${ran}; echo t\n`;
    writeFileSync(join(project, 'vpcep.config.yaml'), text);
    expect((await runCaptured(['config'], {}, project)).code).toBe(0);
    expect(existsSync(ran)).toBe(false);
    const { err } = await runCaptured(['doctor'], {}, project);
    expect(err.split('\n')[0]).toBe(
      'From the configuration file: the URL http://127.0.0.1:1 (url in vpcep.config.yaml:1), the token command ' +
        '(tokenCommand in vpcep.config.yaml:5), the proxy (proxy in vpcep.config.yaml:4)',
    );
  });

  it('is mentioned without the secrets that it names', async () => {
    const text = 'url: http://127.0.0.1:1/${API_TOKEN}\nprojectId: p\nserviceIds: [s]\ninsecure: true\n';
    writeFileSync(join(project, 'vpcep.config.yaml'), text);
    const { err } = await runCaptured(
      ['doctor'],
      { VPCEP_TOKEN: 't', API_TOKEN: 'another-secret-0123456789' },
      project,
    );
    expect(err.split('\n')[0]).toBe(
      'From the configuration file: the URL http://127.0.0.1:1/<token> (url in vpcep.config.yaml:1), --insecure (insecure in vpcep.config.yaml:4)',
    );
  });

  it('has bounds: aliases of aliases, depth, size', async () => {
    const file = join(project, 'vpcep.config.yaml');
    const told: string[] = [];
    const bomb = Array.from({ length: 12 }, (_, n) => `a${n}: &a${n} [${`*a${n - 1},`.repeat(n === 0 ? 0 : 9)}x]`).join(
      '\n',
    );
    for (const text of [
      bomb,
      `seed: ${'['.repeat(20_000)}${']'.repeat(20_000)}`,
      `seed: ${'x'.repeat(2_000_000)}`,
      '{"__proto__":{"seed":1}}',
    ]) {
      writeFileSync(file, text);
      const { code, err } = await runCaptured(['config'], {}, project);
      told.push(`${code} ${err.split('\n')[0]?.slice(0, 70) ?? ''}`);
    }
    for (const line of told) expect(line).toMatch(/^2 error: /);
  });
});
