import type { ChapterName, RequirementId } from '../generated/requirement-ids.js';
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

/** A running endpoint, and what a run may use of it. */
export type TargetOptions = Pick<Target, 'url' | 'projectId' | 'serviceIds'> &
  Partial<Pick<Target, 'token' | 'tokenCommand' | 'keys' | 'siblingServiceId' | 'foreignToken' | 'portIds'>>;

/** A requirement, a chapter, or a glob over ids such as `request-body/ports/*`. */
export type RequirementChoice = RequirementId | ChapterName | (string & {});

/** Options of a run; those left out default as on the command line. */
export interface RunOptions {
  /** What is judged. Default: what `env` names, else the embedded mock. */
  readonly target?: TargetOptions;
  /** True: judge the embedded mock. False: a target is required. Default: the embedded mock if no target is named. */
  readonly mock?: boolean;
  /** Variables such as `VPCEP_TARGET` that supply options left out. Default: none. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Sent with every request, in addition to the suite's own. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Default `document`. */
  readonly readings?: Profile;
  /** Seed of everything random, 0 to 2^31 - 1. Default: drawn, and reported. */
  readonly seed?: number;
  /** Default `standard`. */
  readonly effort?: Effort;
  /** Randomly drawn cases per requirement. Default: depends on the effort. */
  readonly cases?: number;
  /** What is judged. Default: all. */
  readonly only?: readonly RequirementChoice[];
  /** What is not judged. Default: nothing. */
  readonly skip?: readonly RequirementChoice[];
  /** What must be exercised: if it could not be, the exit code is 2. Default: nothing. */
  readonly require?: readonly RequirementChoice[];
  /** Maximum number of requests in flight; default 16. */
  readonly concurrency?: number;
  /** Time limit of one request in milliseconds; default 5,000. */
  readonly timeoutMs?: number;
  /** Time limit of a connection in milliseconds; default that of a request, at most 5,000. */
  readonly connectTimeoutMs?: number;
  /** The run ends cleanly, with verdict `partial`, after this many requests, milliseconds, or failed requirements. */
  readonly maxRequests?: number;
  readonly maxTimeMs?: number;
  readonly maxFailures?: number;
  /** Maximum number of requests per second. */
  readonly perSecond?: number;
  /** Paths of PEM files: certificates to trust instead of the usual ones, and the client certificate with its key. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** Accept any certificate of the target. Default false. */
  readonly insecure?: boolean;
  /** URL of an http or https proxy. Default: from `HTTPS_PROXY` and the like in `env`. */
  readonly proxy?: string;
  /** Path of a file of known failures that are excused. Default: none, or what `env` names. */
  readonly knownFailures?: string;
  /** Whether a target of the public cloud may be changed. Default false. */
  readonly allowProduction?: boolean;
  /** A failed SHOULD counts like a failed MUST. Default false. */
  readonly strict?: boolean;
  /** Folder for the report, and for the states of the services while they are changed. Default `reports/latest`. */
  readonly reportDir?: string;
  /** When aborted, the run stops cleanly, restores the services, and its verdict is `interrupted`. */
  readonly signal?: AbortSignal;
  /** Called with the progress of the run. */
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * Judges a target, or the embedded mock, writes the report into its folder and returns it. What the target does wrong
 * is reported, never thrown.
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

/** The configuration that options add up to. Throws a UserError that names what is wrong. */
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

/** Option values by name, as texts of a command line. Secrets are left to the environment. */
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
