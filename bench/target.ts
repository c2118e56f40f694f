import type { Config } from '../src/config/config.js';
import { resolveConfig, type Flags } from '../src/config/config.js';
import { start } from './helpers.js';

/** A mock in its own process. */
export interface BenchTarget {
  readonly config: Config;
  readonly stop: () => Promise<void>;
}

type Printed = Pick<
  NonNullable<Config['target']>,
  'url' | 'projectId' | 'serviceIds' | 'siblingServiceId' | 'token' | 'foreignToken' | 'portIds'
>;

/** Starts the mock, and returns how a run judges it. */
export async function startTarget(mock: readonly string[], flags: Flags): Promise<BenchTarget> {
  const helper = await start('../src/cli/main', ['mock', '--json', ...mock]);
  const printed = JSON.parse(helper.line) as Printed;
  const config = resolveConfig(
    {
      ...flags,
      url: printed.url,
      projectId: printed.projectId,
      serviceId: printed.serviceIds,
      tokenEnv: 'BENCH_TOKEN',
      foreignTokenEnv: 'BENCH_FOREIGN_TOKEN',
      portId: printed.portIds,
      ...(printed.siblingServiceId === null ? {} : { siblingServiceId: printed.siblingServiceId }),
    },
    { BENCH_TOKEN: printed.token ?? '', BENCH_FOREIGN_TOKEN: printed.foreignToken ?? '' },
  );
  return { config, stop: () => helper.stop() };
}
