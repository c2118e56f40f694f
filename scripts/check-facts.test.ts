import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';

const script = fileURLToPath(new URL('check-facts.ts', import.meta.url));
const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const folder = mkdtempSync(join(tmpdir(), 'check-facts-'));
const elsewhere = join(folder, 'project');
mkdirSync(elsewhere);
afterAll(() => rmSync(folder, { recursive: true }));

function checkFacts(...args: readonly string[]): {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
} {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', loader, script, ...args], {
    cwd: elsewhere,
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

it('says that there was nothing to compare the facts with, and succeeds, if the document is missing', () => {
  const { code, out, err } = checkFacts();
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^The API document is not at .*: the facts were not compared with it\.\n$/);
});

it('refuses a path that does not exist', () => {
  expect(checkFacts('none.txt')).toEqual({
    code: 2,
    out: '',
    err: 'none.txt: there is no such file\nGive the path of the API document.\n',
  });
});
