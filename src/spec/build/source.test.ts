import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UserError } from '../../shared/errors.js';
import { parseSource, readSource } from './source.js';

const folder = mkdtempSync(join(tmpdir(), 'source-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The message and remedy of the error that an action throws. */
function complaint(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof UserError) return `${error.message} | ${error.remedy ?? ''}`;
    throw error;
  }
  throw new Error('no error came');
}

describe('a source', () => {
  it('is read from YAML and from JSON alike', () => {
    const path = join(folder, 'good.yaml');
    writeFileSync(path, '# note\na: [1, two]\nb: { c: null }\n');
    expect(readSource(path, 'good.yaml').value).toEqual({ a: [1, 'two'], b: { c: null } });
    expect(parseSource('{"a": [1, "two"]}', 'good.json').value).toEqual({ a: [1, 'two'] });
  });

  it.each([
    ['an unclosed bracket', 'a: 1\nb: [1, 2\nc: 3\n', /^s\.yaml:3:1: .* \| Correct the syntax there/],
    ['a tab as indentation', 'a:\n\tb: 1\n', /^s\.yaml:2:1: Tabs are not allowed/],
    ['a repeated key', 'a: 1\nb: 2\na: 3\n', /^s\.yaml:3:1: Map keys must be unique/],
    ['an unknown tag', 'a: !secret b\n', /^s\.yaml:1:4: Unresolved tag/],
  ])('that does not parse is reported by line and column: %s', (_, text, message) => {
    expect(complaint(() => parseSource(text, 's.yaml'))).toMatch(message);
  });

  it('that is missing is reported', () => {
    expect(complaint(() => readSource(join(folder, 'none.yaml'), 'openapi/none.yaml'))).toMatch(
      /^openapi\/none\.yaml: cannot be read \(ENOENT\) \| Put the file back/,
    );
  });
});

describe('an error about a place', () => {
  const source = parseSource('# note\na:\n  - x: 1\n    "y/z~": deep\nb: 2\n', 's.yaml');

  it.each([
    ['/a/0/x', 's.yaml:3:8'],
    ['/a/0/y~1z~0', 's.yaml:4:13'],
    ['/a/0', 's.yaml:3:5'],
    ['/a/0/missing', 's.yaml:3:5'],
    ['/a/7/x', 's.yaml:3:3'],
    ['/missing', 's.yaml:2:1'],
    ['', 's.yaml:2:1'],
  ])('%s names its line, or that of what is around it', (pointer, place) => {
    expect(source.error(pointer, 'is wrong', 'Mend it.')).toMatchObject({
      message: `${place}: is wrong`,
      remedy: 'Mend it.',
    });
  });
});
