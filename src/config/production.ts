import type { Config } from './config.js';
import { UserError } from '../shared/errors.js';

/** Domains on which the public cloud, and partners' clouds based on it, serve their APIs. */
const PUBLIC_DOMAINS = [
  'myhuaweicloud.com',
  'myhuaweicloud.eu',
  'huaweicloud.com',
  'huaweicloud.eu',
  'myhwclouds.com',
  'otc.t-systems.com',
  'prod-cloud-ocb.orange-business.com',
  'g42cloud.com',
  'telefonicaopencloud.com',
];

/** Whether a URL leads to the public cloud itself. */
export function isProduction(url: string): boolean {
  const host = new URL(url).hostname.toLowerCase().replace(/\.+$/, '');
  return PUBLIC_DOMAINS.some((domain) => host === domain || host.endsWith(`.${domain}`));
}

/** Stops before any request to the public cloud that the user did not allow. */
export function refuseProduction({ target, allowProduction }: Pick<Config, 'target' | 'allowProduction'>): void {
  if (target === null || allowProduction || !isProduction(target.url)) return;
  throw new UserError(
    `${new URL(target.url).host} belongs to the public cloud: a run changes its services several thousand times`,
    'If its services may be changed and nobody uses them, add --allow-production.',
  );
}
