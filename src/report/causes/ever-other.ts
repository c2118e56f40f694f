import type { Group } from './group.js';

/** So many wrong statuses are no mistakes at as many places. */
const MANY = 6;

/** Joins groups about wrong statuses where these are so many that they have nothing to do with what is sent. */
export function everOther(groups: readonly Group[]): readonly Group[] {
  const wrong = groups.filter((group) => statusOf(group) !== null);
  const statuses = [...new Set(wrong.map(statusOf))].sort();
  if (statuses.length < MANY) return groups;
  const joined: Group = {
    id: 'status/ever-other',
    says: `Requests that are alike are answered with ever other statuses: ${statuses.join(', ')}`,
    symptoms: wrong.flatMap(({ symptoms }) => symptoms),
    grave: true,
  };
  return [joined, ...groups.filter((group) => !wrong.includes(group))];
}

/** The wrong status that a group is about; null where it is about something else. */
function statusOf({ id }: Group): string | null {
  return /^(?:status|refused|breaks)\/(\d{3})(?![^/-])/.exec(id)?.[1] ?? null;
}
