import { createClient, type Client } from '../client/index.js';
import type { Config } from '../config.js';
import type { Target } from '../config/target.js';
import type { Address } from '../judge/wire.js';
import { packageVersion } from '../version.js';

/** Where the run goes, and how it ends there. */
export interface Endpoint {
  readonly target: Target;
  readonly address: Address;
  readonly client: Client;
  readonly embedded: boolean;
  close(): Promise<void>;
}

/** Connects to the target, or starts the embedded mock where none is named. */
export async function openEndpoint(config: Config): Promise<Endpoint> {
  const mock = config.target === null ? await (await import('../mock/index.js')).createMock() : null;
  const target: Target = config.target ?? {
    url: mock?.url ?? '',
    projectId: mock?.projectId ?? '',
    serviceIds: mock?.serviceIds ?? [],
    siblingServiceId: mock?.siblingServiceId ?? null,
    token: mock?.token ?? '',
    foreignToken: mock?.foreignToken ?? null,
    portIds: mock?.portIds ?? [],
  };
  const { origin, host, pathname } = new URL(target.url);
  const { tls, proxy, proxyEnv } = config.network;
  const client = createClient({
    url: origin,
    connections: config.concurrency,
    timeoutMs: config.timeoutMs,
    ...(mock === null ? { tls, proxy: proxy ?? undefined, env: proxyEnv } : { env: {} }),
  });
  return {
    target,
    client,
    embedded: mock !== null,
    address: {
      host,
      basePath: pathname.replace(/\/+$/, ''),
      projectId: target.projectId,
      token: target.token,
      foreignToken: target.foreignToken,
      headers: config.headers.some(([name]) => name.toLowerCase() === 'user-agent')
        ? config.headers
        : [['User-Agent', `vpcep-contract/${packageVersion()}`], ...config.headers],
    },
    async close() {
      await client.destroy();
      await mock?.close();
    },
  };
}
