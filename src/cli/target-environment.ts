import type { Environment } from '../config-values.js';

const ADDRESS = ['VPCEP_TARGET', 'VPCEP_PROJECT_ID', 'VPCEP_SERVICE_ID', 'VPCEP_SIBLING_SERVICE_ID'];
const WAY = ['VPCEP_CA', 'VPCEP_CERT', 'VPCEP_KEY', 'VPCEP_PROXY'];
const ALL = [...ADDRESS, ...WAY, 'VPCEP_TOKEN', 'VPCEP_FOREIGN_TOKEN', 'VPCEP_PORT_ID'];

/**
 * An environment that says nothing of where a target is (`address`), or nothing of a target at all: for what is sent
 * to the target that a report names, so that the services of one are never looked for on another.
 */
export function withoutTarget(env: Environment, what: 'address' | 'all'): Environment {
  const dropped = what === 'all' ? ALL : ADDRESS;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !dropped.includes(name)));
}
