import { existsSync, readFileSync } from 'node:fs';
import { compareFacts } from '../src/spec/build/compare-facts.js';
import { printedFacts } from '../src/spec/build/printed-facts.js';
import { readSources } from '../src/spec/build/sources.js';
import { UserError } from '../src/shared/errors.js';
import { runScript } from './run-script.js';

const usual = '../shared/api/000_31f8f5798085a271.txt';

// Compares openapi/document-facts.json with the API document, whose path may be given as an argument. Does nothing
// without an argument if the document is not at its usual place.
await runScript(([given]) => {
  const path = given ?? usual;
  if (!existsSync(path)) {
    if (given !== undefined)
      throw new UserError(`${given}: there is no such file`, 'Give the path of the API document.');
    console.log(`The API document is not at ${usual}: the facts were not compared with it.`);
    return 0;
  }
  const { documentFacts } = readSources('openapi').data;
  const printed = printedFacts(readFileSync(path, 'utf8'));
  if (printed.tables.length === 0)
    throw new UserError(`${path}: no table was found`, 'Give the path of the API document.');
  const differences = compareFacts(documentFacts, printed);
  for (const difference of differences) console.error(difference);
  const rows = printed.tables.flatMap((table) => table.rows).length;
  console.log(
    `${printed.tables.length} tables with ${rows} rows, ${printed.statuses.length} statuses: ${differences.length} differences.`,
  );
  return differences.length === 0 ? 0 : 1;
});
