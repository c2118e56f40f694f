import { join } from 'node:path';
import { checkCompile } from '../src/spec/build/check-compile.js';
import { checkRedocly } from '../src/spec/build/check-redocly.js';
import { checkSwagger } from '../src/spec/build/check-swagger.js';
import { readSources, sourceFiles } from '../src/spec/build/sources.js';
import { runScript } from './run-script.js';

// Checks the OpenAPI document with swagger-parser, a strict compile of every schema, and redocly lint. Fails if one of
// them complains. The folder of the project may be given as an argument; the default is the current one.
await runScript(async ([root = '.']) => {
  const path = join(root, 'openapi', sourceFiles.document);
  const { document } = readSources(join(root, 'openapi')).data;
  const results = [
    ['swagger-parser', await checkSwagger(path)],
    ['strict compile', checkCompile(document).map(({ pointer, what }) => `${pointer}: ${what}`)],
    ['redocly lint', await checkRedocly(path, join(root, 'redocly.yaml'))],
  ] as const;
  for (const [name, complaints] of results) {
    if (complaints.length === 0) console.log(`${name}: no complaint`);
    for (const complaint of complaints) console.error(`${name}: ${complaint}`);
  }
  return results.every(([, complaints]) => complaints.length === 0) ? 0 : 1;
});
