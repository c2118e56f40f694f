import type { Outcome, Refusal, Service, State } from '../model.js';
import type { MockExchange } from '../behaviour.js';

/** Returns all documented members (Table 5); vip_port_id only if the backend is of the VIP type. */
export function represent(service: Service, state: State): Record<string, unknown> {
  return {
    id: service.id,
    port_id: state.port_id,
    ...(state.server_type === 'VIP' && state.vip_port_id !== '' ? { vip_port_id: state.vip_port_id } : {}),
    vpc_id: state.vpc_id,
    pool_id: state.pool_id,
    status: state.status,
    approval_enabled: state.approval_enabled,
    service_name: state.service_name,
    service_type: state.service_type,
    server_type: state.server_type,
    project_id: service.projectId,
    created_at: state.created_at,
    updated_at: state.updated_at,
    cidr_type: state.cidr_type,
    ports: state.ports,
    tcp_proxy: state.tcp_proxy,
    tags: state.tags,
    description: state.description,
  };
}

/** Answers 200 with a JSON body. */
export function encode(representation: Record<string, unknown>): Outcome {
  return { status: 200, contentType: 'application/json', headers: NONE, body: JSON.stringify(representation) };
}

/** Returns `{"error":{"message","code"}}`. */
export function envelope({ message, code }: Refusal): unknown {
  return { error: { message, code } };
}

/** Answers with the refusal's status and headers, and its envelope. */
export function refuse(refusal: Refusal, x: MockExchange): Outcome {
  const { status, headers = NONE } = refusal;
  return { status, contentType: 'application/json', headers, body: JSON.stringify(x.behaviour.envelope(refusal, x)) };
}

const NONE: readonly string[] = [];
