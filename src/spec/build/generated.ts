import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { format } from 'prettier';
import type { Sources } from './sources.js';

/** What `generated/` holds, by file name. The same sources always make the same text. */
export async function generatedFiles(sources: Sources): Promise<Readonly<Record<string, string>>> {
  return { 'schema.ts': await schemaFile(sources), 'document.ts': await documentFile(sources) };
}

const note = '// Made from openapi/ by `npm run generate`: change the sources, not this file.\n\n';

async function schemaFile({ document }: Sources): Promise<string> {
  const ast = await openapiTS(structuredClone(document) as unknown as OpenAPI3, {
    defaultNonNullable: false,
    silent: true,
  });
  return prettily(note + astToString(ast));
}

async function documentFile({ document, readings, errorCodes, documentFacts }: Sources): Promise<string> {
  return prettily(
    [
      note,
      "import type { DocumentFacts, ErrorCode, OpenApiDocument, Reading } from '../src/spec/data.js';",
      `const source = ${JSON.stringify(document)} as const;`,
      '/** The OpenAPI document (`openapi/update-endpoint-service.yaml`). */',
      'export const document: OpenApiDocument = source;',
      '/** The readings (`openapi/readings.yaml`). */',
      `export const readings: readonly Reading[] = ${JSON.stringify(readings)};`,
      '/** The error codes (`openapi/error-codes.yaml`). */',
      `export const errorCodes: readonly ErrorCode[] = ${JSON.stringify(errorCodes)};`,
      '/** The tables of the API document as facts (`openapi/document-facts.json`). */',
      `export const documentFacts: DocumentFacts = ${JSON.stringify(documentFacts)};`,
    ].join('\n\n'),
  );
}

/** The style of `.prettierrc.json`, written out so that the text does not depend on where the command is run. */
function prettily(text: string): Promise<string> {
  return format(text, { parser: 'typescript', singleQuote: true, printWidth: 120, trailingComma: 'all' });
}
