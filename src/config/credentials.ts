import { UserError } from '../shared/errors.js';
import type { AccessKeys } from '../shared/model.js';
import type { addressOptions } from './target-options.js';
import type { Settings } from './sources.js';

/** How requests to a target are authenticated. */
export interface TargetCredentials {
  /** Null if a command supplies it, or requests are signed instead. */
  readonly token: string | null;
  /** A command that prints the token; absent if there is none. */
  readonly tokenCommand?: string;
  /** The keys that sign requests if there is no token; absent without AK and SK. */
  readonly keys?: AccessKeys;
}

/**
 * Returns how requests to a target are authenticated. Of a token and a token command, the one from the stronger source
 * wins. Throws a UserError, which shows no secret, if both come from the same one, and for half a pair of keys.
 */
export function readCredentials(settings: Settings<typeof addressOptions>): TargetCredentials {
  const { values, origins } = settings;
  const { token, tokenCommand } = values;
  const keys = keysOf(settings);
  const both = token !== null && tokenCommand !== null;
  if (both && origins.token.kind === origins.tokenCommand.kind) {
    throw new UserError(
      `${origins.token.from ?? ''} and ${origins.tokenCommand.from ?? ''} exclude each other`,
      'Leave one of them out.',
    );
  }
  const commanded =
    tokenCommand !== null && (token === null || STRENGTH[origins.tokenCommand.kind] > STRENGTH[origins.token.kind]);
  return {
    token: commanded ? null : token,
    ...(commanded ? { tokenCommand } : {}),
    ...(keys === null ? {} : { keys }),
  };
}

const STRENGTH = { flag: 3, environment: 2, file: 1, default: 0 } as const;

function keysOf({ values, origins }: Settings<typeof addressOptions>): AccessKeys | null {
  const { accessKey, secretKey, securityToken } = values;
  if (accessKey !== null && secretKey !== null) {
    if (/[\s,]/.test(accessKey)) {
      throw new UserError(
        `${origins.accessKey.from ?? ''} holds a blank or a comma`,
        'Set it to the AK and nothing else.',
      );
    }
    return { accessKey, secretKey, securityToken };
  }
  const given = [origins.accessKey, origins.secretKey, origins.securityToken].find(({ from }) => from !== null);
  if (given === undefined) return null;
  const missing = [...(accessKey === null ? ['VPCEP_AK'] : []), ...(secretKey === null ? ['VPCEP_SK'] : [])];
  throw new UserError(
    `${given.from ?? ''} is given, but ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not`,
    'AK and SK are needed together: VPCEP_AK and VPCEP_SK, or what --access-key-env and --secret-key-env name.',
  );
}
