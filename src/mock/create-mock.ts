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

/** Options of a mock. */
export interface MockOptions {
  /** Address to listen on; default 127.0.0.1. */
  readonly host?: string;
  /** Port to listen on; default 0, a free one. */
  readonly port?: number;
  /** Number of services to update; default 2. */
  readonly services?: number;
  /** Whether another service shares the port_id of the first one; default true. */
  readonly sibling?: boolean;
  /** Additional ids that any service may take as its port_id; default none. */
  readonly portIds?: readonly string[];
  /** Ids of faults; default none. */
  readonly faults?: readonly FaultId[];
  /** Ids of variants; default none. */
  readonly variants?: readonly VariantId[];
  /** Delay of every reply in milliseconds; default 0. */
  readonly latencyMs?: number;
  /** How many milliseconds a second of its clock takes, which the times that it shows count; default 1000. */
  readonly secondMs?: number;
  /** Seed of ids, tokens and randomness; default 1. */
  readonly seed?: number;
}

/** Returns a text as the id of a fault. Throws an Error that names the nearest one if there is none. */
export const faultId = (text: string): FaultId => byId(faults, text, 'fault').id;

/** Returns a text as the id of a variant. Throws an Error that names the nearest one if there is none. */
export const variantId = (text: string): VariantId => byId(variants, text, 'variant').id;

/** A running mock of UpdateEndpointService. */
export interface MockServer {
  /** The part before `/v1`. */
  readonly url: string;
  readonly projectId: string;
  readonly foreignProjectId: string;
  readonly serviceIds: readonly string[];
  /** Shares the first service's port_id and holds its own mappings; null without one. */
  readonly siblingServiceId: string | null;
  readonly token: string;
  /** A valid token of the foreign project. */
  readonly foreignToken: string;
  /** Keys with which requests to the project may be signed instead of carrying a token. */
  readonly keys: { readonly accessKey: string; readonly secretKey: string };
  /** Ids that any service may take as port_id; no service holds one at the start. */
  readonly portIds: readonly string[];
  /** How many milliseconds a second of its clock takes. */
  readonly secondMs: number;
  /** Number of requests received so far. */
  readonly requests: number;
  /** Returns the state of a service. Throws an Error if there is no such service. */
  snapshot(id: string): State;
  /** Stops listening and drops all connections. */
  close(): Promise<void>;
}

/**
 * Starts a mock with the documented behaviour, changed by variants and then by faults, in the given order. Rejects with
 * an Error for an unknown fault or variant, with a RangeError for a number that cannot be, or if it cannot listen.
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
    secondMs = 1_000,
  } = options;
  refuseNumber('services', services, Number.isInteger(services) && services >= 0, 'a whole number from 0');
  refuseNumber('seed', seed, Number.isInteger(seed) && seed >= 0, 'a whole number from 0');
  refuseNumber('latencyMs', latencyMs, latencyMs >= 0 && latencyMs <= MAX_DELAY_MS, 'from 0 to 2147483647');
  refuseNumber('secondMs', secondMs, secondMs > 0 && secondMs <= MAX_DELAY_MS, 'above 0 and at most 2147483647');
  const changes: Change[] = [
    ...(options.variants ?? []).map((id) => byId(variants, id, 'variant').change),
    ...(options.faults ?? []).map((id) => byId(faults, id, 'fault').change),
    ...(latencyMs > 0
      ? [(before: Behaviour) => ({ delay: (x) => before.delay(x) + latencyMs }) satisfies Partial<Behaviour>]
      : []),
  ];
  const behaviour = changes.reduce<Behaviour>((before, change) => ({ ...before, ...change(before) }), documented);
  const world = createWorld({ services, sibling, portIds: further, seed, secondMs });
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
    secondMs,
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

/** A longer delay would end at once. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/** Throws a RangeError that names the option unless its value is valid. */
function refuseNumber(name: keyof MockOptions, value: number, valid: boolean, must: string): void {
  if (!valid) throw new RangeError(`createMock: ${name} must be ${must}, not ${value}`);
}

/** Returns the data of a running mock that a suite needs, as `mock --json` prints it on one line. */
export function describeMock(server: MockServer) {
  const { url, projectId, serviceIds, siblingServiceId, token, foreignToken, keys, portIds } = server;
  return { url, projectId, serviceIds, siblingServiceId, token, foreignToken, ...keys, portIds };
}
