import type { Flags } from '../config/config.js';
import { flagAttribute, flagName, type OptionTable } from '../config/option.js';
import { UserError } from '../shared/errors.js';

/** Flags that may be given once for both targets, or twice, first for A and then for B. */
export type PairFlags = Readonly<Record<string, boolean | string | readonly string[] | undefined>>;

/**
 * Splits flags between two targets; `table` has the options that may be given twice. What is given once applies to
 * both; lists are separated by commas. Throws a UserError if something is given three times.
 */
export function splitPair(given: PairFlags, table: OptionTable): readonly [a: Flags, b: Flags] {
  const sides = [{ ...given }, { ...given }] as [Record<string, unknown>, Record<string, unknown>];
  for (const option of Object.values(table)) {
    const name = flagAttribute(option);
    const values = name === null ? undefined : given[name];
    if (name === null || values === undefined || typeof values === 'string' || typeof values === 'boolean') continue;
    if (values.length > 2) {
      const flag = flagName(option) ?? name;
      throw new UserError(
        `${flag} is given ${values.length} times, but there are two targets`,
        option.takes === 'many'
          ? 'Separate the values of one target by commas.'
          : 'Give it once for both, or once for each.',
      );
    }
    sides.forEach((side, n) => {
      const value = values[n] ?? values[0] ?? '';
      side[name] = option.takes === 'many' ? value.split(',').map((part) => part.trim()) : value;
    });
  }
  return sides;
}
