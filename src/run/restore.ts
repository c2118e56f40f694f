import { bareName, portsKey } from '../checks/state.js';
import { storedMembers } from '../service-members.js';
import { equal, isObject, member, serialize, type Json, type JsonObject } from '../json.js';
import type { Bench } from '../judge/bench.js';
import type { Mark } from '../judge/classify.js';
import type { RestoreReport } from '../report/report.js';
import { describe } from '../checks/envelope.js';
import { putRequest } from '../judge/wire.js';

/** The update that puts a state back, as far as an update can, and what it cannot. */
export function restoringBody(
  state: JsonObject,
  serviceId: string,
  prefix: string | null,
): { readonly body: JsonObject; readonly details: string[] } {
  const body: Record<string, Json> = {};
  const details: string[] = [];
  for (const name of storedMembers) {
    const value = member(state, name);
    if (value === undefined) continue;
    if (name === 'service_name' && typeof value === 'string') {
      const bare = bareName(value, { serviceId, prefix: prefix ?? likelyPrefix(value, serviceId) });
      if (/^[A-Za-z0-9_-]{0,16}$/.test(bare)) body[name] = bare;
      else details.push(`service_name ${describe(value)} is not a name that can be sent: set it by hand`);
    } else body[name] = name === 'ports' && Array.isArray(value) ? (value as Json[]).map(sendableMapping) : value;
  }
  if (member(state, 'description') === undefined) body['description'] = '';
  const vip = member(state, 'vip_port_id');
  if (typeof vip === 'string') body['vip_port_id'] = vip;
  const ports = member(state, 'ports');
  if (Array.isArray(ports) && ports.length > 200) details.push(`${ports.length} mappings: an update takes at most 200`);
  return { body, details };
}

/** A mapping without the members that only replies hold: a service may turn down what Table 4 does not know (R7). */
function sendableMapping(mapping: Json): Json {
  if (!isObject(mapping)) return mapping;
  const known = Object.entries(mapping).filter(([name]) => ['client_port', 'server_port', 'protocol'].includes(name));
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

/** Where a state that was read departs from the one to be restored. */
export function departures(wanted: JsonObject, read: JsonObject, serviceId: string, prefix: string | null): string[] {
  const [vipWas, vipIs] = [member(wanted, 'vip_port_id'), member(read, 'vip_port_id')];
  const vip =
    vipWas === undefined || equal(vipWas, vipIs)
      ? []
      : [`vip_port_id is ${describe(vipIs)}, and was ${describe(vipWas)}`];
  const others = storedMembers.flatMap((name) => {
    const [a, b] = [member(wanted, name), member(read, name)];
    if (name === 'description' && (a ?? '') === (b ?? '')) return [];
    if (
      name === 'ports' &&
      Array.isArray(a) &&
      Array.isArray(b) &&
      portsKey(a as Json[], 'sent') === portsKey(b as Json[], 'sent')
    )
      return [];
    if (
      name === 'service_name' &&
      typeof a === 'string' &&
      typeof b === 'string' &&
      bareName(a, { serviceId, prefix }) === bareName(b, { serviceId, prefix })
    )
      return [];
    return a === undefined || equal(a, b) ? [] : [`${name} is ${describe(b)}, and was ${describe(a)}`];
  });
  return [...others, ...vip];
}

/** Members that differ though no update sets them: they are told of, and decide nothing. */
export function beyondUpdates(wanted: JsonObject, read: JsonObject): string[] {
  return [...new Set([...Object.keys(wanted), ...Object.keys(read)])].flatMap((name) => {
    const set = storedMembers.some((stored) => stored === name) || name === 'vip_port_id';
    const [was, is] = [member(wanted, name), member(read, name)];
    if (set || name === 'updated_at' || (was !== undefined && is !== undefined && equal(was, is))) return [];
    return [`${name} is ${describe(is)}, and was ${describe(was)}: no update sets it`];
  });
}

function unseen(state: JsonObject): string[] {
  return member(state, 'vip_port_id') === undefined
    ? ['vip_port_id was not shown: whether it is what it was cannot be told']
    : [];
}

/** Puts a service back as it was found, and reads it to prove it. It may be repeated. */
export async function restore(bench: Bench, state: JsonObject): Promise<RestoreReport> {
  const { service, env } = bench;
  const mark: Mark = { order: Number.MAX_SAFE_INTEGER, probe: null, serviceId: service.id };
  const changed = service.writes > 0 || service.lastAccepted !== null;
  const found = await bench.look(mark);
  if (found !== null && departures(state, found.value, service.id, service.prefix).length === 0) {
    const { details } = restoringBody(state, service.id, service.prefix);
    const notes = [...details, ...beyondUpdates(state, found.value)];
    return { serviceId: service.id, outcome: changed ? 'restored' : 'unchanged', details: notes };
  }
  for (let attempt = 1; ; attempt += 1) {
    // The reply to the first update may have told how names are decorated.
    const { body, details } = restoringBody(state, service.id, service.prefix);
    const request = putRequest(serialize(body), env.address, service.id);
    const { settled } = await bench.update(request, bench.asked(mark), [body]);
    const read = await bench.look(mark);
    const left =
      read === null ? ['the state could not be read'] : departures(state, read.value, service.id, service.prefix);
    const notes = read === null ? [] : beyondUpdates(state, read.value);
    if (left.length === 0) return { serviceId: service.id, outcome: 'restored', details: [...notes, ...unseen(state)] };
    if (attempt < 3) continue;
    const answer = settled.kind === 'answered' ? `answered ${settled.response.status}` : settled.kind;
    return {
      serviceId: service.id,
      outcome: 'failed',
      details: [
        ...details,
        ...left,
        ...notes,
        `the restoring update was ${answer}; send it again: PUT ${request.path} ${JSON.stringify(body)}`,
      ],
    };
  }
}

/** Whether a state holds what is needed to put it back. */
export function isRestorable(state: JsonObject): boolean {
  const ports = member(state, 'ports');
  return (
    typeof member(state, 'approval_enabled') === 'boolean' &&
    typeof member(state, 'service_name') === 'string' &&
    typeof member(state, 'port_id') === 'string' &&
    Array.isArray(ports) &&
    ports.every(isObject)
  );
}
