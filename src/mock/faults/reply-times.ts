import type { FaultEntry } from '../catalogue.js';
import { echoing, merging, showing, showingMember } from '../changes.js';

/** Times of the reply in another form, or that move otherwise. */
export const timeFaults: readonly FaultEntry[] = [
  {
    id: 'reply-time-milliseconds',
    says: 'created_at has milliseconds',
    caughtBy: 'reply/created_at/pattern',
    change: showingMember('created_at', (time) => String(time).replace('Z', '.000Z')),
  },
  {
    id: 'reply-time-offset',
    says: 'updated_at has an offset instead of Z',
    caughtBy: 'reply/updated_at/pattern',
    change: showingMember('updated_at', (time) => String(time).replace('Z', '+00:00')),
  },
  {
    id: 'reply-time-without-zone',
    says: 'updated_at has no zone',
    caughtBy: 'reply/updated_at/pattern',
    change: showingMember('updated_at', (time) => String(time).replace('Z', '')),
  },
  {
    id: 'reply-time-blank',
    says: 'created_at has a blank instead of T',
    caughtBy: 'reply/created_at/pattern',
    change: showingMember('created_at', (time) => String(time).replace('T', ' ')),
  },
  {
    id: 'reply-time-misprinted',
    says: 'updated_at keeps to the misprint YYYY-MMDDTHH:MM:SSZ to the letter',
    caughtBy: 'reply/updated_at/pattern',
    change: showingMember('updated_at', (time) => String(time).replace(/^(\d{4}-\d\d)-/, '$1')),
  },
  {
    id: 'reply-time-no-date',
    says: 'created_at is 30 February',
    caughtBy: 'reply/created_at/format',
    change: showingMember('created_at', () => '2022-02-30T09:35:47Z'),
  },
  {
    id: 'reply-time-hour-24',
    says: 'created_at shows midnight as 24:00:00',
    caughtBy: 'reply/created_at/format',
    change: showingMember('created_at', () => '2022-04-14T24:00:00Z'),
  },
  {
    id: 'reply-updated-at-empty',
    says: 'updated_at is empty in the reply',
    caughtBy: 'reply/updated_at/pattern',
    change: echoing((shown) => ({ ...shown, updated_at: '' })),
  },
  {
    id: 'reply-updated-at-null',
    says: 'updated_at is null in the reply',
    caughtBy: 'reply/updated_at/type',
    change: echoing((shown) => ({ ...shown, updated_at: null })),
  },
  {
    id: 'created-at-moves',
    says: 'created_at moves with every update',
    caughtBy: 'reply/created_at/constant',
    change: merging((next) => ({ ...next, created_at: next.updated_at })),
  },
  {
    id: 'created-at-moves-with-port-id',
    says: 'created_at moves when port_id is given, since the service is made anew',
    caughtBy: 'reply/created_at/constant',
    change: merging((next, _, update) =>
      update.port_id === undefined ? next : { ...next, created_at: next.updated_at },
    ),
  },
  {
    id: 'created-at-of-reply-now',
    says: 'created_at in the reply is the time of the reply; a read shows the right one',
    caughtBy: 'reply/created_at/constant',
    change: echoing((shown, x) => ({ ...shown, created_at: x.world.now() })),
  },
  {
    id: 'updated-at-stands',
    says: 'updated_at never moves',
    caughtBy: 'reply/updated_at/moves-on',
    change: merging((next, state) => ({ ...next, updated_at: state.updated_at })),
  },
  ...(['approval_enabled', 'service_name', 'ports', 'description'] as const).map((name): FaultEntry => ({
    id: `updated-at-stands-for-${name.replace('_', '-')}`,
    says: `updated_at stands still when nothing but ${name} is given`,
    caughtBy: 'reply/updated_at/moves-on',
    change: merging((next, state, update) =>
      Object.keys(update).every((given) => given === name) ? { ...next, updated_at: state.updated_at } : next,
    ),
  })),
  {
    id: 'updated-at-date-only',
    says: 'updated_at moves only from day to day',
    caughtBy: 'reply/updated_at/moves-on',
    change: merging((next) => ({ ...next, updated_at: `${next.updated_at.slice(0, 10)}T00:00:00Z` })),
  },
  {
    id: 'updated-at-before-created',
    says: 'updated_at is the start of 1970',
    caughtBy: 'reply/updated_at/not-before-created',
    change: merging((next) => ({ ...next, updated_at: '1970-01-01T00:00:00Z' })),
  },
  {
    id: 'updated-at-is-created',
    says: 'updated_at always shows created_at',
    caughtBy: 'reply/updated_at/moves-on',
    change: showing((shown) => ({ ...shown, updated_at: shown['created_at'] })),
  },
];
