import { BudgetSpent } from '../shared/errors.js';

/**
 * Waits for all tasks, also when one fails: nothing goes on behind the back of what comes next. The first failure is
 * thrown then, a spent budget only where there is no other; `onFailure` hears of it at once.
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
