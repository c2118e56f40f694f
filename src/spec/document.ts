import { document, documentFacts, errorCodes, readings } from '../../generated/document.js';
import type { CodeClass, ErrorCode } from './data.js';
import type { SchemaMap } from './schema.js';

export { document, documentFacts, errorCodes, readings };

/** The component schemas of the OpenAPI document, by name. */
export const schemas: SchemaMap = document.components.schemas;

/** The statuses that the document lists, in ascending order. */
export const documentedStatuses: readonly number[] = documentFacts.statuses.map(({ status }) => status);

const codes: ReadonlyMap<string, ErrorCode> = new Map(errorCodes.map((entry) => [entry.code.toLowerCase(), entry]));

/** The entry of an error code, ignoring case; undefined for a code that is not listed. */
export function errorCode(code: string): ErrorCode | undefined {
  return codes.get(code.toLowerCase());
}

/** The class of an error code, ignoring case; undefined for a code that is not listed. */
export function codeClass(code: string): CodeClass | undefined {
  return errorCode(code)?.class;
}
