import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { inChapter, variantsOf } from '../catalogue.js';
import { showing, showingInReads } from '../changes.js';
import { formatTime } from '../world.js';

const shifted = (time: unknown, seconds: number): string => formatTime(Date.parse(String(time)) / 1_000 + seconds);

/** Updates that take effect, and reads that are taken, in the service's own order (R26, R32). */
export const orderVariants = inChapter(
  'effect',
  variantsOf({
    'updates-wait-their-turn': {
      says: 'An update takes effect some milliseconds after it arrives, and other requests overtake it meanwhile',
      change: (before) => ({
        update: async (service, x) => {
          await sleep(x.world.random() * 4);
          return before.update(service, x);
        },
      }),
    },
    'updates-in-line': {
      says: 'The updates of one service take effect one after the other, while reads overtake them',
      change: (before) => {
        const lines = new Map<string, Promise<unknown>>();
        return {
          update: (service, x) => {
            const turn = (lines.get(service.id) ?? Promise.resolve())
              .then(() => setImmediate())
              .then(() => before.update(service, x));
            lines.set(
              service.id,
              turn.catch(() => undefined),
            );
            return turn;
          },
        };
      },
    },
    'read-a-second-behind': {
      says: 'A read cuts off the fraction of updated_at and a reply rounds it up, so that the read is a second earlier',
      change: showingInReads((shown) => ({ updated_at: shifted(shown['updated_at'], -1) })),
    },
    'touched-by-the-platform': {
      says: 'The platform touches a service between updates, so that a read shows a later updated_at than the last reply',
      change: showingInReads((shown) => ({ updated_at: shifted(shown['updated_at'], 2) })),
    },
    'touched-two-seconds-after-an-update': {
      says: 'The platform touches a service two seconds after each update, when it has taken effect everywhere',
      change: showing((shown, x) => {
        const touched = shifted(shown['updated_at'], 2);
        return touched > x.world.now() ? shown : { ...shown, updated_at: touched };
      }),
    },
    'last-writer-takes-all': {
      says: 'An update reads the whole record, and writes it back a little later: of two at once the last one wins',
      change: (before) => ({
        update: async (service, x) => {
          const read = service.state;
          await sleep(2);
          const merge = x.behaviour.merge;
          const behaviour = {
            ...x.behaviour,
            merge: (_: typeof read, ...rest: [typeof x.update, typeof x]) => merge(read, ...rest),
          };
          return before.update(service, Object.assign(x, { behaviour }));
        },
      }),
    },
    'vip-in-replies-only': {
      says: 'A read omits vip_port_id, cidr_type and tags, which replies to updates show',
      change: showing((shown, x) => {
        if (x.method !== 'GET') return shown;
        const { vip_port_id: _, cidr_type: __, tags: ___, ...others } = shown;
        return others;
      }),
    },
  }),
);
