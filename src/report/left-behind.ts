import type { RestoreReport } from './report.js';

/** How a detail ends that tells of a value which was not there before, and which no update can take away. */
export const NOT_TAKEN_AWAY = 'no update takes it away';

/** What a run left behind on a service that is otherwise put back, in words. */
export function leftBehind({ details }: RestoreReport): readonly string[] {
  return details.filter((detail) => detail.endsWith(NOT_TAKEN_AWAY));
}
