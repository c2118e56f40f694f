import { createHash } from 'node:crypto';
import type { Requirement } from '../../contract/requirement.js';
import type { ContractReport } from '../../report/report.js';
import { document, documentFacts, errorCodes, readings } from '../../spec/document.js';

const known = new WeakMap<readonly Requirement[], ContractReport['digests']>();

/** SHA-256 of the OpenAPI document with its readings and error codes, and of the requirements as stated. */
export function digestsOf(requirements: readonly Requirement[]): ContractReport['digests'] {
  let digests = known.get(requirements);
  if (digests === undefined) {
    const stated = requirements.map(({ judged, ...rest }) => ({ ...rest, judged: judged.by }));
    digests = { spec: sha256([document, documentFacts, errorCodes, readings]), suite: sha256(stated) };
    known.set(requirements, digests);
  }
  return digests;
}

function sha256(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
