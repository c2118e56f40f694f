import type { Config } from '../../config/config.js';
import type { Shard } from '../../config/parse-shard.js';
import type { Requirement } from '../../contract/requirement.js';
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
      'Give each shard a service of its own, by --service-id or VPCEP_SERVICE_ID, the same list to all; or take fewer shards.',
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

/** About this part of a run's time goes into what needs a second service, all of which the first shard judges. */
const BESIDE_OTHERS = 0.1;

/**
 * The shard that judges a requirement by cases, from 1: always the same one, whatever is selected. What needs a second
 * service or a port_id goes to a shard that has them; of all else the first shard takes less, so that all end together.
 */
export function shardOf(
  { needs }: Pick<Requirement, 'needs'>,
  ordinal: number,
  { shard, target }: { readonly shard: Pick<Shard, 'count'>; readonly target: Pick<NamedTarget, 'portIds'> | null },
): number {
  if (target === null) return (ordinal % shard.count) + 1;
  if (needs.includes('sibling') || needs.includes('other-service')) return 1;
  if (needs.includes('port-id')) return (ordinal % Math.max(Math.min(target.portIds.length, shard.count), 1)) + 1;
  const others = shard.count - 1;
  const share = Math.max(1 / shard.count - BESIDE_OTHERS, 0) / (1 - BESIDE_OTHERS);
  const ofFirst = (count: number): number => (others === 0 ? count : Math.floor(count * share));
  const isOfFirst = ofFirst(ordinal + 1) > ofFirst(ordinal);
  return isOfFirst ? 1 : ((ordinal - ofFirst(ordinal)) % others) + 2;
}

type NamedTarget = NonNullable<Config['target']>;
