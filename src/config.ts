import { flagAttribute, type Option, type ValuesOf } from './config/option.js';
import {
  addressOptions,
  allOptions,
  type Flags,
  judgingOptions,
  networkOptions,
  runOptions,
  spendingOptions,
} from './config/options.js';
import { environmentSource, flagSource, settle, type Source } from './config/sources.js';
import { type Network, networkOf, proxyPasswords } from './config/network.js';
import { type Target, targetOf } from './config/target.js';
import type { Environment } from './config/values.js';
import { UserError } from './errors.js';
import type { Secret } from './mask.js';
import { nearest } from './nearest.js';

export type { Flags } from './config/options.js';
export type { Network } from './config/network.js';
export type { Target } from './config/target.js';

/** What a run does, resolved once from flags, environment and defaults. Its options are those of `config/options.ts`. */
export interface Config extends ValuesOf<typeof judgingOptions>, ValuesOf<typeof runOptions> {
  /** What is judged; null starts the embedded mock. */
  readonly target: Target | null;
  /** The way to it: certificates and proxy. */
  readonly network: Network;
  /** What the run may spend. */
  readonly spending: Spending;
}

/** What a run may spend, and how fast it may send; null is without a limit. */
export type Spending = ValuesOf<typeof spendingOptions>;

const SECRET_HEADER = /auth|cookie|token|secret|passw|key|signature|credential/i;

/**
 * The configuration that flags and environment add up to; flags win. An empty variable counts as absent.
 * Throws a UserError that names the flag or variable and says the way out; it never prints a secret.
 */
export function resolveConfig(flags: Flags, env: Environment): Config {
  const sources = [flagSource(flags, env), environmentSource(env)];
  refuseMisspeltVariables(env, flags, sources);
  const { values } = settle({ ...judgingOptions, ...runOptions }, sources);
  if (values.quiet && values.verbose) {
    throw new UserError('--quiet and --verbose exclude each other', 'Leave one of them out.');
  }
  const target = targetOf(settle(addressOptions, sources));
  return {
    ...values,
    target,
    network: networkOf(settle(networkOptions, sources), env, target !== null),
    spending: settle(spendingOptions, sources).values,
  };
}

/** Every credential that a configuration holds; none may appear in any output. A command's token is not among them. */
export function secretsOf(config: Pick<Config, 'target' | 'headers' | 'network'>): readonly Secret[] {
  const secrets: Secret[] = [];
  const { token = null, foreignToken = null, keys } = config.target ?? {};
  if (token !== null) secrets.push({ kind: 'token', value: token });
  if (foreignToken !== null) secrets.push({ kind: 'foreign-token', value: foreignToken });
  if (keys !== undefined) {
    secrets.push({ kind: 'access-key', value: keys.accessKey }, { kind: 'secret-key', value: keys.secretKey });
    const { securityToken } = keys;
    if (typeof securityToken === 'string') secrets.push({ kind: 'security-token', value: securityToken });
  }
  for (const [name, value] of config.headers) {
    if (SECRET_HEADER.test(name)) secrets.push({ kind: 'header', value });
  }
  for (const value of proxyPasswords(config.network)) secrets.push({ kind: 'proxy', value });
  return secrets;
}

/** A misspelt variable would silently judge something else than was meant. What is given otherwise is not missing. */
function refuseMisspeltVariables(env: Environment, flags: Flags, sources: readonly Source[]): void {
  const options = Object.entries(allOptions) as [string, Option][];
  const known = options.flatMap(([, { variable }]) => variable ?? []);
  const missing = options.flatMap(([name, option]) =>
    sources.some(({ given }) => given(name, option).length > 0) ? [] : (option.variable ?? []),
  );
  const named = options.map(([, option]) => flags[flagAttribute(option) as keyof Flags]);
  for (const name of Object.keys(env)) {
    if (!name.startsWith('VPCEP_') || known.includes(name) || named.includes(name)) continue;
    const meant = name === 'VPCEP_URL' && missing.includes('VPCEP_TARGET') ? 'VPCEP_TARGET' : meantBy(name, missing);
    if (meant !== null) {
      throw new UserError(`The environment sets ${name}, which means nothing here`, `Did you mean ${meant}?`);
    }
  }
}

/** The variable that a misspelt one stands for. Short names are near to everything. */
function meantBy(name: string, missing: readonly string[]): string | null {
  const short = missing.filter((variable) => variable.length <= 'VPCEP_CERT'.length);
  return (
    nearest(
      name,
      missing.filter((variable) => !short.includes(variable)),
      2,
    ) ??
    nearest(
      name,
      short.filter((variable) => variable.length > 'VPCEP_CA'.length),
      1,
    )
  );
}
