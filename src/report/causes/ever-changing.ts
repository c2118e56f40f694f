import type { Cause } from './cause.js';

/** Number of different wrong statuses from which on one cause explains them better than as many mistakes. */
const MANY = 6;

/** Joins groups about wrong statuses if there are so many statuses that they cannot depend on what is sent. */
export function everChanging(groups: readonly Cause[]): readonly Cause[] {
  const wrong = groups.filter((group) => statusOf(group) !== null);
  const statuses = [...new Set(wrong.map(statusOf))].sort();
  if (statuses.length < MANY) return groups;
  const joined: Cause = {
    id: 'status/ever-other',
    says: `Like requests are answered with ever-changing statuses: ${statuses.join(', ')}`,
    symptoms: wrong.flatMap(({ symptoms }) => symptoms),
    grave: true,
  };
  return [joined, ...groups.filter((group) => !wrong.includes(group))];
}

/** The wrong status that a group is about; null if it is about something else. */
function statusOf({ id }: Cause): string | null {
  return /^(?:status|refused|breaks)\/(\d{3})(?![^/-])/.exec(id)?.[1] ?? null;
}
