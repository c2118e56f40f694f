import type { Mapping, Outcome, Refusal, Service, State, Update } from '../model.js';
import type { MockExchange } from '../behaviour.js';
import { isRecord, members } from './validate.js';

/** Returns the update that a body asks for: its known members unchanged, and mappings with a protocol. */
export function receive(body: Record<string, unknown>): Update {
  const update: Record<string, unknown> = {};
  for (const member of members) {
    if (!Object.hasOwn(body, member)) continue;
    const value = body[member];
    update[member] = member === 'ports' && Array.isArray(value) ? value.map(toMapping) : value;
  }
  // The checks have ensured the types; a fault that accepts a wrong one stores it.
  return update;
}

function toMapping(item: unknown): Mapping {
  if (!isRecord(item)) return item as Mapping;
  const { client_port, server_port, protocol } = item;
  return {
    ...(client_port === undefined ? {} : { client_port }),
    ...(server_port === undefined ? {} : { server_port }),
    protocol: protocol ?? 'TCP',
  } as Mapping;
}

/**
 * 409 if another service on the same backend holds one of the pairs of server_port and protocol (Table 3, ports). The
 * pairs are those that the service would hold after the update.
 */
export function conflict(service: Service, update: Update, x: MockExchange): Refusal | undefined {
  if (update.ports === undefined && update.port_id === undefined) return undefined;
  const ports = update.ports ?? service.state.ports;
  const backend = (update.port_id ?? service.state.port_id).toLowerCase();
  for (const other of x.world.services.values()) {
    if (other === service || other.state.port_id.toLowerCase() !== backend) continue;
    const taken = new Set(other.state.ports.map(pairOf));
    if (ports.some((mapping) => mapping.server_port !== undefined && taken.has(pairOf(mapping)))) return conflicting();
  }
  return undefined;
}

/** Status 409. */
export function conflicting(): Refusal {
  return {
    status: 409,
    code: 'EndPoint.3044',
    message: 'The parameter ports conflicted with ports in an existing endpoint service.',
  };
}

function pairOf({ server_port, protocol }: Mapping): string {
  return `${server_port ?? ''}/${protocol}`;
}

/** Given members replace the old ones, ports as a whole; the others stay; updated_at moves. */
export function merge(state: State, update: Update, x: MockExchange): State {
  return { ...state, ...update, updated_at: x.world.now() };
}

/** Replaces the state and counts the update. */
export function commit(service: Service, next: State): void {
  service.state = next;
  service.updates++;
}

/** Reads an update and checks it. Returns the answer if it is refused. */
export function refusedUpdate(service: Service, x: MockExchange): Outcome | undefined {
  const { behaviour } = x;
  const refusal = behaviour.contentType(x) ?? behaviour.decode(x) ?? behaviour.parse(x) ?? behaviour.validate(x);
  if (refusal !== undefined) return behaviour.refuse(refusal, x);
  x.update = behaviour.receive(isRecord(x.value) ? x.value : {}, x);
  const clash = behaviour.conflict(service, x.update, x);
  return clash === undefined ? undefined : behaviour.refuse(clash, x);
}

/** Checks the body, then changes the service and shows it; a refused update changes nothing. */
export function update(service: Service, x: MockExchange): Outcome {
  const { behaviour } = x;
  x.before = service.state;
  const refused = refusedUpdate(service, x);
  if (refused !== undefined) return refused;
  const next = behaviour.merge(service.state, x.update, x);
  behaviour.commit(service, next, x);
  return behaviour.encode(behaviour.represent(service, next, x), x);
}
