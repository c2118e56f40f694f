import { randomInt } from 'node:crypto';
import { isObject, type Json } from '../shared/json.js';
import { parseGlob, parseHeader } from './values.js';
import type { Effort, Profile } from '../shared/model.js';
import { parseDuration, parseRate } from './spending.js';
import { parseShard } from './parse-shard.js';
import { parseProfile, readingsInFile } from './parse-profile.js';
import { anyText, type FlagsOf, integer, many, none, one, type Option, seconds, toggle, word } from './option.js';
import { addressOptions, networkOptions } from './target-options.js';

/** A file lists headers by name: `{ X-Trace: nightly }`. */
const byName = {
  schema: { type: 'object', additionalProperties: { anyOf: [{ type: 'string' }, { type: 'number' }] } },
  texts: (value: Json) =>
    isObject(value) ? Object.entries(value).map(([name, text]) => `${name}: ${String(text as string | number)}`) : [],
};

/** What a run may spend; null means no limit. */
export const spendingOptions = {
  /** Requests that are sent, including repeated ones. */
  maxRequests: integer(
    {
      flag: '--max-requests <n>',
      says: 'stop cleanly after this many requests, not counting those that put services back',
      min: 1,
      max: 1_000_000_000,
    },
    none,
  ),
  /** Milliseconds from the first request. */
  maxTimeMs: one(
    {
      flag: '--max-time <time>',
      key: 'maxTime',
      says: 'stop cleanly this long after the first request, such as 90s, 5m or 1h',
    },
    { type: ['string', 'number'] },
    parseDuration,
    none,
  ),
  /** Requirements that fail. */
  maxFailures: integer(
    { flag: '--max-failures <n>', says: 'stop cleanly after this many failed requirements', min: 1, max: 1_000_000 },
    none,
  ),
  /** Most requests per second, of any kind. */
  perSecond: one(
    {
      flag: '--rate <n/s>',
      key: 'rate',
      says: 'maximum rate of requests of any kind, evenly spaced, such as 20/s or 100/m',
    },
    { type: ['string', 'number'] },
    parseRate,
    none,
  ),
};

/** How requests are sent and answers judged, for every command that has a target. */
export const judgingOptions = {
  /** Sent with every request, besides the suite's own. Values may be secret: mask what `secretsOf` returns. */
  headers: {
    ...many({ flag: '-H, --header <header>', says: "header to send with every request, 'Name: value'" }, parseHeader),
    ...byName,
  },
  /** Without it, hosts of the public cloud are refused. */
  allowProduction: toggle({
    flag: '--allow-production',
    says: 'allow changes to services of the public cloud; without it, they are refused before any request',
  }),
  /** Milliseconds. */
  timeoutMs: seconds(
    {
      flag: '--timeout <seconds>',
      key: 'timeout',
      says: 'time limit of a request, from sending it to the end of the reply',
      byDefault: '5',
      min: 0.1,
      max: 600,
    },
    () => 5000,
  ),
  /** Milliseconds; null means the time of a request, but 5 seconds at most. */
  connectTimeoutMs: seconds(
    {
      flag: '--connect-timeout <seconds>',
      key: 'connectTimeout',
      says: 'time limit for opening a connection, including proxy and TLS',
      byDefault: 'that of a request, but at most 5',
      min: 0.1,
      max: 600,
    },
    none,
  ),
  /** Which readings are loosened. */
  readings: {
    ...one(
      {
        flag: '--readings <profile>',
        variable: 'VPCEP_READINGS',
        says: 'how gaps in the document are read: document, or production for a region behind a gateway; document+R7 loosens one reading alone',
        byDefault: 'document',
      },
      {},
      parseProfile,
      (): Profile => 'document',
    ),
    ...readingsInFile,
  },
};

/** Options of `run`. */
export const runOptions = {
  /** True requests the embedded mock, false excludes it; null, the default, judges it if no target is named. */
  mock: {
    ...toggle({
      flag: '--mock',
      variable: 'VPCEP_MOCK',
      key: 'judgeMock',
      says: 'judge the embedded mock; with --no-mock a target must be named',
    }),
    fallback: none,
  } as Option<boolean | null, '--mock', 'switch'>,
  effort: word<Effort, '--effort <effort>'>(
    { flag: '--effort <effort>', says: 'how many cases are sent' },
    ['quick', 'standard', 'thorough'],
    'standard',
  ),
  /** Null means the effort's own number. */
  cases: integer(
    {
      flag: '--cases <n>',
      says: 'randomly drawn cases per requirement',
      byDefault: 'set by the effort',
      min: 1,
      max: 100_000,
    },
    none,
  ),
  seed: integer(
    {
      flag: '--seed <n>',
      variable: 'VPCEP_SEED',
      says: 'seed of everything random; the same seed sends the same cases',
      byDefault: 'random, and printed',
      min: 0,
      max: 2 ** 31 - 1,
    },
    () => randomInt(2 ** 31),
  ),
  /** Empty selects all. */
  only: many(
    {
      flag: '--only <glob>',
      says: 'judge only matching requirements: an id, a chapter such as effect, or a glob such as request-body/ports/*',
    },
    parseGlob,
  ),
  skip: many({ flag: '--skip <glob>', says: 'leave out matching requirements' }, parseGlob),
  require: many(
    { flag: '--require <glob>', says: 'exit with 2 if a matching requirement could not be exercised' },
    parseGlob,
  ),
  lastFailed: toggle({
    flag: '--last-failed',
    says: 'judge only what failed or was not judged in the last run of the report folder',
  }),
  concurrency: integer(
    {
      flag: '--concurrency <n>',
      variable: 'VPCEP_CONCURRENCY',
      says: 'maximum number of requests in flight; 1 is strictly sequential',
      byDefault: '16',
      min: 1,
      max: 256,
    },
    () => 16,
  ),
  /** Null means the file with the default name, if the command looks for one. */
  knownFailures: one(
    {
      flag: '--known-failures <file>',
      variable: 'VPCEP_KNOWN_FAILURES',
      says: 'file of known failures to excuse',
      byDefault: 'known-failures.yaml, if it exists',
    },
    anyText,
    ({ text: path }) => path,
    none,
  ),
  updateKnown: toggle({
    flag: '--update-known',
    says: 'update that file: remove what passes, add what fails',
  }),
  dryRun: toggle({
    flag: '--dry-run',
    says: 'print what would be sent and roughly how long it would take; send and write nothing',
  }),
  /** Null judges all. */
  shard: one(
    {
      flag: '--shard <i/n>',
      variable: 'VPCEP_SHARD',
      says: 'judge share i of n on its own services, with seed 1 by default; merge joins the reports',
    },
    { type: 'string', pattern: '^[0-9]+/[0-9]+$' },
    parseShard,
    none,
  ),
  strict: toggle({ flag: '--strict', says: 'count a failed SHOULD like a failed MUST' }),
  /** Each run replaces the report of the one before. */
  reportDir: {
    ...one(
      {
        flag: '--report-dir <folder>',
        variable: 'VPCEP_REPORT_DIR',
        says: 'folder of the report; an earlier report in it is replaced',
        byDefault: 'reports/latest',
      },
      anyText,
      ({ text: folder }) => folder,
      () => 'reports/latest',
    ),
    isPath: true,
  },
  quiet: toggle({ flag: '--quiet', says: 'print no progress, only the verdict and its reasons' }),
  verbose: toggle({ flag: '--verbose', says: 'print every failure in full and every requirement by name' }),
  json: toggle({ flag: '--json', says: 'print the report as JSON on stdout, everything else on stderr' }),
};

/** What may be decided anew when a record is judged again; no variable sets it. */
export const rejudgingOptions = {
  readings: { ...judgingOptions.readings, byDefault: "the run's", variable: null },
  only: runOptions.only,
  skip: runOptions.skip,
  require: runOptions.require,
  knownFailures: { ...runOptions.knownFailures, variable: null },
  strict: runOptions.strict,
  reportDir: { ...runOptions.reportDir, byDefault: 'REPORT_DIR/rejudged', variable: null },
  quiet: runOptions.quiet,
  verbose: runOptions.verbose,
  json: runOptions.json,
};

/** The configuration file and its target to use; a file cannot set these. */
export const fileOptions = {
  config: one(
    {
      flag: '--config <file>',
      variable: 'VPCEP_CONFIG',
      says: 'configuration file',
      byDefault: 'the nearest vpcep.config.* in this folder or above',
    },
    anyText,
    ({ text: path }) => path,
    none,
  ),
  targetName: one(
    { flag: '--target <name>', variable: 'VPCEP_TARGET_NAME', says: 'one of the targets in the configuration file' },
    anyText,
    ({ text: name }) => name,
    none,
  ),
};

/** The options of every command that has a target. */
export const targetOptions = { ...addressOptions, ...networkOptions, ...judgingOptions };

const { effort, cases, seed, only, skip, concurrency, reportDir, quiet } = runOptions;

/** The options that two runs share when their answers are compared. */
export const comparingOptions = { effort, cases, seed, only, skip, concurrency, reportDir, quiet };

/** All options of a configuration. */
export const allOptions = { ...targetOptions, ...runOptions, ...spendingOptions };

/** Options as the command line gives them; absent ones come from the environment, then from the defaults. */
export type Flags = FlagsOf<typeof allOptions> & FlagsOf<Pick<typeof fileOptions, 'targetName'>> & FileFlag;

/** `--config FILE`, or false for `--no-config`. */
export type FileFlag = { readonly config?: string | false | undefined };
