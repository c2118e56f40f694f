import type { Evidence, Tally } from '../../judge/ledger.js';
import type { BrokenRule } from '../../report/report.js';
import { isObject, type Json } from '../../shared/json.js';
import { parseJson } from '../../shared/parse-json.js';
import type { Suite } from '../suite/suite.js';

/** Maximum number of rules reported for one body. */
const MOST = 8;

/**
 * The rules that the body of a failure breaks: the minimal body where there is one. A text that is not JSON breaks
 * none.
 */
export function brokenRules(
  { exchanges }: Evidence,
  minimal: Tally['minimal'],
  { operation: { schemas }, validator }: Pick<Suite, 'operation' | 'validator'>,
): readonly BrokenRule[] {
  const judged = exchanges.findLast(({ role }) => role === 'case');
  const body = minimal?.body ?? decoded(judged?.request.body ?? null);
  const value = body === null ? undefined : parsed(body);
  if (value === undefined) return [];
  const broken = new Map<string, BrokenRule>();
  for (const { pointer, keyword } of validator.validate(schemas.request, value)) {
    const rule = { member: memberAt(pointer), keyword, given: typeAt(value, pointer) };
    broken.set(JSON.stringify(rule), rule);
  }
  return [...broken.values()].slice(0, MOST);
}

function decoded(body: Uint8Array | null): string | null {
  try {
    return body === null ? null : new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return null;
  }
}

function parsed(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** `ports.client_port` of `/ports/3/client_port`. */
function memberAt(pointer: string): string {
  return partsOf(pointer)
    .filter((part) => !/^\d+$/.test(part))
    .join('.');
}

function typeAt(value: Json, pointer: string): BrokenRule['given'] {
  let at: Json = value;
  for (const part of partsOf(pointer)) {
    if (Array.isArray(at)) at = (at as readonly Json[])[Number(part)] ?? null;
    else if (isObject(at)) at = at[part] ?? null;
  }
  if (at === null) return 'null';
  if (Array.isArray(at)) return 'array';
  return typeof at as 'boolean' | 'number' | 'string' | 'object';
}

function partsOf(pointer: string): readonly string[] {
  return pointer.split('/').slice(1);
}
