import type { components } from '../../generated/config.js';

type Options<T> = { readonly [name in keyof T]: T[name] | undefined };
type ConfigSchemas = components['schemas'];

/** What a configuration file may say; an undefined member counts as absent. */
export interface ConfigurationFile extends Options<Omit<ConfigSchemas['configuration'], 'targets' | 'mock'>> {
  /** Targets by name; `{}` is the embedded mock. A target's options win over those beside `targets`. */
  readonly targets?: Readonly<Record<string, Options<ConfigSchemas['settings']>>> | undefined;
  /** What `vpcep-contract mock` serves. */
  readonly mock?: Options<NonNullable<ConfigSchemas['configuration']['mock']>> | undefined;
}

/** A configuration, or a function that returns it. */
export type ConfigurationExport = ConfigurationFile | (() => ConfigurationFile | Promise<ConfigurationFile>);

/**
 * Returns its argument: with `export default defineConfig({ … })` in `vpcep.config.ts`, editors check and complete
 * options.
 */
export function defineConfig<Given extends ConfigurationExport>(config: Given): Given {
  return config;
}
