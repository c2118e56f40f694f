import { document } from '../spec/document.js';
import type { Operation } from './operation.js';
import { readOperation } from './read-operation.js';

let read: Operation | null = null;

/** Returns the operation of the OpenAPI document that the package ships. */
export function documentedOperation(): Operation {
  read ??= readOperation(document);
  return read;
}
