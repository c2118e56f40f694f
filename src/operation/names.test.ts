import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { documentedOperation } from './documented.js';

/** The files outside openapi, suites and the mock that may contain a name of the operation, and why. */
const exceptions: Readonly<Record<string, string>> = {
  'cli/commands/mock.ts': 'prints what the bundled mock serves and holds',
  'cli/program.ts': 'help of the program, which is shipped for this operation',
  'compare/statement.ts': 'the statement is about this operation and quotes its path',
  'config/target-options.ts': 'help for options that are named after the member',
  'config/target.ts': 'a message about an option that is named after the member',
  'config/values.ts': 'a message about an option that is named after the member',
  'judge/rulings.ts': 'reasons that say what a requirement needs',
  'record/pack-case.ts': 'the layout of records, which outlives a change of the document',
  'report/ctrf.ts': 'the name of what is under test, which report.json does not hold',
  'report/html/verdict-section.ts': 'the name of what is under test, which report.json does not hold',
  'spec/build/printed-facts.ts': 'quotes the sentences of the printed document',
  'vitest.ts': 'the title of the tests, which is needed before the contract is loaded',
};

const src = join(import.meta.dirname, '..');

/** The unambiguous names: the operation, its schemas, segments of the path, and members with an underscore. */
function names(): readonly string[] {
  const { id, components, parameters, path, schemas } = documentedOperation();
  const members = Object.values(components).flatMap(({ properties = {} }) => Object.keys(properties));
  const segments = path.split('/').filter((segment) => segment.includes('-'));
  // The placeholders of the path, such as `{project_id}`, belong to the vocabulary of the suites.
  const placeholders = new Set(parameters.flatMap(({ name, holds }) => (holds === 'project' ? [name] : [])));
  return [
    ...new Set([
      id,
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

/** The sources, without tests and what they share, and without the mock. */
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts') && !/\.(?:test|fixture)\.ts$|^mock\//.test(file));

const naming = (word: RegExp): readonly string[] => files.filter((file) => word.test(codeOf(file))).sort();

it('names the operation, members, schemas and path only in the document, the suites and the mock', () => {
  expect(files.length).toBeGreaterThan(200);
  expect(naming(new RegExp(`(?<![\\w-])(?:${names().join('|')})(?![\\w-])`))).toEqual(Object.keys(exceptions).sort());
});

/**
 * Names of members that are words for other things too: the files in which they occur as text, and their meaning there.
 */
const words: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ports: {},
  tags: {},
  description: {
    'report/causes/server-message.ts': 'a member of the error that services of any kind send',
    'spec/build/printed-facts.ts': 'a column of the tables in the document',
    'spec/build/shapes.ts': 'the OpenAPI keyword',
    'spec/schema.ts': 'the JSON Schema keyword',
  },
};

it.each(Object.entries(words))('takes %s from the document', (word, meanings) => {
  expect(naming(new RegExp(`(['"\`])${word}\\1|\\.${word}\\b(?!\\()|["{]${word}\\\\?":`))).toEqual(
    Object.keys(meanings).sort(),
  );
});
