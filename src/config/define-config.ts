import type { components } from '../../generated/config.js';

type Options<T> = { readonly [name in keyof T]: T[name] | undefined };
type Schemas = components['schemas'];

/** What a configuration file may say; a member that is undefined counts as absent. */
export interface ConfigurationFile extends Options<Omit<Schemas['configuration'], 'targets' | 'mock'>> {
  /** Targets by their names; `{}` is the embedded mock. What one says goes before what stands beside `targets`. */
  readonly targets?: Readonly<Record<string, Options<Schemas['settings']>>> | undefined;
  /** What `vpcep-contract mock` serves. */
  readonly mock?: Options<NonNullable<Schemas['configuration']['mock']>> | undefined;
}

/** A configuration, or a function that makes it. */
export type ConfigurationExport = ConfigurationFile | (() => ConfigurationFile | Promise<ConfigurationFile>);

/** Returns what it is given: `export default defineConfig({ … })` in `vpcep.config.ts` has its options checked and completed. */
export function defineConfig<Given extends ConfigurationExport>(config: Given): Given {
  return config;
}
