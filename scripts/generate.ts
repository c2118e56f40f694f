import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format } from 'prettier';
import { configSchema } from '../src/config/config-schema.js';
import { generatedFiles } from '../src/spec/build/generated.js';
import { readSources } from '../src/spec/build/sources.js';
import { runScript } from './run-script.js';
import { schemasOfTypes } from './schemas-of-types.js';
import { typesOfConfig } from './types-of-config.js';

// Writes generated/: what follows from openapi/, the JSON Schema and types of the configuration file (from the option
// tables), and the JSON Schemas of the report and the statement (from their types). With --check it writes nothing, and
// fails if a file is stale. The folder of the project may be given as an argument; the default is the current one.
await runScript(async (args) => {
  const check = args.includes('--check');
  const root = args.find((arg) => !arg.startsWith('--')) ?? '.';
  const made = await generatedFiles(readSources(join(root, 'openapi')));
  const settings = configSchema();
  const schemas = [
    ['config.schema.json', settings] as const,
    // A folder that holds only the documents has no types.
    ...(existsSync(join(root, 'src')) ? schemasOfTypes(root) : []),
  ];
  const formatted = schemas.map(
    async ([name, schema]) =>
      [name, await format(JSON.stringify(schema), { parser: 'json', printWidth: 120 })] as const,
  );
  const files = [
    ...Object.entries(made),
    ['config.ts', await typesOfConfig(settings)] as const,
    ...(await Promise.all(formatted)),
  ].map(([name, text]) => [`generated/${name}`, text] as const);
  const stale = files.filter(([name, text]) => current(join(root, name)) !== text);
  if (check) {
    for (const [name] of stale) console.error(`${name} is stale: run \`npm run generate\` and commit the result.`);
    return stale.length === 0 ? 0 : 1;
  }
  for (const [name, text] of stale) {
    mkdirSync(join(root, dirname(name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  console.log(
    stale.length === 0 ? 'All that is generated is up to date.' : `Written: ${stale.map(([name]) => name).join(', ')}`,
  );
  return 0;
});

/** A checkout on Windows may have other line ends, which do not matter. */
function current(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
  } catch {
    return null;
  }
}
