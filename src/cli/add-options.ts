import { type Command, Option } from 'commander';
import type { Option as Row, OptionTable } from '../config/option.js';
import type { allOptions, fileOptions } from '../config/options.js';
import { collect, DescribedOption, repeatable } from './described-option.js';

type OptionName = keyof typeof allOptions | keyof typeof fileOptions;

const CONFIGURATION = 'Configuration';

/** The options that several commands have, by the headings under which help lists them. */
const GROUPS = {
  Target: ['url', 'projectId', 'serviceIds', 'siblingServiceId', 'portIds', 'mock', 'allowProduction'],
  Credentials: ['token', 'tokenCommand', 'accessKey', 'secretKey', 'securityToken', 'foreignToken'],
  Connection: ['ca', 'cert', 'key', 'insecure', 'proxy', 'headers', 'timeoutMs', 'connectTimeoutMs'],
  Cases: ['effort', 'cases', 'seed', 'only', 'skip', 'lastFailed', 'shard', 'dryRun'],
  Verdict: ['readings', 'require', 'strict', 'knownFailures', 'updateKnown'],
  Limits: ['concurrency', 'perSecond', 'maxRequests', 'maxTimeMs', 'maxFailures'],
  Output: ['reportDir', 'quiet', 'verbose', 'json'],
  [CONFIGURATION]: ['config', 'targetName'],
} as const satisfies Readonly<Record<string, readonly OptionName[]>>;

/**
 * Adds the options of a table under their headings; an option without one is left out. Those of `twice` may be given
 * once or twice, for two targets.
 */
export function addOptions(command: Command, table: OptionTable, twice: OptionTable = {}): Command {
  for (const [heading, names] of Object.entries(GROUPS))
    for (const name of names) {
      const row = table[name] ?? twice[name];
      if (row !== undefined) addOption(command, row, { heading, twice: name in twice });
    }
  return command;
}

/** Adds the options of a table that one command alone has. */
export function addOwnOptions(command: Command, table: OptionTable): Command {
  for (const row of Object.values(table)) addOption(command, row);
  return command;
}

/** Adds options that a configuration file may set, and those that choose the file. */
export function addConfigured(command: Command, table: OptionTable): Command {
  return addEnvFile(addOptions(command, table)).addOption(
    new Option('--no-config', 'use no configuration file, even if there is one').helpGroup(`${CONFIGURATION}:`),
  );
}

/** Adds the option that sets variables from a file. */
export function addEnvFile(command: Command): Command {
  return command.addOption(
    repeatable(
      '--env-file <file>',
      'set the variables of a file, as Node.js does; those already set are kept',
    ).helpGroup(`${CONFIGURATION}:`),
  );
}

/** Adds an option that has a flag. A hidden `--no-` flag turns off a switch that a variable or a file turns on. */
function addOption(
  command: Command,
  row: Row,
  { heading, twice = false }: { readonly heading?: string; readonly twice?: boolean } = {},
): void {
  if (row.flag === null) return;
  const option = new DescribedOption(row.flag, twice && row.takes === 'many' ? { ...row, takes: 'one' } : row);
  if (heading !== undefined) option.helpGroup(`${heading}:`);
  if (twice && row.takes !== 'switch') option.argParser(collect);
  command.addOption(option);
  if (row.takes !== 'switch' || twice) return;
  const negated = new Option(row.flag.replace('--', '--no-')).hideHelp();
  command.addOption(heading === undefined ? negated : negated.helpGroup(`${heading}:`));
}
