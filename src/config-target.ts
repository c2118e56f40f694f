import {
  type Environment,
  type Given,
  parsePathId,
  parseSecret,
  parseUrl,
  parseUuid,
  refuseDoublets,
  secret,
  several,
  single,
} from './config-values.js';
import { UserError } from './errors.js';

/** A running endpoint, and what may be used of it. */
export interface Target {
  /** What stands before `/v1`; a base path is kept, without a slash at its end. */
  readonly url: string;
  readonly projectId: string;
  /** Services that the run may change; never empty. */
  readonly serviceIds: readonly string[];
  /** Shares the first service's port_id; it is only ever read. */
  readonly siblingServiceId: string | null;
  readonly token: string;
  /** A token of another project. */
  readonly foreignToken: string | null;
  /** Ids that a service may take as its port_id. */
  readonly portIds: readonly string[];
}

/** The options that say what is judged. */
export interface TargetFlags {
  readonly url?: string | undefined;
  readonly projectId?: string | undefined;
  readonly serviceId?: readonly string[] | undefined;
  readonly siblingServiceId?: string | undefined;
  readonly tokenEnv?: string | undefined;
  readonly foreignTokenEnv?: string | undefined;
  readonly portId?: readonly string[] | undefined;
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly insecure?: boolean | undefined;
  readonly proxy?: string | undefined;
}

/**
 * The target that flags and environment name; null where nothing of a target is given.
 * Throws a UserError for half a target: judging the embedded mock instead would be a false comfort.
 */
export function resolveTarget(flags: TargetFlags, env: Environment): Target | null {
  const url = single(flags.url, '--url', env, 'VPCEP_TARGET');
  const project = single(flags.projectId, '--project-id', env, 'VPCEP_PROJECT_ID');
  const services = several(flags.serviceId, '--service-id', env, 'VPCEP_SERVICE_ID');
  const sibling = single(flags.siblingServiceId, '--sibling-service-id', env, 'VPCEP_SIBLING_SERVICE_ID');
  const token = secret(flags.tokenEnv, '--token-env', env, 'VPCEP_TOKEN');
  const foreign = secret(flags.foreignTokenEnv, '--foreign-token-env', env, 'VPCEP_FOREIGN_TOKEN');
  const ports = several(flags.portId, '--port-id', env, 'VPCEP_PORT_ID');
  if (url === null) {
    const part = [project, ...services, sibling, token, foreign, ...ports].find((given) => given !== null);
    if (part === undefined) return null;
    throw new UserError(
      `${part.from} is given, but no URL says what to judge`,
      'Add --url or VPCEP_TARGET. To judge the embedded mock, give nothing of a target.',
    );
  }
  const parsedUrl = parseUrl(url);
  if (project === null || token === null || services.length === 0) throw halfATarget(url, project, services, token);
  const serviceIds = services.map((id) => parsePathId(id, 'the id of a service'));
  refuseDoublets(serviceIds, services[0]?.from ?? '--service-id');
  if (sibling !== null && serviceIds.some((id) => id.toLowerCase() === sibling.text.toLowerCase())) {
    throw new UserError(
      `${sibling.from} is also among the services that the run may change`,
      "The sibling is only read: name another service, one that shares the first one's port_id.",
    );
  }
  if (foreign !== null && foreign.text === token.text) {
    throw new UserError(`${foreign.from} holds the same token as ${token.from}`, 'It must be one of another project.');
  }
  const portIds = ports.map((id) => parseUuid(id, 'the id of a port'));
  return {
    url: parsedUrl,
    projectId: parsePathId(project, 'the id of a project'),
    serviceIds,
    siblingServiceId: sibling === null ? null : parsePathId(sibling, 'the id of a service'),
    token: parseSecret(token),
    foreignToken: foreign === null ? null : parseSecret(foreign),
    portIds: refuseDoublets(portIds, ports[0]?.from ?? '--port-id'),
  };
}

function halfATarget(url: Given, project: Given | null, services: readonly Given[], token: Given | null): UserError {
  const missing = [
    project === null ? 'the project: --project-id or VPCEP_PROJECT_ID' : null,
    services.length === 0 ? 'a service that the run may change: --service-id or VPCEP_SERVICE_ID' : null,
    token === null ? 'a token: VPCEP_TOKEN, or another variable that --token-env names' : null,
  ].filter((part) => part !== null);
  return new UserError(`${url.from} names a target, but something is missing`, `Add ${missing.join('; ')}.`);
}
