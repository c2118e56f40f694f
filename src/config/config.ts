import { flagAttribute, type OptionTable, type ValuesOf } from './option.js';
import { allOptions, fileOptions, type Flags, judgingOptions, runOptions, spendingOptions } from './options.js';
import { addressOptions, networkOptions } from './target-options.js';
import { isSecretHeader } from './secret-headers.js';
import { environmentSource, flagSource, resolveSettings, type Settings, type SettingsSource } from './sources.js';
import { type NamedByFlags, namedByFlags } from './named-by-flags.js';
import { type Network, networkOf, proxyPasswords } from './network.js';
import { type Target, targetOf } from './target.js';
import type { Variables } from './values.js';
import { UserError } from '../shared/errors.js';
import { createMask, type Secret } from '../secrets/mask.js';
import { secretsIn } from './secrets-in.js';
import { nearest } from '../shared/nearest.js';

export type { Flags } from './options.js';
export type { Network } from './network.js';
export type { Target } from './target.js';

/**
 * What a run does, resolved once from flags, environment, file and defaults. Its options are those of
 * `config/options.ts`.
 */
export interface Config extends ValuesOf<typeof judgingOptions>, ValuesOf<typeof runOptions> {
  /** The target to judge; null starts the embedded mock. */
  readonly target: Target | null;
  /** How to reach it: certificates and proxy. */
  readonly network: Network;
  /** How the command line named the target, so that follow-up command lines name it again. */
  readonly byFlags: NamedByFlags;
  /** What a configuration file decides about where credentials go, in words; absent if nothing. */
  readonly fromFile?: string;
  /** What the run may spend. */
  readonly spending: Spending;
}

/** What a run may spend, and how fast it may send; null means no limit. */
export type Spending = ValuesOf<typeof spendingOptions>;

/** Used when no seed is given. */
const SEED_OF_SHARDS = 1;
/** Shorter credentials may be words of any URL, in characters. */
const SHORTEST_IN_URL = 8;

/**
 * Returns the configuration from flags, environment and configuration file; earlier ones win. An empty variable counts
 * as absent. Throws a UserError that names the flag, variable or place and the remedy, and never shows a secret.
 */
export function resolveConfig(flags: Flags, env: Variables, file: SettingsSource | null = null): Config {
  const sources = sourcesOf(flags, env, file);
  const { values, origins } = resolveSettings({ ...judgingOptions, ...runOptions }, sources);
  const address = resolveSettings(addressOptions, sources);
  const target = targetOf(address);
  const fromFile = takenFromFile(sources, env);
  if (target !== null && values.mock === true)
    throw new UserError(
      `${origins.mock.from ?? ''} asks for the embedded mock, but ${target.url} is named as the target`,
      'Leave one of the two out.',
    );
  const network = networkOf(resolveSettings(networkOptions, sources), env, target !== null);
  const spending = resolveSettings(spendingOptions, sources).values;
  // Shards are parts of one run, so they draw the same values.
  const seed = values.shard !== null && origins.seed.kind === 'default' ? SEED_OF_SHARDS : values.seed;
  const config: Config = {
    ...values,
    ...howMuchIsSaid(values, origins),
    seed,
    target,
    network,
    spending,
    byFlags: namedByFlags(flags),
    ...(fromFile === null ? {} : { fromFile }),
  };
  refuseSecretInUrl(config, address.origins.url.from ?? 'the URL');
  return config;
}

/** Throws a UserError if the URL holds a credential: it would be sent as a part of it, and shown. */
function refuseSecretInUrl(config: Config, from: string): void {
  const url = config.target?.url ?? '';
  const held = secretsOf(config).some(
    ({ value }) =>
      value.length >= SHORTEST_IN_URL && [value, encodeURIComponent(value)].some((text) => url.includes(text)),
  );
  if (held)
    throw new UserError(`${from} holds a credential`, 'Credentials are sent in headers only: take it out of the URL.');
}

/** Returns what a configuration file decides about where credentials go, in words; null if nothing. */
function takenFromFile(sources: readonly SettingsSource[], env: Variables): string | null {
  const { url, tokenCommand } = addressOptions;
  const { ca, insecure, proxy } = networkOptions;
  const { origins, texts } = resolveSettings({ url, tokenCommand, ca, insecure, proxy }, sources);
  const names = {
    url: 'the URL',
    tokenCommand: 'the token command',
    ca: 'the CA',
    insecure: '--insecure',
    proxy: 'the proxy',
  };
  const taken = (Object.keys(names) as (keyof typeof names)[]).flatMap((name) => {
    const { kind, from } = origins[name];
    const shown = name === 'url' ? ` ${createMask(secretsIn(env)).text(texts.url[0] ?? '')}` : '';
    const isGiven = kind === 'file' && !(name === 'insecure' && texts.insecure[0] !== 'true');
    return isGiven ? [`${names[name]}${shown} (${from ?? ''})`] : [];
  });
  return taken.length === 0 ? null : `From the configuration file: ${taken.join(', ')}`;
}

/**
 * Throws a UserError if a target is required and none is named, so that nobody mistakes the embedded mock for their own
 * service.
 */
export function refuseNoTarget({ target, mock }: Pick<Config, 'target' | 'mock'>): void {
  if (target !== null || mock !== false) return;
  throw new UserError(
    'no target is named, so only the embedded mock would be judged',
    'Name one with --url or VPCEP_TARGET and the options that belong to it, or request the mock: --mock, VPCEP_MOCK=true, or mock: true.',
  );
}

/** Returns the sources of options, strongest first. Throws a UserError for a misspelt variable. */
export function sourcesOf(flags: Flags, env: Variables, file: SettingsSource | null): readonly SettingsSource[] {
  const sources = [flagSource(flags, env), environmentSource(env), ...(file === null ? [] : [file])];
  refuseMisspeltVariables(env, flags, sources);
  return sources;
}

/** Of `quiet` and `verbose`, the stronger source decides. Throws a UserError if both come from the same one. */
function howMuchIsSaid(
  { quiet, verbose }: Pick<Config, 'quiet' | 'verbose'>,
  origins: Settings<Pick<typeof runOptions, 'quiet' | 'verbose'>>['origins'],
): Pick<Config, 'quiet' | 'verbose'> {
  if (!quiet || !verbose) return { quiet, verbose };
  if (origins.quiet.kind === origins.verbose.kind) {
    const [one, other] = [origins.quiet.from ?? '', origins.verbose.from ?? ''];
    throw new UserError(`${one} and ${other} exclude each other`, 'Leave one of them out.');
  }
  return origins.verbose.kind === 'file' ? { quiet, verbose: false } : { quiet: false, verbose };
}

/**
 * Returns every credential in a configuration, none of which may appear in any output. A token from a command is not
 * among them.
 */
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
    if (isSecretHeader(name)) secrets.push({ kind: 'header', value });
  }
  for (const value of proxyPasswords(config.network)) secrets.push({ kind: 'proxy', value });
  return secrets;
}

/** A misspelt variable would silently judge something other than intended. Options given elsewhere are not missing. */
function refuseMisspeltVariables(env: Variables, flags: Flags, sources: readonly SettingsSource[]): void {
  const options = Object.entries({ ...allOptions, ...fileOptions } as OptionTable);
  const referred = sources.flatMap(({ variables }) => variables ?? []);
  const known = new Set([...referred, ...options.map(([, { variable }]) => variable)]);
  const missing = options.flatMap(([name, option]) =>
    sources.some(({ given }) => given(name, option).length > 0) ? [] : (option.variable ?? []),
  );
  const named = options.map(([, option]) => flags[flagAttribute(option) as keyof Flags]);
  for (const name of Object.keys(env)) {
    if (!name.startsWith('VPCEP_') || known.has(name) || named.includes(name)) continue;
    const meant = name === 'VPCEP_URL' && missing.includes('VPCEP_TARGET') ? 'VPCEP_TARGET' : meantBy(name, missing);
    if (meant !== null) {
      throw new UserError(`the environment sets ${name}, which means nothing here`, `Did you mean ${meant}?`);
    }
  }
}

/** Returns the variable that a misspelt one was meant for. Short names resemble everything. */
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
