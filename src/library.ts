import { resolveConfig, type Config, type Flags } from './config.js';
import type { Target } from './config/target.js';
import { engine } from './engine.js';
import { readKnownFailures } from './known/read-known-failures.js';
import type { Effort, Profile } from './model.js';
import { refuseProduction } from './production.js';
import type { Progress } from './report/progress.js';
import type { Report } from './report/report.js';
import { prepareReportDir, writeReport } from './report/write-report.js';
import type { RequirementInfo } from './run/describe.js';

/** A running endpoint, and what may be used of it. */
export type TargetOptions = Pick<Target, 'url' | 'projectId' | 'serviceIds'> &
  Partial<Pick<Target, 'token' | 'tokenCommand' | 'keys' | 'siblingServiceId' | 'foreignToken' | 'portIds'>>;

/** What a run does; what is left out has the default of the command line. */
export interface RunOptions {
  /** What is judged. Default: what `env` names, else the embedded mock. */
  readonly target?: TargetOptions;
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
  const { signal = new AbortController().signal, onProgress = () => undefined } = options;
  await readKnownFailures(config, engine.ids());
  refuseProduction(config);
  await prepareReportDir(config.reportDir);
  const report = await engine.run(config, { signal, progress: onProgress, record: true });
  await writeReport(config.reportDir, report);
  return report;
}

/** The requirements in the order of the contract. */
export function requirements(): readonly RequirementInfo[] {
  return engine.requirements();
}

/** The configuration that options add up to. A UserError names what is wrong. */
export function configOf(options: RunOptions): Config {
  const { target, headers = {}, env = {}, timeoutMs } = options;
  const text = (value: number | undefined): string | undefined => (value === undefined ? undefined : String(value));
  const flags: Flags = {
    header: Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    readings: options.readings,
    seed: text(options.seed),
    effort: options.effort,
    cases: text(options.cases),
    only: options.only,
    skip: options.skip,
    require: options.require,
    concurrency: text(options.concurrency),
    timeout: timeoutMs === undefined ? undefined : String(timeoutMs / 1000),
    reportDir: options.reportDir,
    knownFailures: options.knownFailures,
    strict: options.strict,
    allowProduction: options.allowProduction,
    ...(target === undefined
      ? {}
      : {
          url: target.url,
          projectId: target.projectId,
          serviceId: target.serviceIds,
          siblingServiceId: target.siblingServiceId ?? undefined,
          tokenCommand: target.tokenCommand,
          portId: target.portIds,
        }),
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
