/** A port mapping as it is stored (Table 6); an omitted protocol has become TCP. */
export interface Mapping {
  readonly client_port?: number;
  readonly server_port?: number;
  readonly protocol: string;
}

/** What an update may change (Table 3). */
export interface Update {
  readonly approval_enabled?: boolean;
  readonly service_name?: string;
  readonly ports?: readonly Mapping[];
  readonly port_id?: string;
  readonly vip_port_id?: string;
  readonly description?: string;
}

/** The state of a service at one moment. An update replaces it. */
export interface State {
  readonly approval_enabled: boolean;
  readonly service_name: string;
  readonly ports: readonly Mapping[];
  readonly port_id: string;
  /** Empty if none was set. */
  readonly vip_port_id: string;
  readonly description: string;
  readonly status: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly vpc_id: string;
  readonly pool_id: string;
  readonly server_type: string;
  readonly service_type: string;
  readonly cidr_type: string;
  readonly tcp_proxy: string;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
}

/** An endpoint service. */
export interface Service {
  readonly id: string;
  readonly projectId: string;
  /** Zero-based index among the services under test; -1 for the sibling and the foreign one. */
  readonly index: number;
  state: State;
  /** Number of accepted updates. */
  updates: number;
}

/** What the mock holds: its projects, tokens and services, a clock and a random source. */
export interface World {
  readonly projectId: string;
  readonly foreignProjectId: string;
  readonly token: string;
  readonly foreignToken: string;
  /** The project of each token. */
  readonly tokens: ReadonlyMap<string, string>;
  /** AK and SK of a user of the project. */
  readonly keys: { readonly accessKey: string; readonly secretKey: string };
  /** The SK and the project of each AK. */
  readonly secretKeys: ReadonlyMap<string, { readonly secretKey: string; readonly projectId: string }>;
  readonly services: ReadonlyMap<string, Service>;
  readonly serviceIds: readonly string[];
  readonly siblingServiceId: string | null;
  readonly portIds: readonly string[];
  /** Number of requests received so far. */
  requests: number;
  /** Returns the time in the format of Table 5: whole seconds, UTC. */
  now(): string;
  /** Returns a number from 0 to below 1; the same seed gives the same sequence. */
  random(): number;
}

/** Why a request is rejected. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** Names and values in turn. */
  readonly headers?: readonly string[];
}

/** What is sent back. */
export interface Reply {
  readonly status: number;
  /** Null sends no Content-Type. */
  readonly contentType: string | null;
  /** Names and values in turn; Content-Type, Content-Length and X-Request-Id are added. */
  readonly headers: readonly string[];
  readonly body: string | Uint8Array;
}

/** A reply, no answer at all, or a broken connection. */
export type Outcome = Reply | 'hang' | 'reset';

/** What a signature must cover. */
export interface SignedRequest {
  readonly method: string;
  /** As received, with its query. */
  readonly url: string;
  /** One line per signed header, in the order of their names. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** SHA-256 of the body in hexadecimal, unless X-Sdk-Content-Sha256 says that it is not signed. */
  readonly bodyHash: string;
  /** X-Sdk-Date. */
  readonly date: string;
}
