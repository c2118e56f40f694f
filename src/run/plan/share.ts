import type { Config } from '../../config/config.js';
import { UserError } from '../../shared/errors.js';

/**
 * The configuration of one shard: its own services, and the ids that these may take as their port_id. The sibling goes
 * with the first service, whose port_id it shares.
 *
 * @throws UserError for fewer services than shards: no two machines may change one service
 */
export function shareOf(config: Config): Config {
  const { shard, target } = config;
  if (shard === null || target === null) return config;
  const { index, count } = shard;
  if (target.serviceIds.length < count) {
    throw new UserError(
      `${count} shards need as many services, and ${target.serviceIds.length === 1 ? 'one is' : `${target.serviceIds.length} are`} given`,
      'Give all shards the same list of services, at least one for each (--service-id or VPCEP_SERVICE_ID), or use fewer shards.',
    );
  }
  const dealt = (values: readonly string[]): string[] => values.filter((_, n) => n % count === index - 1);
  return {
    ...config,
    target: {
      ...target,
      serviceIds: dealt(target.serviceIds),
      among: target.serviceIds,
      siblingServiceId: index === 1 ? target.siblingServiceId : null,
      portIds: dealt(target.portIds),
    },
  };
}
