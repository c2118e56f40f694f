import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const copy = mkdtempSync(join(tmpdir(), 'generate-'));
for (const folder of ['openapi', 'generated']) cpSync(join(root, folder), join(copy, folder), { recursive: true });
afterAll(() => rmSync(copy, { recursive: true }));

function generate(...args: readonly string[]): {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
} {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'scripts/generate.ts', copy, ...args],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  return { code: status, out: stdout, err: stderr };
}

it('names the file that is stale, and writes it', () => {
  const path = join(copy, 'generated', 'document.ts');
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.replace('maxLength: 16', 'maxLength: 17'));
  expect(generate('--check')).toEqual({
    code: 1,
    out: '',
    err: 'generated/document.ts is stale: run `npm run generate` and commit the result.\n',
  });
  expect(generate()).toEqual({ code: 0, out: 'Written: generated/document.ts\n', err: '' });
  expect(readFileSync(path, 'utf8')).toBe(text);
});

it('tells of a YAML that does not parse in one message, with file, line and remedy, and code 2', () => {
  const path = join(copy, 'openapi', 'readings.yaml');
  writeFileSync(path, readFileSync(path, 'utf8').replace('title: Port numbers', 'title: [Port numbers'));
  const { code, out, err } = generate();
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).toMatch(
    /^openapi\/readings\.yaml:\d+:\d+: [^\n]+\nCorrect the syntax there, then run the command again\.\n$/,
  );
});
