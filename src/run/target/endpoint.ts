import { createClient, SigningSender, type ClientOptions } from '../../client/index.js';
import { secretsOf, type Config } from '../../config/config.js';
import type { Target } from '../../config/target.js';
import { serialize } from '../../shared/json.js';
import type { Reads } from '../../judge/environment.js';
import { getRequest, putRequest, type Address } from '../../judge/wire.js';
import type { Renewal } from '../../judge/settling.js';
import type { Secret } from '../../secrets/mask.js';
import type { Attempt, WireRequest } from '../../shared/model.js';
import type { ProxyRoute } from '../../shared/way.js';
import type { Operation } from '../../operation/operation.js';
import { packageVersion } from '../../shared/version.js';
import { Credentials } from './credentials.js';
import { startEmbedded, type Embedded } from './embedded.js';

/** Where a run sends its requests, and how it disconnects. */
export interface Endpoint {
  readonly target: Target;
  readonly address: Address;
  readonly embedded: boolean;
  /** Whether the services outlive the run, so that their states are kept. */
  readonly outlives: boolean;
  readonly credentials: Pick<Credentials, 'secrets'> & Renewal;
  /** How its proxy is used; null without one, and until that is known. */
  readonly way: ProxyRoute | null;
  /** Every secret in use so far. */
  readonly secrets: readonly Secret[];
  /** Sends a request once, signed if it asks for that. */
  send(request: WireRequest): Promise<Attempt>;
  /** Sets how state is read: by a request that the target accepts and that changes nothing. */
  readsBy(reads: Reads): void;
  close(): Promise<void>;
}

/** Connects to the target, or starts the embedded mock if none is named. */
export async function openEndpoint(
  config: Config,
  operation: Operation,
  signal: AbortSignal = new AbortController().signal,
): Promise<Endpoint> {
  if (config.target !== null) return endpointOf(config, operation, config.target, null, signal);
  const mock = await startEmbedded();
  return endpointOf(config, operation, mock.target, mock, signal);
}

/** Without proxy and certificates. */
export const direct = { tls: {}, proxy: undefined, env: {} };

/** The client options that a configuration sets for a target. */
export function clientOptions(config: Config, url: string): ClientOptions {
  const { tls, proxy, proxyEnv } = config.network;
  return {
    url,
    connections: config.concurrency,
    timeoutMs: config.timeoutMs,
    ...(config.connectTimeoutMs === null ? {} : { connectTimeoutMs: config.connectTimeoutMs }),
    tls,
    proxy: proxy ?? undefined,
    env: proxyEnv,
  };
}

async function endpointOf(
  config: Config,
  operation: Operation,
  target: Target,
  mock: Embedded | null,
  signal: AbortSignal,
): Promise<Endpoint> {
  const has = (headers: Config['headers'], name: string): boolean =>
    headers.some(([other]) => other.toLowerCase() === name.toLowerCase());
  const { origin, host, pathname } = new URL(target.url);
  const credentials = await Credentials.of(target);
  const { keys } = target;
  const address: Address = {
    host,
    basePath: pathname.replace(/\/+$/, ''),
    operation,
    projectId: target.projectId,
    // The token may be renewed during the run.
    get token() {
      return credentials.token;
    },
    foreignToken: target.foreignToken,
    signs: keys === undefined ? null : keys,
    headers: [...ownHeaders().filter(([name]) => !has(config.headers, name)), ...config.headers],
  };
  const client = createClient(
    mock === null ? clientOptions(config, origin) : { ...clientOptions(config, origin), ...direct },
  );
  const serviceId = target.serviceIds[0] ?? '';
  let reads: Reads = 'GET';
  const good = (): WireRequest => {
    const unsigned = { ...address, token: null };
    return reads === 'GET' ? getRequest(unsigned, serviceId) : putRequest(serialize({}), unsigned, serviceId);
  };
  const send = (request: WireRequest) => client.send(request);
  const signing = keys === undefined ? null : new SigningSender({ keys, host, send, good, signal });
  return {
    target,
    embedded: mock !== null,
    // The embedded mock ends with the run: nothing is left to put back later.
    outlives: mock === null,
    address,
    credentials,
    get way() {
      return client.way;
    },
    get secrets() {
      return [...credentials.secrets, ...secretsOf({ ...config, target: { ...target, token: null } })];
    },
    send: (request) => (signing ?? client).send(request),
    readsBy: (by) => (reads = by),
    async close() {
      await client.destroy();
      await mock?.close();
    },
  };
}

/**
 * Headers of every request that the user may override: replies are requested without coding, so that their bytes are
 * those of the service.
 */
function ownHeaders(): Config['headers'] {
  return [
    ['User-Agent', `vpcep-contract/${packageVersion()}`],
    ['Accept-Encoding', 'identity'],
  ];
}
