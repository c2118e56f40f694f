import { BudgetSpent } from '../shared/errors.js';

/**
 * Waits for all tasks, even when one fails, so that nothing is still running afterwards. Then throws the first failure,
 * a spent budget only if there is no other; `onFailure` is called at once.
 */
export async function together<T>(
  tasks: readonly Promise<T>[],
  onFailure: (error: unknown) => void = () => undefined,
): Promise<T[]> {
  const failures: unknown[] = [];
  const settled = await Promise.all(
    tasks.map((task) =>
      task.then(
        (value) => [value],
        (error: unknown) => {
          failures.push(error);
          onFailure(error);
          return [];
        },
      ),
    ),
  );
  if (failures.length > 0) throw failures.find((error) => !(error instanceof BudgetSpent)) ?? failures[0];
  return settled.flat();
}
