import { bareName } from '../../checks/state.js';
import { describe } from '../../checks/envelope.js';
import { isObject, member, type Json, type JsonObject } from '../../shared/json.js';
import type { Item, Operation } from '../../operation/operation.js';
import { createValidator, type Validator } from '../../spec/validator.js';

/** The value that a representation shows; undefined if there is none: null counts as none (R23). */
export function shownValue(state: JsonObject, name: string): Json | undefined {
  return member(state, name) ?? undefined;
}

/** The update that puts a state back as far as possible, and notes on what it cannot put back. */
export function restoringBody(
  { members, stored, conditional }: Operation,
  state: JsonObject,
  serviceId: string,
  prefix: string | null,
): { readonly body: JsonObject; readonly details: string[] } {
  const body: Record<string, Json> = {};
  const details: string[] = [];
  for (const { name, shownAs, always, cleared, item } of stored) {
    const value = shownValue(state, name);
    if (value === undefined) {
      // For an absent member that a reply may leave out, the update sends the value that clears it.
      if (!always && cleared !== undefined) body[name] = cleared;
    } else if (shownAs === 'decorated' && typeof value === 'string') {
      const bare = bareName(value, { serviceId, prefix: prefix ?? likelyPrefix(value, serviceId) });
      const wanted = members.find((one) => one.name === name);
      const { maxLength = Infinity } = wanted?.schema ?? {};
      if (bare.length <= maxLength && (wanted?.pattern ?? /^/).test(bare)) body[name] = bare;
      else details.push(`${name} ${describe(value)} is not a name that can be sent: set it by hand`);
    } else body[name] = Array.isArray(value) ? (value as Json[]).map((one) => sendableItem(item, one)) : value;
  }
  for (const { name } of conditional) {
    const value = shownValue(state, name);
    if (typeof value === 'string' && value !== '') body[name] = value;
  }
  for (const { name, schema, item } of members) {
    const [list, { maxItems = Infinity }] = [shownValue(state, name), schema];
    if (Array.isArray(list) && list.length > maxItems)
      details.push(`${list.length} ${item?.noun ?? name}s: an update takes at most ${maxItems}`);
  }
  return { body, details };
}

/** An item without the members that only replies hold: a service may reject what the request does not know (R7). */
function sendableItem(item: Item | null, value: Json): Json {
  if (item === null || !isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).filter(
      ([name, inner]) => inner !== null && item.members.some((known) => known.name === name),
    ),
  );
}

/**
 * The prefix of a decorated name, guessed from one: `prefix.name.id`, or `prefix.id` without a name. May be wrong if
 * the prefix itself holds dots; the reply to the first update then shows the right one.
 */
function likelyPrefix(shown: string, serviceId: string): string | null {
  const tail = `.${serviceId}`;
  if (!shown.endsWith(tail) || shown.length === tail.length) return null;
  const head = shown.slice(0, -tail.length);
  const dot = head.lastIndexOf('.');
  return dot <= 0 ? head : head.slice(0, dot);
}

const validators = new WeakMap<Operation, Validator>();

/**
 * Why a service cannot be put back to a state: a member is missing, or shows a value that no update may send. Null if
 * it can.
 */
export function whyNotRestorable(operation: Operation, state: JsonObject, serviceId: string): string | null {
  const { stored, components, schemas } = operation;
  const missing = stored.find(({ name, always }) => always && shownValue(state, name) === undefined);
  if (missing !== undefined) return `it shows no ${missing.name}`;
  const { body, details } = restoringBody(operation, state, serviceId, null);
  if (details.length > 0) return details.join(', ');
  const validator = validators.get(operation) ?? createValidator(components);
  validators.set(operation, validator);
  const [breach] = validator.validate(schemas.request, body);
  return breach === undefined ? null : `${breach.pointer}: ${breach.message}, which no update may send`;
}
