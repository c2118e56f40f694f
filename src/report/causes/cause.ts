import { groupBy } from '../../shared/group-by.js';
import type { Symptom } from './symptom.js';

/** Symptoms that one change of the service would fix. */
export interface Cause {
  /** Stable over runs; of two that share it the later one gets a number. */
  readonly id: string;
  /** What is wrong, in one sentence without its full stop. */
  readonly says: string;
  readonly symptoms: readonly Symptom[];
  /** Whether the service failed, or sent what nobody can read: such a cause comes before any wrong status. */
  readonly grave: boolean;
}

/** Groups items by a key, in the order of the first item of each group. */
export function gather<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, T[]> {
  return new Map(groupBy(items, key));
}

/** Names in a row, the first few of them: `a, b and 3 more`. */
export function few(names: readonly string[], most = 4): string {
  const distinct = [...new Set(names)];
  if (distinct.length <= most) return distinct.join(', ');
  return `${distinct.slice(0, most).join(', ')} and ${distinct.length - most} more`;
}
