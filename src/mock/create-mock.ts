import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Behaviour, Change } from './behaviour.js';
import { documented } from './documented.js';
import { type FaultId, faults } from './faults/index.js';
import { createHttpServer } from './layers/http.js';
import type { State } from './model.js';
import { byId } from './by-id.js';
import { type VariantId, variants } from './variants/index.js';
import { createWorld } from './world.js';

/** What a mock is started with. */
export interface MockOptions {
  /** Address to listen on; default 127.0.0.1. */
  readonly host?: string;
  /** Port to listen on; default 0, a free one. */
  readonly port?: number;
  /** How many services there are to update; default 2. */
  readonly services?: number;
  /** Whether a further service shares the port_id of the first one; default true. */
  readonly sibling?: boolean;
  /** Further ids that any service may take as its port_id; default none. */
  readonly portIds?: readonly string[];
  /** Ids of faults; default none. */
  readonly faults?: readonly FaultId[];
  /** Ids of variants; default none. */
  readonly variants?: readonly VariantId[];
  /** Milliseconds that every reply is held back; default 0. */
  readonly latencyMs?: number;
  /** What ids, tokens and chance are drawn from; default 1. */
  readonly seed?: number;
}

/** The id of a fault. An Error that names the nearest where there is none such. */
export const faultId = (text: string): FaultId => byId(faults, text, 'fault').id;

/** The id of a variant. An Error that names the nearest where there is none such. */
export const variantId = (text: string): VariantId => byId(variants, text, 'variant').id;

/** A running mock of UpdateEndpointService. */
export interface MockServer {
  /** What stands before `/v1`. */
  readonly url: string;
  readonly projectId: string;
  readonly foreignProjectId: string;
  readonly serviceIds: readonly string[];
  /** Shares the first service's port_id and holds mappings of its own; null without one. */
  readonly siblingServiceId: string | null;
  readonly token: string;
  /** A good token of the foreign project. */
  readonly foreignToken: string;
  /** What requests to the project may be signed with instead of a token. */
  readonly keys: { readonly accessKey: string; readonly secretKey: string };
  /** Ids that any service may take as port_id; no service holds one at the start. */
  readonly portIds: readonly string[];
  /** Requests received so far. */
  readonly requests: number;
  /** What a service holds. An Error where there is no such service. */
  snapshot(id: string): State;
  /** Stops listening and drops all connections. */
  close(): Promise<void>;
}

/**
 * Starts a mock: the documented behaviour, changed by variants and then by faults, in the order given.
 * An Error for an unknown fault or variant, and where it cannot listen.
 */
export async function createMock(options: MockOptions = {}): Promise<MockServer> {
  const {
    host = '127.0.0.1',
    port = 0,
    services = 2,
    sibling = true,
    portIds: further = [],
    latencyMs = 0,
    seed = 1,
  } = options;
  const changes: Change[] = [
    ...(options.variants ?? []).map((id) => byId(variants, id, 'variant').change),
    ...(options.faults ?? []).map((id) => byId(faults, id, 'fault').change),
    ...(latencyMs > 0
      ? [(before: Behaviour) => ({ pace: (x) => before.pace(x) + latencyMs }) satisfies Partial<Behaviour>]
      : []),
  ];
  const behaviour = changes.reduce<Behaviour>((before, change) => ({ ...before, ...change(before) }), documented);
  const world = createWorld({ services, sibling, portIds: further, seed });
  const server = createHttpServer(world, behaviour);
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  const { projectId, foreignProjectId, serviceIds, siblingServiceId, token, foreignToken, keys, portIds } = world;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    projectId,
    foreignProjectId,
    serviceIds,
    siblingServiceId,
    token,
    foreignToken,
    keys,
    portIds,
    get requests() {
      return world.requests;
    },
    snapshot(id) {
      const service = world.services.get(id);
      if (service === undefined) throw new Error(`the mock has no service ${JSON.stringify(id)}`);
      return structuredClone(service.state);
    },
    async close() {
      server.emit('stop');
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The data of a running mock that a suite needs: what `mock --json` prints on one line. */
export function describeMock(server: MockServer) {
  const { url, projectId, serviceIds, siblingServiceId, token, foreignToken, keys, portIds } = server;
  return { url, projectId, serviceIds, siblingServiceId, token, foreignToken, ...keys, portIds };
}
