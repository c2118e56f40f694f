import { UserError } from '../shared/errors.js';
import { readCredentials, type TargetCredentials } from './credentials.js';
import { addressOptions } from './target-options.js';
import type { Settings } from './sources.js';

/** A running endpoint, and what may be used of it. */
export interface Target extends TargetCredentials {
  /** The part before `/v1`, including any base path, without a trailing slash. */
  readonly url: string;
  readonly projectId: string;
  /** Services that the run may change; never empty. */
  readonly serviceIds: readonly string[];
  /** In a shard: the services of all shards, in order. Those of other shards are only ever read. */
  readonly among?: readonly string[];
  /** Shares the first service's port_id; it is only ever read. */
  readonly siblingServiceId: string | null;
  /** A token of another project. */
  readonly foreignToken: string | null;
  /** Ids that a service may take as its port_id. */
  readonly portIds: readonly string[];
  /** How many milliseconds a second of its clock takes; default 1000. The clock of the embedded mock runs faster. */
  readonly secondMs?: number;
}

/**
 * Returns the target that the settings name; null if they name none. Throws a UserError for an incomplete target:
 * judging the embedded mock instead would give false assurance.
 */
export function targetOf(settings: Settings<typeof addressOptions>): Target | null {
  const { values, origins } = settings;
  const { url, projectId, serviceIds, siblingServiceId, foreignToken, portIds } = values;
  if (url === null) {
    const part = (Object.keys(addressOptions) as (keyof typeof addressOptions)[])
      .map((name) => origins[name])
      .find(({ from }) => from !== null);
    if (part === undefined) return null;
    throw new UserError(
      `${part.from ?? ''} is given, but no URL says what to judge`,
      'Add --url or VPCEP_TARGET. To judge the embedded mock, give no options of a target.',
    );
  }
  const credentials = readCredentials(settings);
  const { token } = credentials;
  const none = token === null && credentials.tokenCommand === undefined && credentials.keys === undefined;
  if (projectId === null || none || serviceIds.length === 0) {
    const missing = [
      projectId === null ? 'the project: --project-id or VPCEP_PROJECT_ID' : null,
      serviceIds.length === 0 ? 'a service that the run may change: --service-id or VPCEP_SERVICE_ID' : null,
      none
        ? 'a token: VPCEP_TOKEN, another variable that --token-env names, or --token-command; or AK and SK: VPCEP_AK and VPCEP_SK'
        : null,
    ].filter((part) => part !== null);
    throw new UserError(
      `${origins.url.from ?? ''} names a target, but something is missing`,
      `Add ${missing.join('; ')}.`,
    );
  }
  if (siblingServiceId !== null && serviceIds.some((id) => id.toLowerCase() === siblingServiceId.toLowerCase())) {
    throw new UserError(
      `${origins.siblingServiceId.from ?? ''} is also among the services that the run may change`,
      "The sibling is only read: name another service, one that shares the first one's port_id.",
    );
  }
  if (foreignToken !== null && foreignToken === token) {
    throw new UserError(
      `${origins.foreignToken.from ?? ''} holds the same token as ${origins.token.from ?? ''}`,
      'It must be one of another project.',
    );
  }
  return { url, projectId, serviceIds, siblingServiceId, ...credentials, foreignToken, portIds };
}
