import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { DocumentFacts, ErrorCode, OpenApiDocument, Reading } from '../data.js';
import { oncePer } from '../../shared/once-per.js';
import { checkReferences } from './references.js';
import { documentFactsShape, errorCodesShape, openApiShape, readingsShape } from './shapes.js';
import type { Data, Sources } from './data-files.js';
import { readSource, type Source } from './source.js';

/** The files of `openapi/`, by content. */
export const sourceFiles: Readonly<Record<keyof Data, string>> = {
  document: 'update-endpoint-service.yaml',
  readings: 'readings.yaml',
  errorCodes: 'error-codes.yaml',
  documentFacts: 'document-facts.json',
};

/**
 * Reads the folder `openapi/`. Throws a `UserError` that names file, line and remedy if a file is missing, does not
 * parse, has the wrong shape, or refers to something that does not exist.
 */
export function readSources(folder: string): Sources {
  const read = (name: string): Source => readSource(join(folder, name), `openapi/${name}`);
  const files = {
    document: shaped(read(sourceFiles.document), openApiShape),
    readings: shaped(read(sourceFiles.readings), readingsShape),
    errorCodes: shaped(read(sourceFiles.errorCodes), errorCodesShape),
    documentFacts: shaped(read(sourceFiles.documentFacts), documentFactsShape),
  };
  const data = {
    document: files.document.value as unknown as OpenApiDocument,
    readings: files.readings.value as unknown as readonly Reading[],
    errorCodes: files.errorCodes.value as unknown as readonly ErrorCode[],
    documentFacts: files.documentFacts.value as unknown as DocumentFacts,
  };
  const sources = { data, files };
  checkReferences(sources);
  return sources;
}

const compiled = oncePer((shape: object) =>
  new Ajv2020({ strict: true, allowUnionTypes: true, logger: false }).compile(shape),
);

function shaped(source: Source, shape: object): Source {
  const check = compiled(shape);
  if (check(source.value)) return source;
  const [error] = check.errors ?? [];
  const hint = typeof error?.params['additionalProperty'] === 'string' ? `: ${error.params['additionalProperty']}` : '';
  const listed: unknown = error?.params['allowedValues'];
  const allowed = Array.isArray(listed) ? `: ${listed.join(', ')}` : '';
  const pointer = error?.instancePath ?? '';
  throw source.error(
    pointer,
    `${pointer === '' ? 'the file' : pointer} ${error?.message ?? 'does not have the expected shape'}${hint}${allowed}`,
    'Give the entry the shape of its neighbours; src/spec/data.ts describes it.',
  );
}
