import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { generate } from './keep-generated.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const copy = mkdtempSync(join(tmpdir(), 'generate-'));
for (const folder of ['openapi', 'generated']) cpSync(join(root, folder), join(copy, folder), { recursive: true });
afterAll(() => rmSync(copy, { recursive: true }));

async function generated(
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly out: readonly string[]; readonly err: readonly string[] }> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await generate([copy, ...args], {
    log: (text: string) => out.push(text),
    error: (text: string) => err.push(text),
  });
  return { code, out, err };
}

it('names the file that is stale, and writes it', async () => {
  const path = join(copy, 'generated', 'document.ts');
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.replace('maxLength: 16', 'maxLength: 17'));
  expect(await generated('--check')).toEqual({
    code: 1,
    out: [],
    err: ['generated/document.ts is stale: run `npm run generate` and commit the result.'],
  });
  expect(await generated()).toEqual({ code: 0, out: ['Written: generated/document.ts'], err: [] });
  expect(readFileSync(path, 'utf8')).toBe(text);
});

it('reports YAML that does not parse in one message, with file, line and remedy', async () => {
  const path = join(copy, 'openapi', 'readings.yaml');
  writeFileSync(path, readFileSync(path, 'utf8').replace('title: Port numbers', 'title: [Port numbers'));
  await expect(generated()).rejects.toMatchObject({
    name: 'UserError',
    message: expect.stringMatching(/^openapi\/readings\.yaml:\d+:\d+: [^\n]+$/) as unknown,
    remedy: 'Correct the syntax there, then run the command again.',
  });
});
