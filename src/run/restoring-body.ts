import { bareName } from '../checks/state.js';
import { describe } from '../checks/envelope.js';
import { isObject, member, type Json, type JsonObject } from '../json.js';
import { storedMembers } from '../service-members.js';
import { schemas } from '../spec/document.js';
import { createRuleChecker, type RuleChecker } from '../spec/rules.js';
import { createValidator, type Validator } from '../spec/validator.js';

const BODY = 'UpdateEndpointServiceRequestBody';
const MOST_MAPPINGS = 200;

/** The value that a representation shows; undefined where there is none: null is none (R23). */
export function shownValue(state: JsonObject, name: string): Json | undefined {
  return member(state, name) ?? undefined;
}

/** The update that puts a state back, as far as an update can, and what it cannot. */
export function restoringBody(
  state: JsonObject,
  serviceId: string,
  prefix: string | null,
): { readonly body: JsonObject; readonly details: string[] } {
  const body: Record<string, Json> = {};
  const details: string[] = [];
  for (const name of storedMembers) {
    const value = shownValue(state, name);
    if (value === undefined) continue;
    if (name === 'service_name' && typeof value === 'string') {
      const bare = bareName(value, { serviceId, prefix: prefix ?? likelyPrefix(value, serviceId) });
      if (/^[A-Za-z0-9_-]{0,16}$/.test(bare)) body[name] = bare;
      else details.push(`service_name ${describe(value)} is not a name that can be sent: set it by hand`);
    } else body[name] = name === 'ports' && Array.isArray(value) ? (value as Json[]).map(sendableMapping) : value;
  }
  if (shownValue(state, 'description') === undefined) body['description'] = '';
  const vip = shownValue(state, 'vip_port_id');
  if (typeof vip === 'string' && vip !== '') body['vip_port_id'] = vip;
  const ports = shownValue(state, 'ports');
  if (Array.isArray(ports) && ports.length > MOST_MAPPINGS)
    details.push(`${ports.length} mappings: an update takes at most ${MOST_MAPPINGS}`);
  return { body, details };
}

/** A mapping without the members that only replies hold: a service may turn down what Table 4 does not know (R7). */
function sendableMapping(mapping: Json): Json {
  if (!isObject(mapping)) return mapping;
  const known = Object.entries(mapping).filter(
    ([name, value]) => ['client_port', 'server_port', 'protocol'].includes(name) && value !== null,
  );
  return Object.fromEntries(known);
}

/**
 * The prefix of a decorated name, as far as it can be told from one: `prefix.name.id`, or `prefix.id` without a name. Where
 * the prefix itself holds dots it may be wrong, and the reply to the first update tells.
 */
function likelyPrefix(shown: string, serviceId: string): string | null {
  const tail = `.${serviceId}`;
  if (!shown.endsWith(tail) || shown.length === tail.length) return null;
  const head = shown.slice(0, -tail.length);
  const dot = head.lastIndexOf('.');
  return dot <= 0 ? head : head.slice(0, dot);
}

let legality: { readonly validator: Validator; readonly rules: RuleChecker } | null = null;

/**
 * Why a service that shows a state cannot be put back to it: a member is missing, or what it shows is no value that an update
 * may send. Null where it can.
 */
export function whyNotRestorable(state: JsonObject, serviceId: string): string | null {
  const missing = ['approval_enabled', 'service_name', 'port_id', 'ports'].find(
    (name) => shownValue(state, name) === undefined,
  );
  if (missing !== undefined) return `it shows no ${missing}`;
  const { body, details } = restoringBody(state, serviceId, null);
  if (details.length > 0) return details.join(', ');
  legality ??= { validator: createValidator(schemas), rules: createRuleChecker(schemas) };
  const [breach] = [...legality.validator.validate(BODY, body), ...legality.rules.check(BODY, body)];
  return breach === undefined ? null : `${breach.pointer}: ${breach.message}, which no update may send`;
}
