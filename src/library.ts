import { checkChoice } from './shared/check-choice.js';
import { refuseNoTarget, resolveConfig, type Config, type Flags } from './config/config.js';
import { flagAttribute, type OptionTable } from './config/option.js';
import { allOptions } from './config/options.js';
import type { Target } from './config/target.js';
import { engine } from './engine.js';
import { readKnownFailures } from './known/read-known-failures.js';
import type { Effort, Profile } from './shared/model.js';
import { refuseProduction } from './config/production.js';
import type { Progress } from './report/progress.js';
import type { Report } from './report/report.js';
import { keepReport } from './report/keep-report.js';
import { prepareReportDir, withFolder } from './report/write-report.js';
import type { RequirementInfo } from './run/suite/describe.js';

/** A running endpoint, and what may be used of it. */
export type TargetOptions = Pick<Target, 'url' | 'projectId' | 'serviceIds'> &
  Partial<Pick<Target, 'token' | 'tokenCommand' | 'keys' | 'siblingServiceId' | 'foreignToken' | 'portIds'>>;

/** What a run does; what is left out has the default of the command line. */
export interface RunOptions {
  /** What is judged. Default: what `env` names, else the embedded mock. */
  readonly target?: TargetOptions;
  /** True: the embedded mock is meant. False: a target must be named. Default: the embedded mock where no target is named. */
  readonly mock?: boolean;
  /** Variables such as `VPCEP_TARGET` that stand in for what is left out. Default: none. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Sent with every request, beside the suite's own. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Default `document`. */
  readonly readings?: Profile;
  /** Seed of everything random, 0 to 2^31 - 1. Default: drawn, and in the report. */
  readonly seed?: number;
  /** Default `standard`. */
  readonly effort?: Effort;
  /** Randomly drawn cases per requirement; default the effort's own number. */
  readonly cases?: number;
  /** Globs over requirement ids. Default: all. */
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  /** Globs; one that matches and could not be exercised makes the exit code 2. */
  readonly require?: readonly string[];
  /** Requests in flight at most; default 16. */
  readonly concurrency?: number;
  /** Milliseconds that one request may take; default 5,000. */
  readonly timeoutMs?: number;
  /** Milliseconds that a connection may take; default that of a request, at most 5,000. */
  readonly connectTimeoutMs?: number;
  /** The run ends in order, its verdict `partial`, after so many requests, milliseconds, or requirements that failed. */
  readonly maxRequests?: number;
  readonly maxTimeMs?: number;
  readonly maxFailures?: number;
  /** Requests a second at most. */
  readonly perSecond?: number;
  /** Paths of files in PEM: certificates to trust instead of the usual ones, and the client's own certificate with its key. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** Take any certificate of the target. Default false. */
  readonly insecure?: boolean;
  /** URL of an http or https proxy. Default: what `HTTPS_PROXY` and the like say in `env`. */
  readonly proxy?: string;
  /** Path of a file of failures that are known and excused. Default: none, or what `env` names. */
  readonly knownFailures?: string;
  /** Whether a target of the public cloud may be changed. Default false. */
  readonly allowProduction?: boolean;
  /** A failed SHOULD counts like a failed MUST. Default false. */
  readonly strict?: boolean;
  /** Folder for the report, and for the state of the services while they are changed. Default `reports/latest`. */
  readonly reportDir?: string;
  /** Aborted: the run stops in order, puts the services back, and its verdict is `interrupted`. */
  readonly signal?: AbortSignal;
  /** Told how far the run has come. */
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * Judges a target, or the embedded mock, writes the report into its folder and returns it. What the target does wrong is in the
 * report, and never thrown.
 *
 * @throws UserError for options that cannot be used, before anything is sent
 */
export async function run(options: RunOptions = {}): Promise<Report> {
  const config = configOf(options);
  refuseNoTarget(config);
  const { signal = new AbortController().signal, onProgress = () => undefined } = options;
  checkChoice(config, engine.ids());
  await readKnownFailures(config, engine.ids());
  refuseProduction(config);
  return withFolder(config.reportDir, 'run', async () => {
    await prepareReportDir(config.reportDir);
    const report = await engine.run(config, { signal, progress: onProgress, record: true });
    return (await keepReport(config.reportDir, report)).report;
  });
}

/** The requirements in the order of the contract. */
export function requirements(): readonly RequirementInfo[] {
  return engine.requirements();
}

/** The configuration that options add up to. A UserError names what is wrong. */
export function configOf(options: RunOptions): Config {
  const { target, headers = {}, env = {} } = options;
  const { serviceIds, portIds, siblingServiceId, ...address } = target ?? {};
  const flags: Flags = {
    ...flagsOf({ ...options, ...address, serviceIds, portIds, siblingServiceId: siblingServiceId ?? undefined }),
    header: Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  };
  if (target === undefined) return resolveConfig(flags, env);
  const secrets = {
    VPCEP_TOKEN: target.token ?? undefined,
    VPCEP_AK: target.keys?.accessKey,
    VPCEP_SK: target.keys?.secretKey,
    VPCEP_SECURITY_TOKEN: target.keys?.securityToken ?? undefined,
    VPCEP_FOREIGN_TOKEN: target.foreignToken ?? undefined,
  };
  return resolveConfig(flags, secrets);
}

/** Values by the names of the options, as the texts that a command line would give. Secrets are left to the environment. */
function flagsOf(options: object): Flags {
  const flags: Record<string, string | boolean | readonly string[]> = {};
  const values = new Map<string, unknown>(Object.entries(options));
  for (const [name, option] of Object.entries(allOptions as OptionTable)) {
    const attribute = flagAttribute(option);
    const value = values.get(name);
    if (attribute === null || value === undefined || option.takes === 'secret' || name === 'headers') continue;
    if (typeof value === 'boolean') flags[attribute] = value;
    else if (Array.isArray(value)) flags[attribute] = value.map(String);
    // The command line counts in seconds.
    else if (typeof value === 'number') flags[attribute] = String(name.endsWith('Ms') ? value / 1_000 : value);
    else if (typeof value === 'string') flags[attribute] = value;
  }
  return flags;
}
