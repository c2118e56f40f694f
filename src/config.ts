import { randomInt } from 'node:crypto';
import { proxyPasswords, resolveNetwork, type Network } from './config-network.js';
import { resolveTarget, type Target, type TargetFlags } from './config-target.js';
import { type Environment, parseHeader, parseInteger, parseSeconds, parseWord, single } from './config-values.js';
import { UserError } from './errors.js';
import type { Effort, Profile } from './model.js';
import { nearest } from './nearest.js';

export type { Network } from './config-network.js';
export type { Target } from './config-target.js';

/** What a run does, resolved from flags, environment and defaults, once. */
export interface Config {
  /** What is judged; null starts the embedded mock. */
  readonly target: Target | null;
  /** The way to it: certificates and proxy. */
  readonly network: Network;
  /** Sent with every request, beside the suite's own. Values may be secret: mask {@link secretsOf}. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly readings: Profile;
  /** Seed of everything random, 0 to 2^31 - 1; drawn when not given. */
  readonly seed: number;
  /** Default `standard`. */
  readonly effort: Effort;
  /** Randomly drawn cases per requirement; null is the effort's own number. */
  readonly cases: number | null;
  /** Globs over requirement ids; empty selects all. */
  readonly only: readonly string[];
  readonly skip: readonly string[];
  /** Globs; a requirement that matches and was not exercised makes the run end with 2. */
  readonly require: readonly string[];
  /** Requests in flight at most. Default 16; 1 is strictly sequential. */
  readonly concurrency: number;
  /** Time that one request may take, in milliseconds. Default 5,000. */
  readonly timeoutMs: number;
  /** Default `reports/latest`: each run there replaces the report of the one before. */
  readonly reportDir: string;
  /** A failed SHOULD counts like a failed MUST. */
  readonly strict: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** The report goes to stdout, everything else to stderr. */
  readonly json: boolean;
}

/** Options as the command line gives them; what is absent comes from the environment, then from the defaults. */
export interface Flags extends TargetFlags {
  readonly header?: readonly string[] | undefined;
  readonly readings?: string | undefined;
  readonly seed?: string | undefined;
  readonly effort?: string | undefined;
  readonly cases?: string | undefined;
  readonly only?: readonly string[] | undefined;
  readonly skip?: readonly string[] | undefined;
  readonly require?: readonly string[] | undefined;
  readonly concurrency?: string | undefined;
  readonly timeout?: string | undefined;
  readonly reportDir?: string | undefined;
  readonly strict?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  readonly verbose?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** A credential of a configuration and what it is. */
export interface Secret {
  readonly kind: 'token' | 'foreign-token' | 'header' | 'proxy';
  readonly value: string;
}

/** Every variable that is read, and the option that stands for the same. */
const VARIABLES: Readonly<Record<string, keyof Flags>> = {
  VPCEP_TARGET: 'url',
  VPCEP_PROJECT_ID: 'projectId',
  VPCEP_SERVICE_ID: 'serviceId',
  VPCEP_SIBLING_SERVICE_ID: 'siblingServiceId',
  VPCEP_TOKEN: 'tokenEnv',
  VPCEP_FOREIGN_TOKEN: 'foreignTokenEnv',
  VPCEP_PORT_ID: 'portId',
  VPCEP_CA: 'ca',
  VPCEP_CERT: 'cert',
  VPCEP_KEY: 'key',
  VPCEP_PROXY: 'proxy',
  VPCEP_REPORT_DIR: 'reportDir',
  VPCEP_READINGS: 'readings',
  VPCEP_SEED: 'seed',
  VPCEP_CONCURRENCY: 'concurrency',
};

const SECRET_HEADER = /auth|cookie|token|secret|passw|key|signature|credential/i;

/**
 * The configuration that flags and environment add up to; flags win. An empty variable counts as absent.
 * Throws a UserError that names the flag or variable and says the way out; it never prints a secret.
 */
export function resolveConfig(flags: Flags, env: Environment): Config {
  refuseMisspeltVariables(flags, env);
  if (flags.quiet === true && flags.verbose === true) {
    throw new UserError('--quiet and --verbose exclude each other', 'Leave one of them out.');
  }
  const readings = single(flags.readings, '--readings', env, 'VPCEP_READINGS');
  const seed = single(flags.seed, '--seed', env, 'VPCEP_SEED');
  const effort = single(flags.effort, '--effort', env);
  const cases = single(flags.cases, '--cases', env);
  const concurrency = single(flags.concurrency, '--concurrency', env, 'VPCEP_CONCURRENCY');
  const timeout = single(flags.timeout, '--timeout', env);
  const target = resolveTarget(flags, env);
  return {
    target,
    network: resolveNetwork(flags, env, target !== null),
    headers: (flags.header ?? []).map((text) => parseHeader({ text, from: '--header' })),
    readings: readings === null ? 'document' : parseWord(readings, ['document', 'production']),
    seed: seed === null ? randomInt(2 ** 31) : parseInteger(seed, 0, 2 ** 31 - 1),
    effort: effort === null ? 'standard' : parseWord(effort, ['quick', 'standard', 'thorough']),
    cases: cases === null ? null : parseInteger(cases, 1, 100_000),
    only: globs(flags.only, '--only'),
    skip: globs(flags.skip, '--skip'),
    require: globs(flags.require, '--require'),
    concurrency: concurrency === null ? 16 : parseInteger(concurrency, 1, 256),
    timeoutMs: timeout === null ? 5000 : parseSeconds(timeout, 0.1, 600),
    reportDir: single(flags.reportDir, '--report-dir', env, 'VPCEP_REPORT_DIR')?.text ?? 'reports/latest',
    strict: flags.strict ?? false,
    quiet: flags.quiet ?? false,
    verbose: flags.verbose ?? false,
    json: flags.json ?? false,
  };
}

/** Every credential that a configuration holds; none may appear in any output. */
export function secretsOf(config: Config): readonly Secret[] {
  const secrets: Secret[] = [];
  if (config.target !== null) {
    secrets.push({ kind: 'token', value: config.target.token });
    if (config.target.foreignToken !== null) secrets.push({ kind: 'foreign-token', value: config.target.foreignToken });
  }
  for (const [name, value] of config.headers) {
    if (SECRET_HEADER.test(name)) secrets.push({ kind: 'header', value });
  }
  for (const value of proxyPasswords(config.network)) secrets.push({ kind: 'proxy', value });
  return secrets;
}

function globs(given: readonly string[] | undefined, flag: string): readonly string[] {
  return (given ?? []).map((glob) => {
    if (glob.trim() === '') throw new UserError(`${flag} is empty`, 'Give a glob over ids, such as effect/*.');
    return glob.trim();
  });
}

/** A misspelt variable would silently judge something else than was meant. What is given otherwise is not missing. */
function refuseMisspeltVariables(flags: Flags, env: Environment): void {
  const missing = Object.entries(VARIABLES).flatMap(([variable, flag]) =>
    (env[variable] ?? '') === '' && flags[flag] === undefined ? [variable] : [],
  );
  for (const name of Object.keys(env)) {
    if (!name.startsWith('VPCEP_') || Object.hasOwn(VARIABLES, name) || name === flags.tokenEnv) continue;
    if (name === flags.foreignTokenEnv) continue;
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
      short.filter((variable) => variable !== 'VPCEP_CA'),
      1,
    )
  );
}
