import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { format } from 'prettier';
import type { JsonObject } from '../src/shared/json.js';

const NOTE = '// Made from the tables of options by `npm run generate`: change src/config, not this file.\n\n';

/** Returns the TypeScript types of the configuration file from its JSON Schema. */
export async function typesOfConfig(schema: JsonObject): Promise<string> {
  // openapi-typescript takes schemas only as components of a document.
  const text = JSON.stringify(schema).replaceAll('#/$defs/', '#/components/schemas/');
  const { $defs, ...configuration } = JSON.parse(text) as { readonly $defs: JsonObject };
  const document = {
    openapi: '3.1.0',
    info: { title: 'Configuration', version: '1' },
    paths: {},
    components: { schemas: { configuration, ...$defs } },
  };
  const ast = await openapiTS(document as unknown as OpenAPI3, { immutable: true, silent: true });
  return format(NOTE + astToString(ast), {
    parser: 'typescript',
    singleQuote: true,
    printWidth: 120,
    trailingComma: 'all',
  });
}
