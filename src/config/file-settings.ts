import { UserError } from '../shared/errors.js';
import { didYouMean } from '../shared/nearest.js';
import type { ConfigFile, FileSearch } from './config-file.js';
import { placeIn } from './place-in.js';
import { fileSource, type Sections, sectionOf } from './file-source.js';
import { flagName, type OptionTable } from './option.js';
import { fileOptions } from './options.js';
import { addressOptions, networkOptions } from './target-options.js';
import { environmentSource, type FlagValues, flagSource, resolveSettings, type SettingsSource } from './sources.js';
import { substitute } from './substitute.js';
import type { Variables } from './values.js';

/** What a configuration file contributes to one command. */
export interface FileSettings {
  readonly file: ConfigFile;
  /** The selected target of the file; null if there is none. */
  readonly target: string | null;
  /** Whether a flag or a variable selected that target. */
  readonly chosen: boolean;
  readonly source: SettingsSource;
}

/** What a configuration file contributes to a command whose target is named elsewhere. */
export interface FileSettingsAt extends FileSettings {
  /** Whether the file names a target with that URL. */
  readonly namesIt: boolean;
  /** What it says about the target's address: its project and services. */
  readonly address: SettingsSource;
}

/** A target that was requested by name, and where. */
interface RequestedTarget {
  readonly name: string;
  readonly from: string;
}

/**
 * Returns the file that flags and environment name, else the nearest one; null if there is none, or with `--no-config`.
 * Throws a UserError if there is none but one of its targets is requested.
 */
export async function findConfigFile(
  flags: FlagValues,
  env: Variables,
  cwd: string,
  asked: RequestedTarget | null = null,
  search: FileSearch = {},
): Promise<ConfigFile | null> {
  const { config } = resolveSettings(fileOptions, [flagSource(flags, env), environmentSource(env)]).values;
  const { readConfigFile } = await import('./config-file.js');
  const file = flags['config'] === false ? null : await readConfigFile(config, cwd, search);
  if (file !== null || asked === null) return file;
  throw new UserError(
    `${asked.from} names the target ${JSON.stringify(asked.name)}, but there is no configuration file`,
    flags['config'] === false ? 'Leave --no-config out.' : 'Write vpcep.config.yaml, or name one with --config.',
  );
}

/**
 * Returns the settings of the configuration file for a command that judges the target named by flags, environment and
 * file. Throws a UserError for a target that the file does not have, if none is selected but one must be, and for
 * variables that name another one.
 */
export async function fileSettings(
  flags: FlagValues,
  env: Variables,
  cwd: string,
  search: FileSearch = {},
): Promise<FileSettings | null> {
  const asked = askedTarget(flags, env);
  const file = await findConfigFile(flags, env, cwd, asked, search);
  if (file === null) return null;
  const target = asked === null ? defaultTarget(file, env) : knownTarget(file, asked.name, asked.from);
  const sections: Sections = target === null ? [[]] : [['targets', target], []];
  const source = fileSource(file, sections, env, cwd);
  if (asked !== null) refuseOtherTarget(source, env, asked);
  else if (target === null) refuseNoChoice(file, [flagSource(flags, env), environmentSource(env), source]);
  return { file, target, chosen: asked !== null, source };
}

/**
 * Returns the settings of the configuration file for a command whose target is named elsewhere, as in a report:
 * credentials and network options come only from the target with that URL.
 */
export async function fileSettingsAt(
  url: string,
  flags: FlagValues,
  env: Variables,
  cwd: string,
): Promise<FileSettingsAt | null> {
  const asked = askedTarget(flags, env);
  const file = await findConfigFile(flags, env, cwd, asked);
  if (file === null) return null;
  const urlOf = (sections: Sections): string | null => {
    try {
      return resolveSettings({ url: addressOptions.url }, [fileSource(file, sections, env, cwd)]).values.url;
    } catch (error) {
      // A target whose variables are not set is not the one that is meant.
      if (error instanceof UserError) return null;
      throw error;
    }
  };
  if (asked !== null) {
    const target = knownTarget(file, asked.name, asked.from);
    const sections = [['targets', target], []];
    const own = urlOf(sections);
    if (own !== null && own !== url) {
      throw new UserError(
        `${asked.from} names ${target}, which is at ${own}, but the services are at ${url}`,
        `Leave ${asked.from} out.`,
      );
    }
    const address = fileSource(file, sections, env, cwd);
    return { file, target, chosen: true, source: withoutAddress(address), namesIt: own !== null, address };
  }
  const target = targetNames(file).find((name) => urlOf([['targets', name], []]) === url) ?? null;
  const sections: Sections = target === null ? [[]] : [['targets', target], []];
  const source = fileSource(file, sections, env, cwd);
  const own = urlOf(sections);
  const stranger = target === null && ![null, url].includes(own);
  return {
    file,
    target,
    chosen: false,
    source: stranger ? withoutTargetIn(source) : withoutAddress(source),
    namesIt: own === url,
    address: source,
  };
}

/** Returns a source without the address of a target. */
function withoutAddress(source: SettingsSource): SettingsSource {
  const { url, projectId, serviceIds, siblingServiceId } = addressOptions;
  return without(source, { url, projectId, serviceIds, siblingServiceId });
}

/** Returns a source without anything about a target. */
export function withoutTargetIn(source: SettingsSource): SettingsSource {
  return without(source, { ...addressOptions, ...networkOptions });
}

function without(source: SettingsSource, table: OptionTable): SettingsSource {
  return { ...source, given: (name, option) => (Object.hasOwn(table, name) ? [] : source.given(name, option)) };
}

/** Returns the target that a flag or a variable names, and where. */
export function askedTarget(flags: FlagValues, env: Variables): RequestedTarget | null {
  const { values, origins } = resolveSettings(fileOptions, [flagSource(flags, env), environmentSource(env)]);
  return values.targetName === null ? null : { name: values.targetName, from: origins.targetName.from ?? '' };
}

function targetNames({ content }: ConfigFile): readonly string[] {
  return Object.keys(sectionOf(content, ['targets']));
}

function defaultTarget(file: ConfigFile, env: Variables): string | null {
  const given = file.content['target'];
  if (typeof given !== 'string') return null;
  const from = placeIn(file, file.name, ['target']);
  return knownTarget(file, substitute(given, env, from), from);
}

function knownTarget(file: ConfigFile, name: string, from: string): string {
  const names = targetNames(file);
  if (names.includes(name)) return name;
  throw new UserError(
    `${from} names ${JSON.stringify(name)}, which is not a target of ${file.name}${didYouMean(name, names)}`,
    names.length === 0 ? 'List its targets under `targets`.' : `Its targets are ${names.join(', ')}.`,
  );
}

/** If there are targets to choose from, judging the embedded mock would give false assurance. */
function refuseNoChoice(file: ConfigFile, sources: readonly SettingsSource[]): void {
  const names = targetNames(file);
  const { url } = addressOptions;
  if (names.length === 0 || sources.some(({ given }) => given('url', url).length > 0)) return;
  throw new UserError(
    `${file.name} has the targets ${names.join(', ')}, but none of them is selected`,
    'Add --target NAME, or a line `target: NAME` to the file.',
  );
}

const CREDENTIALS: OptionTable = (({ token, tokenCommand, accessKey, secretKey, securityToken }) => ({
  token,
  tokenCommand,
  accessKey,
  secretKey,
  securityToken,
}))(addressOptions);

/** A target selected by name is not mixed with variables that are left from another. */
function refuseOtherTarget(source: SettingsSource, env: Variables, asked: RequestedTarget): void {
  const variables = environmentSource(env);
  const hasCredentials = Object.entries(CREDENTIALS).some(([name, option]) => source.given(name, option).length > 0);
  for (const [name, option] of Object.entries(addressOptions as OptionTable)) {
    const told = variables.given(name, option);
    const said = source.given(name, option);
    const [variable] = told;
    if (variable === undefined) continue;
    const other = said.length > 0 || (hasCredentials && Object.hasOwn(CREDENTIALS, name));
    if (!other || said.map(({ text }) => text).join(' ') === told.map(({ text }) => text).join(' ')) continue;
    throw new UserError(
      `${asked.from} selects ${asked.name}, but ${variable.from} contradicts that target`,
      `Unset ${variable.from}, give ${flagName(option) ?? 'the flag'}, or leave ${asked.from} out.`,
    );
  }
}

/** Returns the file's settings for the mock. */
export function mockSource(file: ConfigFile, env: Variables, cwd: string): SettingsSource {
  return fileSource(file, [['mock']], env, cwd);
}
