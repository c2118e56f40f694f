import type { OptionTable } from '../config/option.js';
import { addressOptions, networkOptions } from '../config/target-options.js';
import type { Variables } from '../config/values.js';

const { url, projectId, serviceIds, siblingServiceId } = addressOptions;
const address = { url, projectId, serviceIds, siblingServiceId };

/**
 * Returns an environment without a target's address (`address`), or without anything about a target (`all`): for what
 * is sent to the target that a report names, so that its services are never looked for on another.
 */
export function withoutTarget(env: Variables, what: 'address' | 'all'): Variables {
  const dropped: OptionTable = what === 'all' ? { ...addressOptions, ...networkOptions } : address;
  const variables = Object.values(dropped).map(({ variable }) => variable);
  return Object.fromEntries(Object.entries(env).filter(([name]) => !variables.includes(name)));
}
