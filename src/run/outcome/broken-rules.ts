import type { Breach, Tally } from '../../judge/ledger.js';
import type { BrokenRule } from '../../report/requirement-report.js';
import type { Json } from '../../shared/json.js';
import { jsonIn } from '../../shared/parse-json.js';
import { pointerNames, valueAt } from '../../shared/pointer.js';
import type { Suite } from '../suite/suite.js';

/** Maximum number of rules reported for one body. */
const MOST = 8;

/** The rules that the body of a failure breaks: the minimal body if there is one. Text that is not JSON breaks none. */
export function brokenRules(
  { exchanges }: Breach,
  minimal: Tally['minimal'],
  { operation: { schemas }, validator }: Pick<Suite, 'operation' | 'validator'>,
): readonly BrokenRule[] {
  const judged = exchanges.findLast(({ role }) => role === 'case');
  const body = minimal?.body ?? decoded(judged?.request.body ?? null);
  const value = body === null ? undefined : jsonIn(body);
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

/** `ports.client_port` for `/ports/3/client_port`. */
function memberAt(pointer: string): string {
  return pointerNames(pointer)
    .filter((part) => !/^\d+$/.test(part))
    .join('.');
}

function typeAt(value: Json, pointer: string): BrokenRule['given'] {
  const at = valueAt(value, pointer) ?? null;
  if (at === null) return 'null';
  return Array.isArray(at) ? 'array' : (typeof at as 'boolean' | 'number' | 'string' | 'object');
}
