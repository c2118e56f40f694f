import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { format } from 'prettier';
import { checkCompile } from './check-compile.js';
import type { Data, Sources } from './data-files.js';

/**
 * The contents of `generated/`, by file name. The same sources always give the same text. Throws a `UserError` that
 * names file and line for schemas that do not compile, and for a document that openapi-typescript refuses.
 */
export async function generatedFiles({ data, files }: Sources): Promise<Readonly<Record<string, string>>> {
  const [complaint] = checkCompile(data.document);
  if (complaint !== undefined) {
    const { pointer, what } = complaint;
    throw files.document.error(
      pointer,
      `${pointer}: ${what}`,
      'Correct it there; `npm run check:spec` lists every fault.',
    );
  }
  try {
    return { 'schema.ts': await schemaFile(data), 'document.ts': await documentFile(data) };
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw files.document.error('', what, '`npm run check:spec` says more.');
  }
}

const note = '// Made from openapi/ by `npm run generate`: change the sources, not this file.\n\n';

async function schemaFile({ document }: Data): Promise<string> {
  const ast = await openapiTS(structuredClone(document) as unknown as OpenAPI3, {
    defaultNonNullable: false,
    silent: true,
  });
  return prettily(note + astToString(ast));
}

async function documentFile({ document, readings, errorCodes, documentFacts }: Data): Promise<string> {
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

/** Formats a text in the style of `.prettierrc.json`, written out to be independent of the working directory. */
function prettily(text: string): Promise<string> {
  return format(text, { parser: 'typescript', singleQuote: true, printWidth: 120, trailingComma: 'all' });
}
