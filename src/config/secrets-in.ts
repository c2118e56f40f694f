import type { Secret } from '../secrets/mask.js';
import { isSecretHeader } from './secret-headers.js';
import type { Variables } from './values.js';

/** Shorter values are likely to be ordinary words. */
const SHORTEST = 8;

/**
 * Returns the values in an environment whose names suggest credentials, for texts that are printed before anything else
 * is known.
 */
export function secretsIn(env: Variables): readonly Secret[] {
  return Object.entries(env).flatMap(([name, value]): Secret[] =>
    value !== undefined && value.length >= SHORTEST && (isSecretHeader(name) || /^VPCEP_[AS]K$/.test(name))
      ? [{ kind: name === 'VPCEP_FOREIGN_TOKEN' ? 'foreign-token' : 'token', value }]
      : [],
  );
}
