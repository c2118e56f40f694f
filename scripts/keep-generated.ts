import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format } from 'prettier';
import { configSchema } from '../src/config/config-schema.js';
import { generatedFiles } from '../src/spec/build/generated.js';
import { readSources } from '../src/spec/build/sources.js';
import { schemasOfTypes } from './schemas-of-types.js';
import { typesOfConfig } from './types-of-config.js';

/**
 * Writes generated/: what follows from openapi/, the JSON Schema and types of the configuration file (from the option
 * tables), the JSON Schemas of the report and the statement (from their types), and the type of the ids of requirements
 * (from the suite). With `--check` it writes nothing, and returns 1 if a file is stale. The folder of the project may be
 * given as an argument; the default is the current one.
 *
 * @throws UserError for a source that does not parse
 */
export async function generate(args: readonly string[], print: Pick<Console, 'log' | 'error'>): Promise<number> {
  const check = args.includes('--check');
  const root = args.find((arg) => !arg.startsWith('--')) ?? '.';
  const made = await generatedFiles(readSources(join(root, 'openapi')));
  // A folder that holds only the documents has no types and no suite.
  const isWhole = existsSync(join(root, 'src'));
  const settings = configSchema();
  const schemas = [['config.schema.json', settings] as const, ...(isWhole ? schemasOfTypes(root) : [])];
  const formatted = schemas.map(
    async ([name, schema]) =>
      [name, await format(JSON.stringify(schema), { parser: 'json', printWidth: 120 })] as const,
  );
  const stale: string[] = [];
  const keep = (made: readonly (readonly [name: string, text: string])[]): void => {
    for (const [file, text] of made) {
      const name = `generated/${file}`;
      if (current(join(root, name)) === text) continue;
      stale.push(name);
      if (check) continue;
      mkdirSync(join(root, dirname(name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
  };
  keep([...Object.entries(made), ['config.ts', await typesOfConfig(settings)], ...(await Promise.all(formatted))]);
  if (isWhole) {
    // The suite reads what has just been written.
    const { engine } = await import('../src/engine.js');
    keep([['requirement-ids.ts', await typeOfIds(engine.ids())]]);
  }
  if (check) {
    for (const name of stale) print.error(`${name} is stale: run \`npm run generate\` and commit the result.`);
    return stale.length === 0 ? 0 : 1;
  }
  print.log(stale.length === 0 ? 'All generated files are up to date.' : `Written: ${stale.join(', ')}`);
  return 0;
}

/** The ids of the requirements, and the names of their chapters, as types. */
function typeOfIds(ids: readonly string[]): Promise<string> {
  const union = (texts: readonly string[]): string => texts.map((text) => `| '${text}'`).join('');
  const chapters = [...new Set(ids.map((id) => id.split('/')[0] ?? ''))];
  const text = `// Made from the suite by \`npm run generate\`: change suites, not this file.

/** The id of a requirement. */
export type RequirementId = ${union(ids)};

/** The name of a chapter of requirements. */
export type ChapterName = ${union(chapters)};
`;
  return format(text, { parser: 'typescript', singleQuote: true, printWidth: 120 });
}

/** A checkout on Windows may have other line ends, which do not matter. */
function current(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
  } catch {
    return null;
  }
}
