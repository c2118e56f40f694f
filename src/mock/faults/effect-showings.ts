import { faultsOf } from '../catalogue.js';
import { showing, showingInReads } from '../changes.js';
import { formatTime } from '../world.js';

const moved = (time: unknown, seconds: number): string => formatTime(Date.parse(String(time)) / 1_000 + seconds);

/** Reads that show another record than replies do. */
export const showingFaults = faultsOf({
  'read-freezes-updated-at': {
    says: 'A read shows the updated_at that the service had when it was first read',
    caughtBy: 'effect/one-record/updated_at',
    change: (before) => {
      const first = new Map<string, unknown>();
      return showingInReads((shown, _, { id }) => {
        if (!first.has(id)) first.set(id, shown['updated_at']);
        return { updated_at: first.get(id) };
      })(before);
    },
  },
  'name-decorated-now-and-then': {
    says: 'The reply to every third update shows the name decorated, and the others show it bare',
    caughtBy: 'effect/name-form',
    change: showing((shown, x, { id, updates }) =>
      x.method === 'PUT' && updates % 3 === 0
        ? { ...shown, service_name: `cn-north-4.${String(shown['service_name'])}.${id}` }
        : shown,
    ),
  },
  'read-created-at-rounded-up': {
    says: 'A read shows created_at a second later than replies to updates',
    caughtBy: 'effect/one-record/created_at',
    change: showingInReads((shown) => ({ created_at: moved(shown['created_at'], 1) })),
  },
  'read-in-local-time': {
    says: 'A read shows the local time of the region, while updates show UTC',
    caughtBy: 'effect/one-record/{created_at,updated_at}',
    change: showingInReads((shown) => ({
      created_at: moved(shown['created_at'], 28_800),
      updated_at: moved(shown['updated_at'], 28_800),
    })),
  },
  'read-shows-vip-of-a-vm': {
    says: 'A read shows vip_port_id whatever the server_type',
    caughtBy: 'effect/one-record/vip_port_id',
    change: showingInReads((shown) => ({ vip_port_id: shown['vip_port_id'] ?? shown['port_id'] })),
  },
  'read-shows-vpc-as-pool': {
    says: 'A read shows vpc_id instead of pool_id',
    caughtBy: 'effect/one-record/members',
    change: showingInReads((shown) => ({ pool_id: shown['vpc_id'] })),
  },
});
