import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { DocumentFacts, ErrorCode, OpenApiDocument, Reading } from '../data.js';
import { checkReferences } from './references.js';
import { documentFactsShape, errorCodesShape, openApiShape, readingsShape } from './shapes.js';
import { readSource, type Source } from './source.js';

/** The data of `openapi/`, read and held against each other. */
export interface Sources {
  readonly document: OpenApiDocument;
  readonly readings: readonly Reading[];
  readonly errorCodes: readonly ErrorCode[];
  readonly documentFacts: DocumentFacts;
}

/** The files of `openapi/`, by what they hold. */
export const sourceFiles = {
  document: 'update-endpoint-service.yaml',
  readings: 'readings.yaml',
  errorCodes: 'error-codes.yaml',
  documentFacts: 'document-facts.json',
} as const;

/**
 * Reads the folder `openapi/`. A file that is missing, does not parse, has not the shape that it should have, or refers
 * to something that is not there is a `UserError` that names file, line and remedy.
 */
export function readSources(folder: string): Sources {
  const read = (name: string): Source => readSource(join(folder, name), `openapi/${name}`);
  const sources = {
    document: shaped(read(sourceFiles.document), openApiShape),
    readings: shaped(read(sourceFiles.readings), readingsShape),
    errorCodes: shaped(read(sourceFiles.errorCodes), errorCodesShape),
    documentFacts: shaped(read(sourceFiles.documentFacts), documentFactsShape),
  };
  const data = {
    document: sources.document.value as unknown as OpenApiDocument,
    readings: sources.readings.value as unknown as readonly Reading[],
    errorCodes: sources.errorCodes.value as unknown as readonly ErrorCode[],
    documentFacts: sources.documentFacts.value as unknown as DocumentFacts,
  };
  checkReferences(data, sources);
  return data;
}

function shaped(source: Source, shape: object): Source {
  const check = new Ajv2020({ strict: true, allowUnionTypes: true, logger: false }).compile(shape);
  if (check(source.value)) return source;
  const [error] = check.errors ?? [];
  const hint = typeof error?.params['additionalProperty'] === 'string' ? `: ${error.params['additionalProperty']}` : '';
  const listed: unknown = error?.params['allowedValues'];
  const allowed = Array.isArray(listed) ? `: ${listed.join(', ')}` : '';
  const pointer = error?.instancePath ?? '';
  throw source.error(
    pointer,
    `${pointer === '' ? 'the file' : pointer} ${error?.message ?? 'has not the expected shape'}${hint}${allowed}`,
    'Give the entry the shape of its neighbours; src/spec/data.ts describes it.',
  );
}
