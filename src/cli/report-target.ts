import type { Flags } from '../config/config.js';
import { askedTarget, fileSettings, fileSettingsAt, type FileSettings } from '../config/file-settings.js';
import { environmentSource, flagSource, resolveSettings, type SettingsSource } from '../config/sources.js';
import { addressOptions } from '../config/target-options.js';
import { UserError } from '../shared/errors.js';
import type { Io } from './io.js';
import { withoutTarget } from './target-environment.js';

/** Where the services of a report folder are, according to its files. */
export interface ReportTarget {
  readonly url: string;
  readonly projectId: string;
  readonly serviceIds: readonly string[];
  readonly siblingServiceId: string | null;
}

/** What the user says about the target of a report folder. */
export interface OwnWords {
  /** The URL from a flag or a variable; null if there is none. */
  readonly url: string | null;
  /** Whether the user names the same target as the files. */
  readonly names: boolean;
  /** What else is said about its address, strongest first. */
  readonly address: readonly SettingsSource[];
  /** What the configuration file says about credentials and the network. */
  readonly file: FileSettings | null;
}

/** The flag by which a user trusts a report folder. */
export type TrustFlags = { readonly trustReport?: boolean };

/** Returns what flags, variables and the configuration file say about the target of a report folder. */
export async function ownWords(
  target: ReportTarget,
  flags: Flags,
  { env, cwd }: Pick<Io, 'env' | 'cwd'>,
): Promise<OwnWords> {
  const given = [flagSource(flags, env), environmentSource(env)];
  const { url } = resolveSettings({ url: addressOptions.url }, given).values;
  if (url !== null && url !== target.url) {
    return { url, names: false, address: given, file: await fileSettings(flags, env, cwd) };
  }
  const file = await fileSettingsAt(target.url, flags, env, cwd);
  const chosen = file !== null && (file.namesIt || askedTarget(flags, env) !== null);
  // Without a URL, variables may be left from another target.
  const said = url === null ? [flagSource(flags, env)] : given;
  return {
    url,
    names: url !== null || file?.namesIt === true,
    address: [...said, ...(chosen ? [file.address] : [])],
    file,
  };
}

/**
 * Refuses to send credentials to a URL that only a report names: whoever wrote the report would get them.
 *
 * @throws UserError
 */
export function refuseUnnamed(target: ReportTarget, own: OwnWords, { trustReport = false }: TrustFlags): void {
  if (own.names || trustReport) return;
  const other = own.url === null ? '' : `, and you name ${own.url}`;
  throw new UserError(
    `the target ${target.url} is named only by the report${other}: your credentials are not sent there`,
    `If it is yours, add --url ${target.url}, or --trust-report if you trust whoever wrote the report.`,
  );
}

/** Returns the project and services of the target as the user names them, else as the report does. */
export function addressFlags(target: ReportTarget, { address }: OwnWords): Flags {
  const { projectId, serviceIds, siblingServiceId } = addressOptions;
  const { values } = resolveSettings({ projectId, serviceIds, siblingServiceId }, address);
  return {
    url: target.url,
    projectId: values.projectId ?? target.projectId,
    serviceId: values.serviceIds.length > 0 ? values.serviceIds : target.serviceIds,
    siblingServiceId: values.siblingServiceId ?? target.siblingServiceId ?? undefined,
  };
}

/** Returns the environment of a command whose target is settled. */
export function settledEnvironment(env: Io['env']): Io['env'] {
  return withoutTarget(env, 'address');
}
