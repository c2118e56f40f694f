import type { RestoreReport } from './report.js';

/** The end of a detail about a value that was absent before and that no update can remove. */
export const NOT_TAKEN_AWAY = 'no update can remove it';

/** What a run left behind on a service that is otherwise restored, in words. */
export function leftBehind({ details }: RestoreReport): readonly string[] {
  return details.filter((detail) => detail.endsWith(NOT_TAKEN_AWAY));
}
