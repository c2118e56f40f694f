import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCaptured } from './captured.fixture.js';

const folder = mkdtempSync(join(tmpdir(), 'env-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return name;
}

async function shown(args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const { out, err, code } = await runCaptured(['config', '--no-config', ...args], env, folder);
  expect(err).toBe('');
  expect(code).toBe(0);
  return out;
}

describe('a file of variables', () => {
  const file = written(
    'staging.env',
    '\ufeff# staging\r\nVPCEP_TARGET="https://staging.example.com"\r\nexport VPCEP_PROJECT_ID=abc\r\nVPCEP_SERVICE_ID=s-1,s-2\r\nVPCEP_TOKEN=a-secret-token\r\n',
  );

  it('sets what is not set, and shows no secret', async () => {
    const out = await shown(['--env-file', file]);
    expect(out).toMatch(/^url +https:\/\/staging\.example\.com +VPCEP_TARGET$/m);
    expect(out).toMatch(/^projectId +abc /m);
    expect(out).toMatch(/^token +\*\*\* /m);
    expect(out).not.toContain('a-secret-token');
  });

  it('gives way to the environment, and to a later file', async () => {
    const later = written('later.env', 'VPCEP_PROJECT_ID=later\nVPCEP_SEED=5\n');
    const out = await shown(['--env-file', file, '--env-file', later], { VPCEP_SEED: '9' });
    expect(out).toMatch(/^projectId +later /m);
    expect(out).toMatch(/^seed +9 /m);
  });

  it.each([
    ['is missing', 'nowhere.env', 'cannot be read: nowhere.env (ENOENT)'],
    ['is a folder', '.', 'cannot be read: . (EISDIR)'],
    ['says nothing', written('empty.env', '# nothing\n'), 'empty.env, which holds no variable'],
  ])('is refused if it %s', async (_, name, says) => {
    const { code, err } = await runCaptured(['run', '--env-file', name], {}, folder);
    expect(err).toContain(says);
    expect(code).toBe(2);
  });
});
