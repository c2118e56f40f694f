import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { documentedOperation } from './documented.js';

/** The files outside openapi, suites and the mock that may contain a name of the operation, and why. */
const exceptions: Readonly<Record<string, string>> = {
  'cli/commands/mock.ts': 'prints what the bundled mock holds',
  'compare/statement.ts': 'the statement is of this operation, and quotes its path',
  'config/target-options.ts': 'help of options that are called after the member',
  'config/target.ts': 'a message about an option that is called after the member',
  'config/values.ts': 'a message about an option that is called after the member',
  'judge/rulings.ts': 'reasons in words, of what a requirement needs',
  'record/pack-case.ts': 'the layout of records, which outlives a change of the document',
  'spec/build/printed-facts.ts': 'quotes the sentences of the printed document',
};

const src = join(import.meta.dirname, '..');

/** The unambiguous names: members with an underscore, schemas, and segments of the path. */
function names(): readonly string[] {
  const { components, parameters, path, schemas } = documentedOperation();
  const members = Object.values(components).flatMap(({ properties = {} }) => Object.keys(properties));
  const segments = path.split('/').filter((segment) => segment.includes('-'));
  // The placeholders of the path, such as `{project_id}`, belong to the vocabulary of the suites.
  const placeholders = new Set(parameters.flatMap(({ name, holds }) => (holds === 'project' ? [name] : [])));
  return [
    ...new Set([
      ...Object.keys(components).filter((name) => name !== schemas.path && /[a-z][A-Z]/.test(name)),
      ...members.filter((name) => name.includes('_')),
      ...segments,
    ]),
  ].filter((name) => !placeholders.has(name));
}

/** The source of a file without its comments. */
function codeOf(file: string): string {
  return readFileSync(join(src, file), 'utf8')
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/(^|\s)\/\/.*$/gm, '');
}

it('names members, schemas and the path nowhere but in the document, the suites and the mock', () => {
  const word = new RegExp(`(?<![\\w-])(?:${names().join('|')})(?![\\w-])`);
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts') && !/\.(?:test|fixture)\.ts$|^mock\/|test-servers\.ts$/.test(file));
  expect(files.length).toBeGreaterThan(200);
  expect(files.filter((file) => word.test(codeOf(file))).sort()).toEqual(Object.keys(exceptions).sort());
});
