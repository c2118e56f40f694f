import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFiles } from '../src/spec/build/generated.js';
import { readSources } from '../src/spec/build/sources.js';
import { runScript } from './run-script.js';

// Writes generated/ from openapi/. With --check it writes nothing and fails when a file is not what it should be.
// The folder of the project may be given as an argument; the default is the one that the script is run in.
await runScript(async (args) => {
  const check = args.includes('--check');
  const root = args.find((arg) => !arg.startsWith('--')) ?? '.';
  const files = await generatedFiles(readSources(join(root, 'openapi')));
  const stale = Object.entries(files).filter(([name, text]) => current(join(root, 'generated', name)) !== text);
  if (check) {
    for (const [name] of stale)
      console.error(`generated/${name} is stale: run \`npm run generate\` and commit the result.`);
    return stale.length === 0 ? 0 : 1;
  }
  mkdirSync(join(root, 'generated'), { recursive: true });
  for (const [name, text] of stale) writeFileSync(join(root, 'generated', name), text);
  console.log(
    stale.length === 0
      ? 'generated/ is up to date.'
      : `Written: ${stale.map(([name]) => `generated/${name}`).join(', ')}`,
  );
  return 0;
});

/** A checkout on Windows may hold other line ends; they are no difference. */
function current(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
  } catch {
    return null;
  }
}
