import { faultsOf } from '../catalogue.js';
import { merging, showingMember } from '../changes.js';
import type { State } from '../model.js';

/** Keeps updated_at if only one particular member is given. */
const standsFor = (name: string) =>
  merging((next, state, update) =>
    Object.keys(update).every((given) => given === name) ? { ...next, updated_at: state.updated_at } : next,
  );

const serverPorts = ({ ports }: State): string =>
  ports
    .map(({ server_port }) => server_port)
    .sort()
    .join();

/** Times of the reply in another form, or that move differently. */
export const timeFaults = faultsOf({
  'reply-time-milliseconds': {
    says: 'created_at has milliseconds',
    caughtBy: 'reply/created_at/pattern',
    change: showingMember('created_at', (time) => String(time).replace('Z', '.000Z')),
  },
  'reply-time-misprinted': {
    says: 'updated_at follows the misprint YYYY-MMDDTHH:MM:SSZ to the letter',
    caughtBy: 'reply/updated_at/pattern',
    change: showingMember('updated_at', (time) => String(time).replace(/^(\d{4}-\d\d)-/, '$1')),
  },
  'reply-time-no-date': {
    says: 'created_at is 30 February',
    caughtBy: 'reply/created_at/format',
    change: showingMember('created_at', () => '2022-02-30T09:35:47Z'),
  },
  'reply-time-hour-24': {
    says: "updated_at has the offset added to its hour without carrying, so that it is past 24 o'clock",
    caughtBy: 'reply/updated_at/format',
    change: showingMember('updated_at', (time) =>
      String(time).replace(/T(\d\d)/, (_, hour: string) => `T${Number(hour) + 24}`),
    ),
  },
  'created-at-moves-with-port-id': {
    says: 'created_at moves when port_id is given, since the service is created again',
    caughtBy: 'reply/created_at/constant',
    change: merging((next, _, update) =>
      update.port_id === undefined ? next : { ...next, created_at: next.updated_at },
    ),
  },
  'updated-at-stands-for-approval-enabled': {
    says: 'updated_at stands still when nothing but approval_enabled is given',
    caughtBy: 'reply/updated_at/moves-on',
    change: standsFor('approval_enabled'),
  },
  'updated-at-stands-for-ports': {
    says: 'updated_at stands still when nothing but ports is given',
    caughtBy: 'reply/updated_at/moves-on',
    change: standsFor('ports'),
  },
  'updated-at-stands-when-ports-emptied': {
    says: 'updated_at stands still when the list of mappings is emptied',
    caughtBy: 'reply/updated_at/moves-on',
    change: merging((next, state, update) =>
      update.ports?.length === 0 ? { ...next, updated_at: state.updated_at } : next,
    ),
  },
  'updated-at-stands-when-description-emptied': {
    says: 'updated_at stands still when the description is emptied',
    caughtBy: 'reply/updated_at/moves-on',
    change: merging((next, state, update) =>
      update.description === '' ? { ...next, updated_at: state.updated_at } : next,
    ),
  },
  'updated-at-stands-for-port-id': {
    says: 'updated_at stands still when nothing but port_id is given',
    caughtBy: 'reply/updated_at/moves-on',
    change: merging((next, state, update) =>
      Object.keys(update).join() === 'port_id' ? { ...next, updated_at: state.updated_at } : next,
    ),
  },
  'updated-at-stands-for-vip-port-id': {
    says: 'updated_at stands still when nothing but vip_port_id is given',
    caughtBy: 'reply/updated_at/moves-on',
    change: standsFor('vip_port_id'),
  },
  'updated-at-stands-for-client-ports': {
    says: 'updated_at stands still when nothing but client ports change',
    caughtBy: 'reply/updated_at/moves-on',
    change: merging((next, state, update) =>
      Object.keys(update).join() === 'ports' && serverPorts(next) === serverPorts(state)
        ? { ...next, updated_at: state.updated_at }
        : next,
    ),
  },
  'updated-at-date-only': {
    says: 'updated_at moves only once a day',
    caughtBy: 'reply/updated_at/moves-on',
    change: merging((next) => ({ ...next, updated_at: `${next.updated_at.slice(0, 10)}T00:00:00Z` })),
  },
  'updated-at-before-created': {
    says: 'updated_at is the start of 1970',
    caughtBy: 'reply/updated_at/not-before-created',
    change: merging((next) => ({ ...next, updated_at: '1970-01-01T00:00:00Z' })),
  },
});
