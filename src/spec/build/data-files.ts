import type { DocumentFacts, ErrorCode, OpenApiDocument, Reading } from '../data.js';
import type { Source } from './source.js';

/** The data of `openapi/`. */
export interface Data {
  readonly document: OpenApiDocument;
  readonly readings: readonly Reading[];
  readonly errorCodes: readonly ErrorCode[];
  readonly documentFacts: DocumentFacts;
}

/** The data, and the files that hold it. */
export interface Sources {
  readonly data: Data;
  readonly files: Readonly<Record<keyof Data, Source>>;
}
